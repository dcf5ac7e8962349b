"""Excel: one page a sheet, as a grid with its merged cells."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from extraction.clean import fit
from extraction.formats import tables
from extraction.pages import PageContent

MOST_ROWS, MOST_COLUMNS = 2000, 100


def count(path: Path) -> int:
    with CalamineWorkbook.from_path(path) as book:
        return len(book.sheet_names)


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    with CalamineWorkbook.from_path(path) as book:
        for number, name in enumerate(book.sheet_names, start=1):
            if first <= number <= last:
                yield _sheet(number, fit(name), book.get_sheet_by_name(name))


def _sheet(number: int, name: str, sheet: Any) -> PageContent:
    start_row, start_column = sheet.start or (0, 0)
    values = [
        [_words(value) for value in row[:MOST_COLUMNS]]
        for row in sheet.to_python(skip_empty_area=True, nrows=MOST_ROWS)
    ]
    merged = [
        (
            top - start_row,
            left - start_column,
            min(bottom - start_row, MOST_ROWS - 1),
            min(right - start_column, MOST_COLUMNS - 1),
        )
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        if start_row <= top < start_row + MOST_ROWS and start_column <= left < start_column + MOST_COLUMNS
    ]
    rows = _without_empty_tail(tables.grid(values, merged))
    words = tables.plain([[entry for entry in row if entry["text"]] for row in rows])
    blocks = [tables.table(rows)] if words.strip() else []
    return PageContent(number=number, label=name, raw=words, text=words.strip(), blocks=blocks)


def _without_empty_tail(rows: list[tables.Row]) -> list[tables.Row]:
    while rows and not any(entry["text"] for entry in rows[-1]):
        rows.pop()
    return rows


def _words(value: object) -> str:
    """A cell as a person reads it: whole numbers without a decimal point, days in ISO form."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return fit(str(value)).strip()
