# SPDX-License-Identifier: Apache-2.0
"""Pages of the manual: open to everybody (they tell of screens, never of persons)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from daicho.foundation.access.pages import open_page
from daicho.web.help import texts

LONGEST_WORDS = 100


@require_http_methods(["GET", "HEAD", "POST"])
@open_page(title="操作の手引き")
def contents(request: HttpRequest) -> HttpResponse:
    """All chapters; words are searched by POST, so that no address keeps what was typed."""
    words = request.POST.get("words", "")[:LONGEST_WORDS].strip()
    found = texts.search(words=words)
    return render(
        request, "help/contents.html",
        {"chapters": texts.chapters(), "words": words, "found": found},
    )  # fmt: skip


@require_safe
@open_page(title="操作の手引き（章）")
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter as a whole."""
    found = texts.find_chapter(slug=slug)
    if found is None:
        raise Http404
    sections = [(one, _html(one.text)) for one in found.sections]
    return render(
        request, "help/chapter.html",
        {"chapter": found, "text": _html(found.text), "sections": sections},
    )  # fmt: skip


@require_safe
@open_page(title="この画面の説明")
def screen(request: HttpRequest, route: str) -> HttpResponse:
    """The text of one screen, with the others of its chapter beside it."""
    section = texts.find_section(route=route)
    found = texts.find_chapter(slug=section.chapter) if section else None
    if section is None or found is None:
        raise Http404
    return render(
        request, "help/screen.html",
        {"section": section, "chapter": found, "text": _html(section.text)},
    )  # fmt: skip


def _html(text: str) -> str:
    # The renderer escapes HTML in the text; and the texts are files of the program.
    return mark_safe(texts.as_html(text))  # noqa: S308
