"""Excel, old and new: one page a sheet, as a grid with its merged cells, its letters and its row numbers."""

import contextlib
import datetime as dt
import itertools
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, SheetVisibleEnum

from extraction.formats import grids, tables
from extraction.formats.books import Words, opened
from extraction.formats.far_cells import Far, gathered, spread
from extraction.formats.number_formats import shown
from extraction.formats.xls_formats import XlsFormats
from extraction.formats.xlsx_formats import Formats, XlsxFormats
from extraction.pages import Heading, PageContent

_MOST_COLUMNS = 16_384  # what Excel has; a damaged file may tell of more


def count(path: Path) -> int:
    with opened(path) as (book, _):
        return len(book.sheet_names)


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    """Sheets `first` to `last`, hidden ones marked; one that is broken is left out."""
    is_new = zipfile.is_zipfile(path)
    formats = XlsxFormats(path) if is_new else XlsFormats(path)
    copy, far = gathered(path) if is_new else (None, {})
    with opened(path, copy) as (book, decoded):
        for number, about in enumerate(book.sheets_metadata, start=1):
            if first <= number <= last:
                with contextlib.suppress(CalamineError):
                    sheet = book.get_sheet_by_index(number - 1)
                    made = _sheet(about, sheet, decoded, formats.of_sheet(number), far.get(number))
                    made.hidden = formats.hidden_of(number)
                    yield grids.page(number, made)


def outline(path: Path) -> Iterator[Heading]:
    """The sheets that a reader of the workbook sees, by name; nothing for a single one."""
    with opened(path) as (book, words):
        sheets = enumerate(book.sheets_metadata, start=1)
        shown = [Heading(1, words(about.name), number) for number, about in sheets if not _is_hidden(about)]
    return iter(shown if len(shown) > 1 else [])


def _is_hidden(about: Any) -> bool:
    return bool(about.visible != SheetVisibleEnum.Visible)


def _sheet(about: Any, sheet: Any, decoded: Words, formats: Formats, far: Far | None) -> grids.Sheet:
    top, left = sheet.start or (0, 0)
    rows = itertools.islice(sheet.iter_rows(), top, None)
    if far is None or not far.rows:
        numbered: Iterable[tuple[int, list[Any]]] = enumerate(rows, start=top)
        height, merged = int(sheet.height), [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    else:
        numbered = spread(rows, far, top, left, least=tables.MOST_COLUMNS)
        top, left = far.rows[top], far.columns[left]
        height, merged = far.rows[-1] - top + 1, far.merged

    def words(value: object, row: int, column: int) -> str:
        if isinstance(value, str):
            return decoded(value).strip()
        code = formats.get((row, column), "") if type(value) in {int, float} else ""
        return (shown(value, code) if code and isinstance(value, float | int) else None) or _words(value)

    return grids.Sheet(
        name=decoded(about.name),
        rows=(
            [words(value, number, n) if value != "" else "" for n, value in enumerate(row[:_MOST_COLUMNS], start=left)]
            for number, row in numbered
        ),
        top=top,
        left=left,
        height=height,
        merged=merged,
        is_hidden=_is_hidden(about),
    )


def _words(value: object) -> str:
    """A cell as a person reads it: whole numbers without a decimal point, days in ISO form."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return str(value).strip()


def _number(value: float) -> str:
    """With the fifteen digits that Excel keeps: 0.1 + 0.2 is 0.3."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    words = format(value, ".15g")
    return words if "e" not in words else repr(value)
