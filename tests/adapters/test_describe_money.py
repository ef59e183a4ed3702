# SPDX-License-Identifier: Apache-2.0
"""The reference page of the files of money says what the layouts say."""

from pathlib import Path

from daicho.adapters.describe_money import describe_money_files
from daicho.adapters.layout import Certainty
from daicho.adapters.money_files import RECORD_FILE_KINDS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "formats" / "money.md"


def test_the_reference_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == describe_money_files()


def test_every_kind_and_field_is_described():
    page = describe_money_files()
    for kind, layout in RECORD_FILE_KINDS.items():
        assert f"`{kind}`" in page
        for record in layout.records:
            assert all(f"`{field.name}`" in page for field in record.fields)


def test_what_is_not_public_is_marked():
    public = {"debit-request", "debit-result", "transfer-request", "transfer-return"}
    for kind, layout in RECORD_FILE_KINDS.items():
        if kind in public:
            continue
        assert "未確認" in layout.source_ja
        marks = {field.certainty for field in layout.data.fields[1:]}
        assert marks == {Certainty.UNVERIFIED}
