# SPDX-License-Identifier: Apache-2.0
"""The explanation of a tax as nested <details> down to the article.

The pieces are put together here and not by a template that includes itself: a tax has hundreds of
steps, and the page has 100 ms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from daicho.domains.tax.inhabitants.documents.calculation import CalculationStep


def render_tree(steps: Iterable[CalculationStep]) -> SafeString:
    """The list of lists. Every text is escaped here."""
    return mark_safe("".join(_lines(list(steps))))  # noqa: S308 - escaped in _head and _why


def _lines(steps: list[CalculationStep]) -> Iterator[str]:
    yield '<ul class="tree" id="tree">'
    open_at: list[int] = []  # depths of the lists that are open
    for index, step in enumerate(steps):
        while open_at and open_at[-1] >= step.depth:
            open_at.pop()
            yield "</ul></details></li>"
        has_parts = index + 1 < len(steps) and steps[index + 1].depth > step.depth
        if has_parts:
            opened = " open" if step.depth == 0 and step.value else ""
            yield f"<li><details{opened}><summary>{_head(step)}</summary>{_why(step)}<ul>"
            open_at.append(step.depth)
        else:
            yield f'<li><div class="leaf">{_head(step)}</div>{_why(step)}</li>'
    yield "</ul></details></li>" * len(open_at)
    yield "</ul>"


def _head(step: CalculationStep) -> str:
    value = escape(step.value).replace("\n", "<br>")
    return f'<span class="name">{escape(step.name)}</span><span class="value">{value}</span>'


def _why(step: CalculationStep) -> str:
    said = [
        f"＝ {escape(step.formula)}" if step.formula else "",
        f"（{escape(step.inputs)}）" if step.inputs else "",
    ]
    article = f'<span class="article">{escape(step.citation)}</span>' if step.citation else ""
    return f'<p class="why">{"".join(said)} {article}</p>'
