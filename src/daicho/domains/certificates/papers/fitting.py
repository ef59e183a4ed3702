# SPDX-License-Identifier: Apache-2.0
"""What has no room or no shape on a paper (文字溢れ, 未登録外字: 標準 5.8, 10.7), item by item.

A text is made smaller first. Where that does not suffice, the setting decides: as small as it must
be, or left out with a mark in its place. Either way it is noted, for the list of what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from daicho.domains.certificates.papers.content import Line
from daicho.foundation.documents.fitting import fit_text
from daicho.foundation.documents.fonts import FontSet
from daicho.foundation.documents.sheet import SMALLEST_LEGIBLE, drawable

OVERFLOW, UNKNOWN_SHAPE = "overflow", "shape"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One item that cannot be read whole on the paper, with what it says."""

    why: str
    label: str
    text: str = field(repr=False)
    person: int | None = None
    is_blank: bool = False


@dataclass(slots=True, kw_only=True)
class Fitting:
    """Looks at each text before it is drawn. `mark` stands where one is left out; empty: never."""

    fonts: FontSet
    mark: str = ""
    missing: list[Missing] = field(default_factory=list)

    def line(self, line: Line, person: int | None, *, w: float, h: float, size: float) -> Line:
        """The line as it can be drawn into w × h mm."""
        value = self.text(line.value, line.label, person, w=w, h=h, size=size)
        return line if value == line.value else line.model_copy(update={"value": value})

    def text(
        self, text: str, label: str, person: int | None, *, w: float, h: float, size: float
    ) -> str:  # fmt: skip
        """The text, or the mark where it would be too small to read and the setting says so."""
        if shapes := self.fonts.missing_shapes(text):
            self._note(UNKNOWN_SHAPE, label, "".join(dict.fromkeys(shapes)), person)
        drawn = drawable(text, self.fonts)
        fitted = fit_text(drawn, width=w, height=h, size=size, fonts=self.fonts)
        if fitted.size >= SMALLEST_LEGIBLE:
            return text
        self._note(OVERFLOW, label, text, person)
        return self.mark or text

    def _note(self, why: str, label: str, text: str, person: int | None) -> None:
        is_blank = why == OVERFLOW and bool(self.mark)
        self.missing.append(
            Missing(why=why, label=label or "記載", text=text, person=person, is_blank=is_blank)
        )
