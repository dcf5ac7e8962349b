"""How wide the sheets of an OpenDocument workbook are printed: their used columns, or the author's print areas."""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree

from extraction.formats.odf import name, repeats
from extraction.formats.safe_xml import SAFE
from extraction.formats.xlsx_formats import column_of

_STYLE, _TABLE = name("style:style"), name("table:table")
_COLUMN, _ROW = name("table:table-column"), name("table:table-row")
_LINE = name("text:p")
_CELLS = {name("table:table-cell"), name("table:covered-table-cell")}
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_BORDERS = ("border", "border-top", "border-bottom", "border-left", "border-right")
_CORNER = re.compile(r"\.\$?([A-Z]{1,3})\$?\d+")
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(in|cm|mm|pt)")
_POINTS = {"in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "pt": 1.0}
_MOST_COLUMNS = 16_384
_HALF_WIDTH = 5.5  # points, of letters as large as spreadsheets begin with
_LONGEST_LINE = 400  # of which a cell takes room beside it
_FILLING = 100  # cells that say nothing: more of them with one frame or colour are ground, not part of a table


@dataclass
class PrintedSheet:
    """`master` names its master page; `is_laid_out`: its author chose what is printed, or cut it between columns."""

    master: str
    is_laid_out: bool
    width: float = 0.0


def printed_sheets(content: IO[bytes]) -> Iterator[PrintedSheet]:
    """In order, widths in points; of the part content.xml, which is let go as it is read."""
    styles, sheet, depth = _Styles(), _Sheet(), 0
    for event, element in etree.iterparse(content, ("start", "end"), tag=(_STYLE, _TABLE, _COLUMN, _ROW), **SAFE):
        if element.tag == _TABLE:
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                sheet = _Sheet(element.get(name("table:style-name"), ""), element.get(name("table:print-ranges"), ""))
            elif depth == 0:
                yield sheet.measured(styles)
                element.clear()
        elif event == "end" and element.tag == _STYLE:
            styles.add(element)
        elif event == "end" and depth == 1 and element.tag == _COLUMN:
            sheet.add_columns(element)
        elif event == "end" and depth == 1 and element.tag == _ROW:
            sheet.add_row(element, styles)
            element.clear()


def points(length: str) -> float:
    """0 where no length is said."""
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _POINTS[found[2]] if found else 0.0


@dataclass
class _Styles:
    """What styles say that counts here, by their names.

    `filled` are those of cells with a frame or a colour, `wrapped` of cells whose words stay within them.
    """

    masters: dict[str, str] = field(default_factory=dict)
    widths: dict[str, float] = field(default_factory=dict)
    breaks: set[str] = field(default_factory=set)
    filled: set[str] = field(default_factory=set)
    wrapped: set[str] = field(default_factory=set)

    def add(self, style: Any) -> None:
        own, family = style.get(name("style:name"), ""), style.get(name("style:family"), "")
        if family == "table":
            self.masters[own] = style.get(name("style:master-page-name"), "")
        for said in style:
            if family == "table-column":
                self.widths[own] = points(said.get(name("style:column-width"), ""))
                if said.get(f"{_FO}break-before") == "page":
                    self.breaks.add(own)
            elif family == "table-cell":
                if _is_filled(said):
                    self.filled.add(own)
                if said.get(f"{_FO}wrap-option") == "wrap":
                    self.wrapped.add(own)


def _is_filled(said: Any) -> bool:
    borders = [said.get(f"{_FO}{side}", "none") for side in _BORDERS]
    ground = said.get(f"{_FO}background-color", "transparent")
    return any(border != "none" for border in borders) or ground not in {"transparent", "#ffffff"}


def _half_widths(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)


@dataclass
class _Sheet:
    """One sheet while it is read.

    `end` is the first column behind all that is used; `lines` are the longest that run over the empty cells beside
    them: by the column where they begin, in points.
    """

    style: str = ""
    areas: str = ""
    columns: list[tuple[str, bool, str]] = field(default_factory=list)
    end: int = 0
    lines: dict[int, float] = field(default_factory=dict)

    def add_columns(self, element: Any) -> None:
        times = min(repeats(element, "table:number-columns-repeated", _MOST_COLUMNS), _MOST_COLUMNS - len(self.columns))
        is_shown = element.get(name("table:visibility"), "visible") == "visible"
        cell = element.get(name("table:default-cell-style-name"), "")
        self.columns += [(element.get(name("table:style-name"), ""), is_shown, cell)] * times

    def add_row(self, row: Any, styles: _Styles) -> None:
        place, last = 0, (0, None)
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            times = repeats(cell, "table:number-columns-repeated", _MOST_COLUMNS)
            is_frame = times <= _FILLING and cell.get(name("table:style-name"), "") in styles.filled
            if len(cell) or is_frame:
                self.end = max(self.end, place + times, place + repeats(cell, "table:number-columns-spanned", 1000))
            last = (place, cell) if len(cell) else last
            place += times
        self._note_line(*last, styles)

    def _note_line(self, place: int, cell: Any, styles: _Styles) -> None:
        """Of the last cell in its row that says something, if nothing keeps its words within it."""
        if cell is None or cell.get(name("office:value-type"), "string") != "string" or place >= len(self.columns):
            return
        style = cell.get(name("table:style-name"), self.columns[place][2])
        if style not in styles.wrapped and repeats(cell, "table:number-columns-spanned", 2) == 1:
            for line in cell.iterchildren(_LINE):
                length = _half_widths("".join(line.itertext())[:_LONGEST_LINE]) * _HALF_WIDTH
                self.lines[place] = max(self.lines.get(place, 0.0), length)

    def measured(self, styles: _Styles) -> PrintedSheet:
        corners = [column_of(letters) for letters in _CORNER.findall(self.areas)]
        pairs = itertools.batched(corners[: len(corners) // 2 * 2], 2)
        areas = [(first, min(last + 1, max(self.end, first))) for first, last in pairs]
        is_cut = any(style in styles.breaks for style, *_ in self.columns[1 : self.end])
        widths = [styles.widths.get(style, 0.0) if is_shown else 0.0 for style, is_shown, _ in self.columns]
        begins = list(itertools.accumulate(widths, initial=0.0))
        lines = [] if areas else [begins[place] + length for place, length in self.lines.items()]
        return PrintedSheet(
            master=styles.masters.get(self.style, ""),
            is_laid_out=bool(areas) or is_cut,
            width=max(*(sum(widths[first:end]) for first, end in areas or [(0, self.end)]), *lines, 0.0),
        )
