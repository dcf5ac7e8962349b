"""Puts the blocks of a page in the shape in which they are shown: lists nested, headings below the page's own."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from extraction.formats.tables import MOST_CELLS
from extraction.pages import Block
from search.answers.marked import marked
from search.answers.marks import Spans

_TOP_HEADING = 3  # the page has its h1, the viewer its h2
_NO_MARKS: Mapping[str, Spans] = {}
_NUMBER = re.compile(r"-|[-+−△▲▼]? ?[¥\\$]?(?=[\d.,/:-]*\d)[\d.,/:-]{1,24} ?%?|\([\d.,]{1,24}\)")


@dataclass
class Item:
    """One point of a list, with its own number where the file gives one, and with the points below it."""

    text: str
    below: "ListPart | None" = None
    label: str = ""
    marks: Spans = ()

    @property
    def html(self) -> SafeString:
        text = marked(self.text, self.marks)
        return marked(f"{self.label} ", ()) + text if self.label else text


@dataclass
class ListPart:
    ordered: bool
    items: list[Item] = field(default_factory=list)
    t: str = "list"

    @property
    def is_labelled(self) -> bool:
        return any(item.label for item in self.items)


@dataclass(frozen=True)
class Cell:
    """`scope` is empty for a cell that heads nothing."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    scope: str = ""
    marks: Spans = ()

    @property
    def html(self) -> str:
        tag = "th" if self.scope else "td"
        scope = f' scope="{self.scope}"' if self.scope else ""
        across = f' colspan="{self.colspan}"' if self.colspan > 1 else ""
        down = f' rowspan="{self.rowspan}"' if self.rowspan > 1 else ""
        kind = ' class="num"' if not self.scope and self.is_number else ""
        return f"<{tag}{scope}{across}{down}{kind}>{marked(self.text, self.marks)}</{tag}>"

    @property
    def is_number(self) -> bool:
        """Also a day, a share, a loss (△1,234): what would be read wrongly if it were broken over two lines."""
        return bool(_NUMBER.fullmatch(unicodedata.normalize("NFKC", self.text[:40]).strip()))


@dataclass(frozen=True)
class TablePart:
    """`number` counts the tables of a page; `left_out` says how many rows are too many for a page.

    `hidden` names the rows and columns that the file does not display.
    """

    number: int
    rows: list[list[Cell]]
    left_out: int = 0
    hidden: str = ""
    t: str = "table"

    @property
    def lines(self) -> SafeString:
        """The rows as HTML, by hand: a sheet has thousands of cells."""
        lines = [f"<tr>{''.join(cell.html for cell in row)}</tr>" for row in self.rows]
        if self.rows and all(cell.scope == "col" and cell.rowspan == 1 for cell in self.rows[0]):
            lines = ["<thead>", lines[0], "</thead><tbody>", *lines[1:], "</tbody>"]
        return mark_safe("".join(lines))  # noqa: S308  every text is escaped in `marked`


@dataclass(frozen=True)
class TextPart:
    """`t` is p, pre or the heading's own tag: h3 … h6; `place` counts the headings of a page from 1."""

    t: str
    text: str
    place: int = 0
    marks: Spans = ()

    @property
    def html(self) -> SafeString:
        return marked(self.text, self.marks)


type Part = TextPart | ListPart | TablePart


def parts_of(blocks: Iterable[Block], marks: Mapping[str, Spans] = _NO_MARKS) -> list[Part]:
    """The parts of a page in order. Kinds of blocks that are not known are shown as paragraphs.

    `marks`: text → what is marked in it, wherever it stands.
    """
    return list(_Maker(marks).parts(list(blocks)))


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text of the page that can be marked, as `parts_of` shows it."""
    for block in blocks:
        if block.get("t") == "table":
            yield from (_text(cell) for row in block.get("rows") or [] for cell in row)
        else:
            yield _text(block)


class _Maker:
    def __init__(self, marks: Mapping[str, Spans]) -> None:
        self.marks = marks

    def parts(self, blocks: list[Block]) -> Iterator[Part]:
        top = min((_level(block) for block in blocks if block.get("t") == "h"), default=1)
        points: list[Block] = []
        tables = headings = 0
        depth = _TOP_HEADING - 1
        for block in blocks:
            kind = block.get("t")
            if kind == "li":
                points.append(block)
                continue
            if points:
                yield self._nested(points)
                points = []
            if kind == "h":
                # A level that was left out in the file would break the order of headings on the page.
                depth = max(_TOP_HEADING, min(_TOP_HEADING + _level(block) - top, depth + 1, 6))
                headings += 1
                yield TextPart(f"h{depth}", _text(block), headings, self._marks(block))
            elif kind == "table":
                tables += 1
                yield self._table(block, tables)
            elif _text(block):
                yield TextPart("pre" if kind == "pre" else "p", _text(block), marks=self._marks(block))
        if points:
            yield self._nested(points)

    def _marks(self, block: dict[str, Any]) -> Spans:
        return self.marks.get(_text(block), ()) if self.marks else ()

    def _nested(self, points: list[Block]) -> ListPart:
        """Points with levels as lists within lists; a level that is jumped over is not made up."""
        top = ListPart(bool(points[0].get("ordered")))
        open_lists = [(_level(points[0], least=0), top)]
        for point in points:
            level = _level(point, least=0)
            while len(open_lists) > 1 and level < open_lists[-1][0]:
                open_lists.pop()
            _, target = open_lists[-1]
            if level > open_lists[-1][0] and target.items:
                last = target.items[-1]
                last.below = last.below or ListPart(bool(point.get("ordered")))
                open_lists.append((level, last.below))
                target = last.below
            target.items.append(Item(_text(point), label=str(point.get("label", "")), marks=self._marks(point)))
        return top

    def _table(self, block: Block, number: int) -> TablePart:
        rows: list[list[dict[str, Any]]] = block.get("rows") or []
        made: list[list[Cell]] = []
        cells = 0
        for row, given in enumerate(rows):
            cells += len(given)
            if made and cells > MOST_CELLS:
                break
            made.append([self._cell(cell, row, place) for place, cell in enumerate(given)])
        left_out = len(rows) - len(made) + int(block.get("left_out") or 0)
        return TablePart(number, made, left_out, _hidden(block.get("hidden") or {}))

    def _cell(self, cell: dict[str, Any], row: int, place: int) -> Cell:
        """A head in the first row heads its column; one that begins a later row heads its row."""
        scope = ""
        if cell.get("head"):
            scope = "row" if row and place == 0 else "col"
        return Cell(_text(cell), _span(cell, "colspan"), _span(cell, "rowspan"), scope, self._marks(cell))


def _hidden(names: dict[str, Any]) -> str:
    """「行（3–5、8）と列（C）」."""
    kinds = [(word, names.get(kind)) for word, kind in (("行", "rows"), ("列", "columns"))]
    return "と".join(f"{word}（{said}）" for word, said in kinds if said)


def _span(cell: dict[str, Any], name: str) -> int:
    value = cell.get(name, 1)
    return min(max(int(value), 1), 1000) if isinstance(value, int) else 1


def _level(block: Block, *, least: int = 1) -> int:
    value = block.get("level", least)
    return max(least, value) if isinstance(value, int) else least


def _text(block: dict[str, Any]) -> str:
    return str(block.get("text", ""))
