# SPDX-License-Identifier: Apache-2.0
"""The texts of the manual: a Markdown file a chapter, a section a screen, each naming its routes.

    # 章の名

    はじめに読むこと。

    ## 画面の名
    画面: register:search register:by-number

    **目的** …

A link to another screen is written `[世帯照会](screen:register:household)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(__file__).parent / "texts"
ROUTES = "画面:"
SCREEN = "screen:"
EXCERPT = 80


@dataclass(frozen=True, slots=True)
class Section:
    """The text of one screen, or of a few that belong together."""

    chapter: str
    title: str
    routes: tuple[str, ...]
    text: str

    @property
    def anchor(self) -> str:
        """Its place on the page of the chapter: the first route, fit for an address."""
        return self.routes[0].replace(":", "-") if self.routes else self.chapter


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the manual."""

    slug: str
    title: str
    text: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A section that holds all the words looked for, with the words around the first."""

    section: Section
    chapter: Chapter
    excerpt: str


@lru_cache(maxsize=1)
def chapters() -> tuple[Chapter, ...]:
    """All chapters, in the order of their file names (the number before the name)."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.md")))


def find_section(*, route: str) -> Section | None:
    """The text of a route, by its full name (`register:search`)."""
    return _by_route().get(route)


def find_chapter(*, slug: str) -> Chapter | None:
    """The chapter of this name."""
    return next((one for one in chapters() if one.slug == slug), None)


def search(*, words: str) -> list[Found]:
    """Sections that hold every word, those with a word in the title first."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    found = [
        Found(section, chapter, _excerpt(section.text, wanted[0]))
        for chapter in chapters()
        for section in chapter.sections
        if all(word in f"{section.title} {section.text}".casefold() for word in wanted)
    ]
    return sorted(found, key=lambda one: not any(w in one.section.title.casefold() for w in wanted))


def as_html(text: str) -> str:
    """Markdown as HTML; HTML inside the text is shown as it is written, never obeyed."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for token in tokens:
        for child in token.children or []:
            _lead_to_screen(child)
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _lead_to_screen(token: Token) -> None:
    """A link to a screen becomes one to its text."""
    address = str(token.attrGet("href") or "")
    if address.startswith(SCREEN):
        token.attrSet("href", reverse("help:screen", args=[address.removeprefix(SCREEN)]))


@lru_cache(maxsize=1)
def _by_route() -> dict[str, Section]:
    return {
        route: section
        for chapter in chapters()
        for section in chapter.sections
        for route in section.routes
    }


def _read(path: Path) -> Chapter:
    slug = path.stem.partition("-")[2]
    head, *parts = path.read_text(encoding="utf-8").split("\n## ")
    title, _, text = head.removeprefix("# ").partition("\n")
    return Chapter(slug, title.strip(), text.strip(), tuple(_section(slug, part) for part in parts))


def _section(slug: str, part: str) -> Section:
    title, _, rest = part.partition("\n")
    first, _, text = rest.partition("\n")
    if not first.startswith(ROUTES):
        raise ValueError(f"{slug}「{title}」の次の行は「{ROUTES} 経路名…」です")
    return Section(slug, title.strip(), tuple(first.removeprefix(ROUTES).split()), text.strip())


def _excerpt(text: str, word: str) -> str:
    plain = " ".join(text.replace("**", "").split())
    place = max(plain.casefold().find(word) - EXCERPT // 2, 0)
    piece = plain[place : place + EXCERPT]
    before, after = "…" if place else "", "…" if place + EXCERPT < len(plain) else ""
    return f"{before}{piece}{after}"
