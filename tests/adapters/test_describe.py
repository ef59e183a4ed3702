# SPDX-License-Identifier: Apache-2.0
"""The reference page says what the layouts say."""

from pathlib import Path

from daicho.adapters.describe import describe_layouts
from daicho.adapters.registry import FILE_KINDS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "file-formats.md"


def test_the_reference_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == describe_layouts()


def test_every_kind_and_column_is_described():
    page = describe_layouts()
    for kind, module in FILE_KINDS.items():
        assert f"`{kind}`" in page
        assert all(f"`{column.name}`" in page for column in module.LAYOUT.columns)
