# SPDX-License-Identifier: Apache-2.0
"""Papers of the inhabitants tax, read back from the PDF."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from daicho.domains.tax.inhabitants.documents.amounts import Item, Split, TaxBase, yen
from daicho.domains.tax.inhabitants.documents.batches import (
    render_employee_batch,
    render_employer_batch,
    render_notices,
)
from daicho.domains.tax.inhabitants.documents.calculation import CalculationSheet
from daicho.domains.tax.inhabitants.documents.certificate import CertificateKind, TaxCertificate
from daicho.domains.tax.inhabitants.documents.employer_notice import EmployeeNotice, EmployerNotice
from daicho.domains.tax.inhabitants.documents.people import Recipient
from daicho.domains.tax.inhabitants.documents.printing import (
    render_calculation_sheet,
    render_certificate,
    render_employee_notices,
    render_employer_notice,
    render_tax_notice,
    render_tax_notices,
)
from daicho.domains.tax.inhabitants.documents.tax_notice import NO_STORE, TaxNotice

_spec = importlib.util.spec_from_file_location("samples", Path(__file__).with_name("samples.py"))
assert _spec is not None
assert _spec.loader is not None
samples = importlib.util.module_from_spec(_spec)
sys.modules["samples"] = samples
_spec.loader.exec_module(samples)
MADE_AT = samples.MADE_AT


def codes(pdf: bytes, page: int) -> list[str]:
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=300 / 72).to_pil()
    found = zxingcpp.read_barcodes(picture)
    assert all(code.symbology_identifier == "]C1" for code in found)  # GS1
    return [code.text for code in sorted(found, key=lambda code: code.position.top_left.y)]


def test_four_slips_are_read_by_a_scanner() -> None:
    pdf = render_tax_notice(samples.notice(7), made_at=MADE_AT)
    found = codes(pdf, 1)
    assert [code[:-1].replace("(", "").replace(")", "") for code in found] == [
        "91131032" + "000002025000000000701" + "0" + "250630" + "0" + "063500",
        "91131032" + "000002025000000000702" + "0" + "250901" + "0" + "060000",
        "91131032" + "000002025000000000703" + "0" + "251031" + "0" + "060000",
        "91131032" + "000002025000000000704" + "0" + "260202" + "0" + "060000",
    ]


def test_notice_shows_what_the_law_asks_for() -> None:
    first, second = samples.page_texts(render_tax_notice(samples.notice(), made_at=MADE_AT))
    for text in (
        "令和7年度",
        "特別区民税・都民税・森林環境税",
        "港区特別区税条例",
        "143,100",
        "95,400",
        "243,500",
        "令和7年6月30日",
        "令和8年2月2日",
        "2,410,000",
        "6%",
        "納付の場所",
        "３か月以内",
        "６か月以内",
        "延滞金",
        "山田花子様",
        "〒108-0073",
        "3,550,001",
    ):
        assert text in first, text
    assert second.count("63,500") == 3
    assert second.count("第1期") == 3


def test_all_by_special_collection_has_no_slips() -> None:
    given = samples.notice(instalments=(), ordinary_total=None, salary_total=243_500)
    pages = samples.page_texts(render_tax_notice(given, made_at=MADE_AT))
    assert len(pages) == 1
    assert "領収証書" not in pages[0]


def test_unused_slips_say_so() -> None:
    given = samples.notice(instalments=samples.instalments()[:2])
    pdf = render_tax_notice(given, made_at=MADE_AT)
    assert len(codes(pdf, 1)) == 2
    assert samples.page_texts(pdf)[1].count("この納付書は使用しません") == 6


def test_amount_over_the_store_limit_has_no_bars() -> None:
    dear = tuple(replace(item, amount=300_001) for item in samples.instalments())
    pdf = render_tax_notice(samples.notice(instalments=dear), made_at=MADE_AT)
    assert codes(pdf, 1) == []
    assert samples.page_texts(pdf)[1].count(NO_STORE) == 4


def test_a_change_has_its_title_and_room_for_an_instalment_of_its_own() -> None:
    regular = tuple(replace(item, has_slip=False) for item in samples.instalments())
    extra = replace(regular[0], label="随時", amount=12_300, has_slip=True)
    changed = samples.notice(is_change=True, instalments=(*regular, extra))
    pages = samples.page_texts(render_tax_notice(changed, made_at=MADE_AT))
    assert "税額変更・納税通知書" in pages[0]
    assert "税額を変更しました" in pages[0]
    assert "税額決定" not in pages[0]
    assert len(pages) == 2
    assert ("12,300" in pages[1], "60,000" in pages[1]) == (True, False)
    with pytest.raises(ValueError, match="of their own"):
        render_tax_notices((changed, samples.notice()), made_at=MADE_AT)


def test_long_name_and_address_stay_in_the_window() -> None:
    recipient = Recipient(samples.LONG_NAME, "1080073", samples.LONG_ADDRESS)
    pdf = render_tax_notice(samples.notice(recipient=recipient), made_at=MADE_AT)
    assert len(pypdfium2.PdfDocument(pdf)) == 2
    # 長 of the name and 田 of 三田, left of the sender
    first = [b for b in samples.boxes(pdf, 0, "長田") if b[1] < 45 and b[0] < 112]
    assert len(first) == 25 + 42
    assert min(b[0] for b in first) >= 20
    assert max(b[2] for b in first) <= 106
    assert max(b[3] for b in first) <= 41
    slips = list(samples.boxes(pdf, 1, "長"))
    assert len(slips) == 25 * 12
    for left, top, right, bottom in slips:
        assert any(x <= left and right <= x + 62 for x in (6, 74, 142))
        assert 43 <= top % 74.25 <= bottom % 74.25 <= 53.9


def test_variants_of_one_character_look_different() -> None:
    pictures = []
    for selector in "\U000e0100\U000e0101":
        recipient = Recipient(f"辻{selector}", "1080073", "東京都港区")
        pdf = render_tax_notice(samples.notice(recipient=recipient), made_at=MADE_AT)
        window = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil().crop((150, 240, 300, 360))
        pictures.append(window.tobytes())
    assert pictures[0] != pictures[1]


def test_protected_address_leaves_no_trace() -> None:
    recipient = Recipient("山田　花子", "1080073", "", "")
    pdf = render_tax_notice(samples.notice(recipient=recipient), made_at=MADE_AT)
    assert "108-0073" not in samples.page_texts(pdf)[0]
    assert "三田" not in "".join(samples.page_texts(pdf))


def test_same_data_give_the_same_bytes() -> None:
    made = [render_tax_notice(samples.notice(3), made_at=MADE_AT) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("workers", [1, 2])
def test_batch_keeps_order_and_counts(tmp_path: Path, workers: int) -> None:
    items = (samples.notice(number) for number in range(7))
    result = render_notices(items, tmp_path, made_at=MADE_AT, workers=workers, items_a_file=3)
    assert (result.count, result.pages) == (7, 14)
    assert [file.count for file in result.files] == [3, 3, 1]
    assert [file.first_key for file in result.files] == ["10000000", "10000003", "10000006"]
    pages = [p for file in result.files for p in samples.page_texts(file.path.read_bytes())]
    assert len(pages) == 14
    assert all(f"{10_000_000 + number}" in pages[number * 2] for number in range(7))
    with pytest.raises(FileExistsError):
        render_notices(iter(()), tmp_path, made_at=MADE_AT)


def test_batch_of_two_years_is_a_defect(tmp_path: Path) -> None:
    items = (samples.notice(), samples.notice(fiscal_year=2024))
    with pytest.raises(ValueError, match="one fiscal year"):
        render_notices(iter(items), tmp_path, made_at=MADE_AT, workers=1)
    assert list(tmp_path.iterdir()) == []


def test_batches_of_employers_and_employees_count_their_pages(tmp_path: Path) -> None:
    employers = render_employer_batch(
        iter([samples.employer_notice(21), samples.employer_notice(1)]),
        tmp_path / "employers",
        made_at=MADE_AT,
        workers=1,
    )
    assert (employers.count, employers.pages) == (2, 5)
    assert len(samples.page_texts(employers.files[0].path.read_bytes())) == 5
    employees = render_employee_batch(
        (samples.employee_notice(employee_no=f"E{n}") for n in range(3)),
        tmp_path / "employees",
        made_at=MADE_AT,
        workers=1,
    )
    assert (employees.count, employees.pages) == (3, 3)
    assert employees.files[0].last_key == "9012345678-E2"


def test_batch_names_the_letters_with_shapes_that_no_font_has(tmp_path: Path) -> None:
    odd = Recipient("渡邉\U000e01ef", "1080073", "東京都港区")
    items = (samples.notice(0), samples.notice(1, recipient=odd))
    result = render_notices(iter(items), tmp_path, made_at=MADE_AT, workers=1)
    assert result.files[0].missing_shapes == (("10000001", ("邉\U000e01ef",)),)


def test_long_labels_do_not_run_into_their_amounts() -> None:
    label = "上場株式等に係る課税配当所得等の金額"
    figures = replace(
        samples.FIGURES,
        incomes=(Item(label, 9_999_999_999),),
        tax_bases=(TaxBase(label, 9_999_999_000, "2.4%", "1.6%"),),
    )
    pdf = render_tax_notice(samples.notice(figures=figures), made_at=MADE_AT)
    ends = [b for b in samples.boxes(pdf, 0, "額") if 146 < b[1] < 151]
    digits = [b for b in samples.boxes(pdf, 0, "9") if 146 < b[1] < 151]
    for _, _, right, _ in ends:
        assert not [left for left, _, _, _ in digits if right - 20 < left < right]
    assert len(ends) == 2
    pdf = render_employee_notices([samples.employee_notice(figures=figures)], made_at=MADE_AT)
    assert len(samples.page_texts(pdf)) == 1


def test_long_remarks_stay_in_their_frames() -> None:
    remark = "更正の理由" * 30
    frames = (
        (render_tax_notice(samples.notice(remarks=remark), made_at=MADE_AT), 198, 233),
        (
            render_employee_notices([samples.employee_notice(remarks=remark)], made_at=MADE_AT),
            204,
            118.5,
        ),
        (
            render_employer_notice(
                replace(samples.employer_notice(1), remarks=remark), made_at=MADE_AT
            ),
            198,
            195,
        ),
    )
    for pdf, right, bottom in frames:
        letters = list(samples.boxes(pdf, 0, "更"))
        assert len(letters) == 30
        assert max(box[2] for box in letters) <= right
        assert max(box[3] for box in letters) <= bottom


def test_employer_list_adds_up_over_its_pages() -> None:
    pdf = render_employer_notice(samples.employer_notice(45), made_at=MADE_AT)
    cover, *lists = samples.page_texts(pdf)
    assert len(lists) == 3
    assert "45人" in cover
    assert yen(45 * 242_600) in cover
    assert yen(45 * 20_400) in cover
    assert cover.count(yen(45 * 20_200)) == 11
    assert yen(20 * 242_600) in lists[0]
    assert yen(5 * 242_600) in lists[2]
    assert "3/3ページ" in lists[2]
    name = list(samples.boxes(pdf, 1, "長"))
    assert len(name) == 25
    assert max(b[2] for b in name) <= 82
    assert max(b[3] for b in name) <= 35.6


def test_employee_notices_have_one_page_each() -> None:
    long = Recipient(samples.LONG_NAME, "1080073", samples.LONG_ADDRESS)
    given = [samples.employee_notice(), samples.employee_notice(recipient=long, is_change=True)]
    pdf = render_employee_notices(given, made_at=MADE_AT)
    first, second = samples.page_texts(pdf)
    assert "特別徴収税額の決定通知書（納税義務者用）" in first
    assert first.count("20,227") == 11
    assert "特別徴収税額の変更通知書（納税義務者用）" in second
    name = [box for box in samples.boxes(pdf, 1, "長") if box[0] < 90 and box[1] < 34]
    assert len(name) == 25
    assert max(box[2] for box in name) <= 84
    assert max(box[3] for box in name) <= 26


def test_certificate_tells_blank_from_zero() -> None:
    (page,) = samples.page_texts(render_certificate(samples.certificate(), made_at=MADE_AT))
    assert "課税証明書" in page
    assert "非課税証明書" not in page
    assert "令和7年度（令和6年分の所得）" in page
    assert "配当所得0その他雑所得総合譲渡所得" in page
    assert "16歳未満2人" in page
    assert "昭和55年3月1日" in page
    assert "令和7年1月1日の住所" in page
    assert "年税額（合計）243,500" in page


def test_certificate_of_nontaxability() -> None:
    none = Split("", 0, 0)
    given = samples.certificate(
        kind=CertificateKind.NONTAXABLE,
        income_levy=none,
        per_capita=none,
        forest_environment_tax=0,
        annual_tax=0,
        credits={},
        tax_bases=(),
    )
    (page,) = samples.page_texts(render_certificate(given, made_at=MADE_AT))
    assert "令和7年度の特別区民税・都民税が非課税であることを証明します。" in page
    assert "年税額（合計）0" in page


def test_certificate_is_pdf_a_and_stays_on_one_page_at_its_fullest() -> None:
    given = samples.certificate(
        name=samples.LONG_NAME,
        address=samples.LONG_ADDRESS,
        address_on_assessment_date=samples.LONG_ADDRESS,
        tax_bases=tuple(TaxBase(f"課税長期譲渡所得{n}", 9_999_999_000, "", "") for n in range(12)),
        remarks="備考" * 60,
    )
    pdf = render_certificate(given, made_at=MADE_AT)
    assert len(samples.page_texts(pdf)) == 1
    assert b"pdfaid:part>2<" in pdf
    assert b"pdfaid:conformance>B<" in pdf


def test_certificate_refuses_an_amount_without_a_place() -> None:
    with pytest.raises(ValueError, match=r"salary_incom$"):
        render_certificate(samples.certificate(incomes={"salary_incom": 1}), made_at=MADE_AT)
    nontaxable = samples.certificate(kind=CertificateKind.NONTAXABLE)
    with pytest.raises(ValueError, match="nontaxability"):
        render_certificate(nontaxable, made_at=MADE_AT)


def test_calculation_sheet_says_the_steps_with_their_articles() -> None:
    below = {
        "name_ja": "調整控除額",
        "value": {"municipal": 1_500, "prefectural": 1_000},
        "formula_ja": "5万円 × 5%",
        "inputs": {"personal_difference": 50_000, "unit": 100, "dividend": 0},
        "citation": "地方税法37条",
    }
    nothing = below | {"name_ja": "配当控除", "value": {"municipal": 0, "prefectural": 0}}
    top = below | {
        "name_ja": "住民税額",
        "value": {"levy": 3},
        "inputs": {},
        "steps": [below, nothing],
    }
    sheet = CalculationSheet(
        samples.ISSUER, 2025, "2000000", "山田　花子", date(2025, 7, 1), 243_500, (top,)
    )
    page = "".join(samples.page_texts(render_calculation_sheet(sheet, made_at=MADE_AT)))
    assert "調整控除額" in page
    assert "（人的控除額の差50,000）" in page
    assert "特別区民税1,500" in page
    assert "都民税1,000" in page
    assert "地方税法37条" in page
    assert "配当控除" not in page
    whole = render_calculation_sheet(replace(sheet, everything=True), made_at=MADE_AT)
    assert "配当控除" in "".join(samples.page_texts(whole))


@pytest.mark.parametrize(
    "view", [TaxNotice, EmployerNotice, EmployeeNotice, TaxCertificate, CalculationSheet, Recipient]
)
def test_no_paper_has_a_place_for_the_individual_number(view: type) -> None:
    names = {field.name for field in fields(view)}
    assert not [name for name in names if "individual" in name or "my_number" in name]
