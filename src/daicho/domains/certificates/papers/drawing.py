# SPDX-License-Identifier: Apache-2.0
"""Lay a content out on A4: a table that flows over pages, the sentence on the last one only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from daicho.domains.certificates.papers.content import Block, Content, Line
from daicho.domains.certificates.papers.fitting import Fitting
from daicho.domains.certificates.papers.head import Head
from daicho.domains.certificates.papers.marks import ground_svg, qr_svg
from daicho.foundation.documents.fonts import FontSet
from daicho.foundation.documents.sheet import Frame, Page, Pen, Picture, Sheet, height_of
from daicho.kernel.dates import format_japanese

LEFT, WIDTH, RIGHT = 18.0, 174.0, 192.0
TOP_FIRST, TOP_NEXT = 33.0, 26.0
BOTTOM, BOTTOM_LAST = 276.0, 230.0  # of the table; the last page keeps room for the sentence
LABEL, HALF_LABEL = 34.0, 27.0
SMALL_SIZE = 8.0
TALLEST = 60.0  # of one value; what is longer becomes smaller, and is put on the list
CODE_SIDE, CODES_A_ROW = 33.0, 4
IMPRESSION_ROOM = 40.0
GREY, INK_OF_COPY = 236, 244


@dataclass(frozen=True, slots=True)
class _Grid:
    """Measures of a table: height of a line, room in a cell above and beside, size, gaps."""

    row: float
    pad: float
    gap: float
    size: float


WIDE, DENSE = _Grid(6.6, 1.2, 2.6, 9.5), _Grid(5.2, 0.9, 1.6, 9.0)


@dataclass(frozen=True, slots=True)
class _Strip:
    """What stays together: a heading, or a line of one or two cells."""

    height: float
    heading: str = ""
    cells: tuple[tuple[Line, float, float], ...] = ()  # line, x, width
    starts_page: bool = False
    is_gap: bool = False


def draw(content: Content, head: Head, fitting: Fitting) -> Sheet:
    """The paper, with number of page and pages on each; `fitting` notes what has no room."""
    sheet = Sheet(content.title)
    fonts = fitting.fonts
    pen = Pen(sheet, fonts)
    grid = DENSE if content.blocks_a_page else WIDE
    content = _with_fitting_receiver(content, fitting)
    strips = list(_strips(content, grid, fitting))
    pages = _paginate(strips, _top(content, fonts), _bottom_of_last(content))
    for number, strips in enumerate(pages, start=1):
        page = Page()
        sheet.pages.append(page)
        _ground(pen, page, content, head, f"{number}/{len(pages)}")
        top = TOP_NEXT if number > 1 else _opening(pen, page, content)
        bottom = _table(pen, page, strips, top, grid)
        if number == len(pages):
            _close(pen, page, content, head, bottom)
    return sheet


def _top(content: Content, fonts: FontSet) -> float:
    """Where the table begins on the first page."""
    top = TOP_FIRST + (5 if content.subtitle else 0) + (26 if content.receiver else 0)
    return top + sum(_paragraph_height(text, fonts) for text in content.paragraphs)


def _bottom_of_last(content: Content) -> float:
    """How far down the table of the last page may reach."""
    rows = -(-len(content.codes) // CODES_A_ROW)
    room = IMPRESSION_ROOM if content.impression else 0
    return BOTTOM_LAST - rows * (CODE_SIDE + 6) - room


def _paragraph_height(text: str, fonts: FontSet) -> float:
    return height_of(text, width=WIDTH, size=10, fonts=fonts) + 3


def _with_fitting_receiver(content: Content, fitting: Fitting) -> Content:
    to = content.receiver
    if to is None:
        return content
    address = fitting.text(to.address, "送付先住所", None, w=96, h=10, size=10)
    name = fitting.text(f"{to.name}　様", "宛名", None, w=96, h=8, size=12)
    if name != fitting.mark:
        name = to.name
    told = to.model_copy(update={"address": address, "name": name})
    return content.model_copy(update={"receiver": told})


def _strips(content: Content, grid: _Grid, fitting: Fitting) -> Iterable[_Strip]:
    for place, block in enumerate(content.blocks):
        first = content.blocks_a_page and place and (place - 1) % content.blocks_a_page == 0
        starts_page = (bool(first) and place > 1) or block.is_annex
        if starts_page:
            yield _Strip(0, is_gap=True, starts_page=True)
        if block.heading:
            yield _Strip(grid.row, heading=block.heading)
        yield from _lines(block, grid, fitting)
        yield _Strip(grid.gap, is_gap=True)


def _lines(block: Block, grid: _Grid, fitting: Fitting) -> Iterable[_Strip]:
    for lines in _pairs(block):
        width = WIDTH / len(lines)
        fit = [_fitted(line, block.person, width, grid, fitting) for line in lines]
        yield _strip(fit, grid, fitting.fonts)


def _fitted(line: Line, person: int | None, width: float, grid: _Grid, fitting: Fitting) -> Line:
    """The line, or its mark where not even the tallest cell has room."""
    room = width - _label_width(line, width) - 2 * grid.pad
    return fitting.line(line, person, w=room, h=TALLEST + 0.6, size=SMALL_SIZE)


def _pairs(block: Block) -> Iterable[list[Line]]:
    waiting: Line | None = None
    for line in block.lines:
        if not line.is_half:
            if waiting is not None:
                yield [waiting]
                waiting = None
            yield [line]
        elif waiting is None:
            waiting = line
        else:
            yield [waiting, line]
            waiting = None
    if waiting is not None:
        yield [waiting]


def _strip(lines: Sequence[Line], grid: _Grid, fonts: FontSet) -> _Strip:
    width = WIDTH / len(lines)
    cells = tuple((line, LEFT + width * n, width) for n, line in enumerate(lines))
    return _Strip(max(_height(line, width, grid, fonts) for line in lines), cells=cells)


def _height(line: Line, width: float, grid: _Grid, fonts: FontSet) -> float:
    room = width - _label_width(line, width) - 2 * grid.pad
    one = height_of(line.value, width=room, size=grid.size, fonts=fonts)
    if one <= grid.row - 2 * grid.pad + 0.1:
        return grid.row
    tall = height_of(line.value, width=room, size=SMALL_SIZE, fonts=fonts)
    return max(grid.row, min(tall, TALLEST) + 2 * grid.pad + 0.6)


def _label_width(line: Line, width: float) -> float:
    if not line.label:
        return 0.0
    return LABEL if width == WIDTH else HALF_LABEL


def _paginate(strips: list[_Strip], top: float, bottom_of_last: float) -> list[list[_Strip]]:
    """Full pages; what of the last one stands where the sentence goes moves on."""
    pages: list[list[_Strip]] = [[]]
    y = top
    for strip in strips:
        if (strip.starts_page or y + strip.height > BOTTOM) and pages[-1]:
            pages.append([])
            y = TOP_NEXT
        pages[-1].append(strip)
        y += strip.height
    return _with_room_for_sentence(pages, top, bottom_of_last)


def _with_room_for_sentence(
    pages: list[list[_Strip]], top: float, bottom: float
) -> list[list[_Strip]]:
    last = list(pages[-1])
    start = top if len(pages) == 1 else TOP_NEXT
    while last and last[-1].is_gap:
        last.pop()
    kept: list[_Strip] = []
    y = start
    while last and y + last[0].height <= bottom:
        strip = last.pop(0)
        kept.append(strip)
        y += strip.height
    if not last:
        return [*pages[:-1], kept]
    while kept and (kept[-1].heading or kept[-1].is_gap):
        last.insert(0, kept.pop())
    return [*pages[:-1], kept, last]


def _opening(pen: Pen, page: Page, content: Content) -> float:
    """Title, receiver and paragraphs; where the table begins."""
    pen.write(page, content.title, x=LEFT + 24, y=17, w=WIDTH - 48, h=9, size=17,
              align="center", is_bold=True, label="表題")  # fmt: skip
    y = TOP_FIRST
    if content.subtitle:
        pen.write(page, content.subtitle, x=LEFT, y=26, w=WIDTH, h=5, size=10, align="center")
        y += 5
    if content.receiver:
        to = content.receiver
        post = f"〒{to.postcode[:3]}-{to.postcode[3:]}" if to.postcode else ""
        pen.write(page, post, x=LEFT, y=y, w=90, h=5, size=10)
        pen.write(page, to.address, x=LEFT, y=y + 5, w=96, h=10, size=10, label="送付先住所")
        pen.write(page, f"{to.name}　様", x=LEFT, y=y + 16, w=96, h=8, size=12, label="宛名")
        y += 26
    for text in content.paragraphs:
        height = _paragraph_height(text, pen.fonts)
        pen.write(page, text, x=LEFT, y=y, w=WIDTH, h=height, size=10)
        y += height
    return y


def _table(pen: Pen, page: Page, strips: Sequence[_Strip], y: float, grid: _Grid) -> float:
    for strip in strips:
        if strip.heading:
            page.things.append(Frame(x=LEFT, y=y, w=WIDTH, h=strip.height, fill=220))
            pen.write(page, strip.heading, x=LEFT + grid.pad, y=y, w=WIDTH - 2 * grid.pad,
                      h=strip.height, size=9, is_bold=True, label="見出し")  # fmt: skip
        for line, x, width in strip.cells:
            _cell(pen, page, line, x, y, width, strip.height, grid)
        y += strip.height
    return y


def _cell(
    pen: Pen, page: Page, line: Line, x: float, y: float, width: float, height: float,
    grid: _Grid,
) -> None:  # fmt: skip
    label = _label_width(line, width)
    page.things.append(Frame(x=x, y=y, w=width, h=height))
    if label:
        page.things.append(Frame(x=x, y=y, w=label, h=height, fill=GREY))
        pen.write(page, line.label, x=x + 0.8, y=y, w=label - 1.6, h=height, size=8)
    size = grid.size if height == grid.row else SMALL_SIZE
    pen.write(page, line.value, x=x + label + grid.pad, y=y + grid.pad,
              w=width - label - 2 * grid.pad, h=height - 2 * grid.pad, size=size,
              label=line.label)  # fmt: skip


def _ground(pen: Pen, page: Page, content: Content, head: Head, of_pages: str) -> None:
    """The pattern under everything, what a copy brings out, marks, number and micro text."""
    page.things.append(
        Picture(x=0, y=0, w=210, h=297, media="svg", data=_ground_picture(), alt="地紋")
    )
    for y in (70.0, 140.0, 210.0):
        pen.write(page, "複写", x=55, y=y, w=100, h=30, size=72, align="center",
                  is_bold=True, grey=INK_OF_COPY)  # fmt: skip
    if head.is_sample:
        pen.write(page, "見本", x=15, y=110, w=180, h=70, size=180, align="center",
                  is_bold=True, grey=205)  # fmt: skip
    for place, mark in enumerate(content.marks):
        x = RIGHT - 44
        page.things.append(Frame(x=x, y=8 + 8 * place, w=44, h=7, stroke=0.8))
        pen.write(page, mark, x=x + 1, y=8 + 8 * place, w=42, h=7, size=11, align="center",
                  is_bold=True)  # fmt: skip
    number = f"発行番号　{head.number} {of_pages}" if head.number else f"（見本）{of_pages}"
    pen.write(page, number, x=LEFT, y=283, w=WIDTH, h=5, size=9, align="right", label="発行番号")
    micro = f"{content.title}{head.number or '見本'}" * 8
    pen.write(page, micro, x=LEFT, y=289.5, w=WIDTH, h=0.9, size=2, grey=90)


def _close(pen: Pen, page: Page, content: Content, head: Head, bottom: float) -> None:
    """認証文, day, certifier, seal, and the codes; always at the same place of the last page."""
    y = 234.0
    if content.impression:
        _impression(page, content, bottom)
    if content.sentence:
        pen.write(page, content.sentence, x=LEFT, y=y, w=WIDTH - 40, h=8, size=11)
    pen.write(page, format_japanese(head.issued_on), x=LEFT + 6, y=y + 11, w=60, h=6, size=11)
    pen.write(page, head.title, x=LEFT + 34, y=y + 22, w=44, h=8, size=12, align="right",
              label="職名")  # fmt: skip
    pen.write(page, head.name, x=LEFT + 81, y=y + 22, w=42, h=8, size=13, label="認証者の氏名")
    if head.seal is not None:
        side = head.seal.side_mm
        page.things.append(
            Picture(x=LEFT + 124, y=y + 26 - side / 2, w=side, h=side, media=head.seal.media,
                    data=head.seal.data, alt="公印")
        )  # fmt: skip
        if head.seal_words:
            pen.write(page, head.seal_words, x=LEFT + 81, y=y + 38, w=68, h=4, size=7)
    elif head.omitted_words:
        pen.write(page, head.omitted_words, x=LEFT + 124, y=y + 22, w=26, h=8, size=9)
    if head.fixed_words:
        pen.write(page, head.fixed_words, x=LEFT, y=y + 36, w=78, h=9, size=8, label="固定文言")
    _codes(pen, page, content, head)


def _impression(page: Page, content: Content, bottom: float) -> None:
    found = content.impression
    if found is not None:
        page.things.append(
            Picture(x=105 - found.width_mm / 2, y=bottom + 8, w=found.width_mm,
                    h=found.height_mm, media="png", data=bytes.fromhex(found.png_hex), alt="印影")
        )  # fmt: skip


def _codes(pen: Pen, page: Page, content: Content, head: Head) -> None:
    if head.digest:
        payload = f"DAICHO-CERT/1 {head.number} {head.digest}"
        _code(pen, page, payload, "内容確認", x=RIGHT - 19, y=257, side=19)
    top = _bottom_of_last(content) + 3
    for place, code in enumerate(content.codes):
        row, column = divmod(place, CODES_A_ROW)
        _code(pen, page, code.payload, code.caption, x=LEFT + 44 * column,
              y=top + row * (CODE_SIDE + 6), side=CODE_SIDE)  # fmt: skip


def _code(
    pen: Pen, page: Page, payload: str, caption: str, *, x: float, y: float, side: float
) -> None:
    page.things.append(
        Picture(x=x, y=y, w=side, h=side, media="svg", data=qr_svg(payload), alt=caption)
    )
    pen.write(page, caption, x=x, y=y + side + 0.6, w=side, h=3, size=6.5, align="center")


@cache
def _ground_picture() -> bytes:
    return ground_svg()
