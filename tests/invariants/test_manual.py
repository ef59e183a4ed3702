# SPDX-License-Identifier: Apache-2.0
"""Every page has its text in the manual, and the manual names no page that is not there.

A new route? Name it after `画面:` of a section in src/daicho/web/help/texts, or write a section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from daicho.web.help.texts import Section, chapters

PARTS = ("**目的** ", "**操作** ", "**注意** ", "**関連** ")
SHORTEST = 100
LINK = re.compile(r"\(screen:([\w:.-]+)\)")


def names(patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The full name of every route that has one."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from names(pattern.url_patterns, inner)
        elif pattern.name:
            yield ":".join((*spaces, pattern.name))


def sections() -> list[Section]:
    return [section for chapter in chapters() for section in chapter.sections]


def test_every_route_has_its_text_and_every_text_its_route() -> None:
    told = [route for section in sections() for route in section.routes]
    there = set(names(get_resolver().url_patterns))
    assert (there - set(told), set(told) - there) == (set(), set())
    assert len(told) == len(set(told))


@pytest.mark.parametrize("section", sections(), ids=lambda section: str(section.anchor))
def test_a_text_says_what_for_how_and_what_to_heed(section: Section) -> None:
    starts = [text.partition("** ")[0] + "** " for text in section.text.split("\n\n")]
    assert tuple(starts) == PARTS
    assert len(section.text) >= SHORTEST
    routes = {route for one in sections() for route in one.routes}
    links = LINK.findall(section.text)
    assert links
    assert set(links) <= routes
