"""New workbooks in which one cell stands far away from the others: the library would fill all the room between.

Such a sheet is handed to it with its used rows and columns moved together; where they stood is kept beside.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from extraction.formats.safe_xml import SAFE
from extraction.formats.tables import Span, letters
from extraction.formats.xlsx_formats import column_of, parts_of

MOST_ROOM = 5_000_000  # cells, filled or not: as many as a workbook may have that are filled
_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})\d")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\sr\s*=\s*[\"'](\d{1,7})[\"']")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_CHUNK, _OVERLAP = 1024 * 1024, 4096


@dataclass
class Far:
    """Where the rows and columns that are used stood, in order and counted from 0; the merged cells as they stood."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    merged: list[Span] = field(default_factory=list)


def gathered(path: Path) -> tuple[io.BytesIO | None, dict[int, Far]]:
    """A copy of the workbook, and the sheets moved together in it by number; neither where no cell stands far away."""
    with zipfile.ZipFile(path) as archive:
        try:
            names = parts_of(archive)
        except (KeyError, etree.XMLSyntaxError):
            return None, {}
        wide = {name: number for number, name in enumerate(names, start=1) if name and _room(archive, name) > MOST_ROOM}
        if not wide:
            return None, {}
        found: dict[int, Far] = {}
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
            for name in dict.fromkeys(archive.namelist()):
                if name in wide:
                    with archive.open(name) as part:
                        found[wide[name]] = far = _survey(part)
                    with archive.open(name) as part, target.open(name, "w") as together:
                        _write(part, together, far)
                elif name.endswith((".xml", ".rels")):
                    target.writestr(name, archive.read(name))
    copy.seek(0)
    return copy, found


def spread(rows: Iterator[list[Any]], far: Far, top: int, left: int, *, least: int) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet that was moved together, as they stood: number and values from the first used column on.

    `top` and `left` are where the library begins in it; each row has `least` values or more, and ends with its last.
    """
    first = far.columns[left]
    width = min(far.columns[-1] - first + 1, least)
    expected = far.rows[top]
    for number, values in zip(far.rows[top:], rows, strict=False):
        for between in range(expected, number):
            yield between, [""] * width
        used = [(far.columns[left + n] - first, value) for n, value in enumerate(values) if value != ""]
        row: list[Any] = [""] * max(width, used[-1][0] + 1 if used else 0)
        for place, value in used:
            row[place] = value
        yield number, row
        expected = number + 1


def _room(archive: zipfile.ZipFile, name: str) -> int:
    """The cells between the first of the sheet and its last row and column."""
    last, columns, rest = 0, set(), b""
    with archive.open(name) as part:
        while data := part.read(_CHUNK):
            data = rest + data
            columns.update(_COLUMN.findall(data))
            last = max(last, max(map(int, _ROW.findall(data)), default=0))
            rest = data[max(data.rfind(b"<"), len(data) - _OVERLAP) :]
    return last * max((column_of(c.decode()) + 1 for c in columns), default=0)


def _survey(part: Any) -> Far:
    rows: set[int] = set()
    columns: set[int] = set()
    merged: list[Span] = []
    for _, element in etree.iterparse(part, ("end",), tag=("{*}row", "{*}mergeCell"), **SAFE):
        if etree.QName(element).localname == "mergeCell":
            ends = [_CELL.fullmatch(end) for end in element.get("ref", "").split(":")]
            if len(ends) == 2 and ends[0] and ends[1]:
                (a, b), (c, d) = ends[0].groups(), ends[1].groups()
                merged.append((int(b) - 1, column_of(a), int(d) - 1, column_of(c)))
            continue
        for row, column, _ in _filled(element, max(rows, default=-1)):
            rows.add(row)
            columns.add(column)
        element.clear()
    return Far(sorted(rows), sorted(columns), merged)


def _filled(row: Any, before: int) -> Iterator[tuple[int, int, Any]]:
    """The cells with something in them; one that does not say where it stands follows the one before."""
    said, column = row.get("r", ""), -1
    number = int(said) - 1 if said.isdigit() else before + 1
    for cell in row:
        place = _CELL.fullmatch(cell.get("r", "")) if isinstance(cell.tag, str) else None
        column = column_of(place[1]) if place else column + 1
        if len(cell):
            yield number, column, cell


def _write(part: Any, target: Any, far: Far) -> None:
    rows = {number: place for place, number in enumerate(far.rows, start=1)}
    columns = {number: letters(place) for place, number in enumerate(far.columns)}
    before, space = -1, ""
    parsed = etree.iterparse(part, ("end",), tag="{*}row", **SAFE)
    with etree.xmlfile(target, encoding="utf-8") as out:
        head = next(parsed, None)
        if head is not None:
            space = f"{{{etree.QName(head[1]).namespace or ''}}}".replace("{}", "")
        with out.element(f"{space}worksheet"), out.element(f"{space}sheetData"):
            for _, row in itertools.chain([head] if head else [], parsed):
                made = etree.Element(f"{space}row")
                for number, column, cell in list(_filled(row, before)):
                    before = number
                    cell.set("r", f"{columns[column]}{rows[number]}")
                    made.set("r", str(rows[number]))
                    made.append(cell)
                if len(made):
                    out.write(made)
                row.clear()
