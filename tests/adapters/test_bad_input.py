# SPDX-License-Identifier: Apache-2.0
"""Bad files: a clear reason in Japanese for each, good rows kept, no 個人番号 in any message."""

import pytest

from daicho.adapters.parsed_file import RefusedRow
from daicho.adapters.registry import FILE_KINDS

SALARY = FILE_KINDS["salary-report"]
RESIDENTS = FILE_KINDS["residents"]
PENSION = FILE_KINDS["pension-collection"]


def _spoil(path, *, row, column, cell):
    """Put a cell into the file as bytes."""
    text = path.read_bytes().decode("cp932").split("\r\n")
    cells = text[row].split(",")
    cells[column - 1] = cell
    text[row] = ",".join(cells)
    path.write_bytes("\r\n".join(text).encode("cp932"))
    return path


@pytest.mark.parametrize(
    ("column", "cell", "column_ja", "reason"),
    [
        (17, "5OO0000", "支払金額", "数字以外の文字があります: 5OO0000"),
        (17, "-5000000", "支払金額", "数字以外の文字があります: -5000000"),
        (17, "５０００", "支払金額", "数字以外の文字があります: ５０００"),
        (17, "12345678901", "支払金額", "10桁を超えています: 12345678901"),
        (17, "", "支払金額", "入力がありません"),
        (17, "999999999999999999999", "支払金額", "10桁を超えています: ************"),
        (
            14,
            "=HYPERLINK(A1)",
            "受給者の氏名",
            "数式とみなされる文字で始まっています: =HYPERLINK(A1)",
        ),
        (14, "＝港", "受給者の氏名", "数式とみなされる文字で始まっています: ＝港"),
        (14, "長" * 31, "受給者の氏名", "30文字を超えています: " + "長" * 30 + "…"),
        (1, "316", "法定資料の種類", "決められた値（315）ではありません: 316"),
        (46, "13", "生年月日", "暦にない日です"),
        (45, "64", "生年月日", "元号の期間にない日です"),
        (47, "", "生年月日", "年月日の一部だけが入力されています"),
        (50, "9", "乙欄適用", "0か1で入力してください: 9"),
        (139, "港区", "提出先市町村コード", "数字以外の文字があります: 港区"),
        (11, "05", "年分", "別の年です（06のはず）: 05"),
    ],
)
def test_refuses_a_row_and_keeps_the_others(write_sample, column, cell, column_ja, reason):
    path = _spoil(write_sample("salary-report"), row=1, column=column, cell=cell)
    parsed = SALARY.read(path, fiscal_year=2025)
    assert parsed.refusal == ""
    assert [(p.line, p.column_ja, p.reason) for p in parsed.errors] == [(2, column_ja, reason)]
    assert parsed.line_numbers.to_pylist() == [1, 3]
    assert [row.line for row in parsed.refused] == [2]
    assert parsed.read_count == 3


def test_february_30_is_no_day(write_sample):
    path = write_sample("salary-report")
    for column, cell in ((44, "4"), (45, "10"), (46, "2"), (47, "30")):
        _spoil(path, row=0, column=column, cell=cell)
    parsed = SALARY.read(path, fiscal_year=2025)
    assert [str(p) for p in parsed.errors] == ["salary-report.csv 1行 生年月日: 暦にない日です"]


def test_tells_every_fault_of_a_row(write_sample):
    path = _spoil(write_sample("salary-report"), row=0, column=17, cell="x")
    _spoil(path, row=0, column=14, cell="")
    assert len(SALARY.read(path, fiscal_year=2025).errors) == 2


@pytest.mark.parametrize(
    "number", ["123456789012", "12345678901", "１２３４５６７８９０１８", "abc"]
)
def test_a_wrong_individual_number_is_dropped_and_never_shown(write_sample, number):
    path = _spoil(write_sample("salary-report"), row=0, column=95, cell=number)
    parsed = SALARY.read(path, fiscal_year=2025)
    assert parsed.errors == ()
    assert parsed.table["individual_number"].to_pylist()[0] == ""
    remarks = [p for p in parsed.warnings if p.line == 1]
    assert [p.column_ja for p in remarks] == ["受給者の個人番号"]
    assert number not in str(remarks[0])


def test_no_number_leaks_from_a_refused_row(write_sample):
    path = _spoil(write_sample("salary-report"), row=0, column=17, cell="123456789018")
    parsed = SALARY.read(path, fiscal_year=2025)
    told = " ".join(map(str, parsed.problems)) + parsed.refused[0].text
    assert "123456789018" not in told
    assert parsed.refused[0].line == 1


@pytest.mark.parametrize(
    "number", ["1234-5678-9018", "１２３４５６７８９０１８", "1234 5678 9018", "123456789018x"]
)
@pytest.mark.parametrize("column", [14, 17, 86, 136])
def test_no_number_leaks_from_a_wrong_column(write_sample, number, column):
    path = _spoil(write_sample("salary-report"), row=0, column=column, cell="=" + number)
    parsed = SALARY.read(path, fiscal_year=2025)
    told = " ".join(map(str, parsed.problems)) + parsed.refused[0].text
    assert number not in told
    assert "5678" not in told
    assert "５６７８" not in told


def test_refuses_rows_with_other_widths(write_sample):
    path = write_sample("salary-report")
    lines = path.read_bytes().split(b"\r\n")
    lines[0] += b",1"
    lines[2] = lines[2][:-2]
    path.write_bytes(b"\r\n".join(lines))
    parsed = SALARY.read(path, fiscal_year=2025)
    assert [(p.line, p.reason) for p in parsed.errors] == [
        (1, "列数が145列です（144列のはず）"),
        (3, "列数が143列です（144列のはず）"),
    ]
    assert parsed.line_numbers.to_pylist() == [2]


def test_refuses_lines_that_are_no_rows(write_sample):
    path = write_sample("salary-report")
    good = path.read_bytes()
    open_quote = good.split(b"\r\n")[1].replace(b",", b',"', 1)
    path.write_bytes(good + b"\r\n" + b"\x00\x01\r\n" + open_quote + b"\r\n\x81\r\n" + good)
    parsed = SALARY.read(path, fiscal_year=2025)
    assert [(p.line, p.reason) for p in parsed.errors] == [
        (4, "空の行です"),
        (5, "制御文字があります"),
        (6, '引用符（"）が閉じていません'),
        (7, "Shift_JIS(CP932)として読めない文字があります"),
    ]
    assert parsed.line_numbers.to_pylist() == [1, 2, 3, 8, 9, 10]


def test_reads_quoted_cells(write_sample):
    path = _spoil(write_sample("salary-report"), row=0, column=5, cell='"みなと""商事"""')
    parsed = SALARY.read(path, fiscal_year=2025)
    assert parsed.table["payer_name"].to_pylist()[0] == 'みなと"商事"'


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            lambda data: data[:-2],
            "最後の行に改行がありません。ファイルが途中で切れているおそれがあります",
        ),
        (
            lambda data: data[:-200],
            "最後の行に改行がありません。ファイルが途中で切れているおそれがあります",
        ),
        (lambda data: b"", "ファイルが空です"),
        (
            lambda data: data.decode("cp932").encode(),
            "文字コードがUTF-8です。Shift_JIS(CP932)で保存してください",
        ),
        (
            lambda data: data.decode("cp932").encode("utf-16"),
            "文字コードがUTF-16です。Shift_JIS(CP932)で保存してください",
        ),
        (
            lambda data: data.decode("cp932").encode("euc_jp"),
            "文字コードがShift_JIS(CP932)ではありません。Shift_JIS(CP932)で保存してください",
        ),
        (
            lambda data: data.replace(b"\r\n", b",\r\n"),
            "どの行も給与支払報告書の列数（144列）ではありません",
        ),
        (
            lambda data: data.replace(b",06,", b",05,"),
            "別の年のファイルです（年分: 05、取り込む年: 06）",
        ),
    ],
)
def test_refuses_a_whole_file(write_sample, change, reason):
    path = write_sample("salary-report")
    path.write_bytes(change(path.read_bytes()))
    parsed = SALARY.read(path, fiscal_year=2025)
    assert parsed.refusal == reason
    assert parsed.read_count == 0
    assert [str(p) for p in parsed.problems] == [f"salary-report.csv: {reason}"]


def test_refuses_by_size_before_reading(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(2_000_000_001)
    for module in FILE_KINDS.values():
        parsed = module.read(path, fiscal_year=2025)
        assert parsed.refusal == (
            "ファイルが大きすぎます（2,000,000,001バイト、上限2,000,000,000バイト）"
        )


def test_refuses_a_shift_jis_file_of_residents(write_sample):
    path = write_sample("residents")
    path.write_bytes(path.read_bytes().decode().encode("cp932"))
    parsed = RESIDENTS.read(path, fiscal_year=2025)
    assert parsed.refusal == "文字コードがUTF-8ではありません。UTF-8で保存してください"


def test_refuses_another_heading(write_sample):
    path = write_sample("residents")
    path.write_bytes(path.read_bytes().replace("世帯番号".encode(), "世帯".encode(), 1))
    assert RESIDENTS.read(path, fiscal_year=2025).refusal == (
        "見出しが違います（3列目は「世帯番号」のはずが「世帯」）"
    )


def test_takes_a_byte_order_mark(write_sample):
    path = write_sample("residents")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert RESIDENTS.read(path, fiscal_year=2025).accepted_count == 3


def test_an_addressee_number_must_fit_its_check_digit(write_sample):
    path = write_sample("residents")
    path.write_bytes(path.read_bytes().replace(b",19,19,", b",18,19,", 1))
    parsed = RESIDENTS.read(path, fiscal_year=2025)
    assert [p.reason for p in parsed.errors] == ["番号の検査数字が合いません: 18"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            lambda data: data[:-500],
            "最後のレコードがトレーラ（3）ではありません。途中で切れているおそれがあります",
        ),
        (
            lambda data: data[:-1],
            "レコードの長さが500バイトの倍数ではありません。途中で切れているおそれがあります",
        ),
        (lambda data: data[500:], "最初のレコードがヘッダ（1）ではありません"),
        (
            lambda data: data[:500] + data[1000:],
            "トレーラの合計件数が合いません（トレーラ: 000000003、データの計: 2）",
        ),
        (
            lambda data: data.replace(b"00002400000", b"00002400001", 1),
            "トレーラの合計金額1が合いません（トレーラ: 00004980000、データの計: 4980001）",
        ),
        (
            lambda data: data.replace(b"20250520", b"20240520", 1),
            "別の年度のファイルです（作成年月日: 20240520、年度: 2025）",
        ),
        (lambda data: b"", "ファイルが空です"),
    ],
)
def test_refuses_a_whole_pension_file(write_sample, change, reason):
    path = write_sample("pension-collection")
    path.write_bytes(change(path.read_bytes()))
    parsed = PENSION.read(path, fiscal_year=2025)
    assert parsed.refusal == reason
    assert parsed.accepted_count == 0


def test_reads_pension_records_with_line_ends(write_sample):
    path = write_sample("pension-collection")
    data = path.read_bytes()
    records = [data[i : i + 500] for i in range(0, len(data), 500)]
    path.write_bytes(b"\r\n".join(records) + b"\r\n")
    assert PENSION.read(path, fiscal_year=2025).accepted_count == 3


def test_refuses_a_pension_row_with_a_wrong_birth_date(write_sample):
    path = write_sample("pension-collection")
    path.write_bytes(path.read_bytes().replace(b"19800301", b"19800230"))
    parsed = PENSION.read(path, fiscal_year=2025)
    assert [(p.line, p.column_ja, p.reason) for p in parsed.errors] == [
        (2, "生年月日", "暦にない日です")
    ]
    assert isinstance(parsed.refused[0], RefusedRow)
    assert parsed.accepted_count == 2


@pytest.mark.parametrize("kind", sorted(FILE_KINDS))
def test_a_file_that_is_not_there_is_refused(kind, tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        assert FILE_KINDS[kind].read(path, fiscal_year=2025).refusal == "ファイルがありません"


def test_refuses_a_heading_that_cannot_be_read(write_sample):
    path = write_sample("residents")
    path.write_bytes(b'"' + path.read_bytes())
    assert RESIDENTS.read(path, fiscal_year=2025).refusal == (
        '見出しの行が読めません（引用符（"）が閉じていません）'
    )


def test_takes_a_heading_with_every_cell_quoted(write_sample):
    path = write_sample("residents")
    lines = path.read_bytes().decode().split("\r\n")
    quoted = [",".join(f'"{cell}"' for cell in line.split(",")) for line in lines[:-1]]
    path.write_bytes(("\r\n".join(quoted) + "\r\n").encode())
    assert RESIDENTS.read(path, fiscal_year=2025).accepted_count == 3


def _cell(path, name_ja, cell):
    """Put a cell of the first row under its Japanese heading."""
    columns = SALARY.LAYOUT.columns
    number = next(column.number for column in columns if column.name_ja == name_ja)
    return _spoil(path, row=0, column=number, cell=cell)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("5人目 123456789018", "5人目 ************"),
        ("5人目 1234-5678-9018", "5人目 ************"),
        ("電話 123456789019", "電話 123456789019"),
    ],
)
def test_number_in_the_remarks_is_masked(write_sample, written, kept):
    parsed = SALARY.read(_cell(write_sample("salary-report"), "摘要", written), fiscal_year=2025)
    assert parsed.table["remarks"][0].as_py() == kept
    told = [warning.reason for warning in parsed.warnings if warning.column_ja == "摘要"]
    assert told == (["個人番号とみられる数字を伏せました"] if "*" in kept else [])


def test_own_number_of_a_payer_is_not_kept(write_sample):
    """A payer who is a person has no 法人番号 and writes the own 個人番号 there."""
    name = next(c.name_ja for c in SALARY.LAYOUT.columns if c.name == "payer_corporate_number")
    for written in ("123456789018", "0123456789018"):
        path = _cell(write_sample("salary-report"), name, written)
        parsed = SALARY.read(path, fiscal_year=2025)
        assert parsed.table["payer_corporate_number"][0].as_py() == ""
        assert not any("123456789018" in warning.reason for warning in parsed.warnings)


def test_number_in_the_column_of_another_number_refuses_the_row(write_sample):
    path = _cell(write_sample("salary-report"), "受給者番号", "123456789018")
    parsed = SALARY.read(path, fiscal_year=2025)
    assert [(p.line, p.column_ja, p.reason) for p in parsed.errors] == [
        (1, "受給者番号", "個人番号が入力されています")
    ]
