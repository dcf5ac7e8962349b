"""Rows and columns that a sheet hides are named beside its grid, where they say something."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from extraction import runner
from extraction.formats import hidden
from extraction.formats.hidden import Runs, of_part, runs_of
from extraction.limits import Limits
from extraction.pages import PageContent
from tests.extraction.office_files import odf
from tests.extraction.ole import container
from tests.extraction.test_old_excel import record


def xlsx(path: Path) -> None:
    """Columns A to E, rows 1 to 9; hidden are 3 to 5, 8, C, E and all that is empty."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for row in range(9):
            sheet.write_row(row, 0, [f"{row}の{column}" for column in range(5)])
        for row in (2, 3, 4, 7, 20):
            sheet.set_row(row, None, None, {"hidden": True})
        for columns in ("C:C", "E:XFD"):
            sheet.set_column(columns, None, None, {"hidden": True})


def xls(path: Path) -> None:
    begin = struct.pack("<HHHHII", 0x0600, 0x05, 0, 0, 0, 0)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    sheet += b"".join(record(0x7D, struct.pack("<HHHHHH", a, b, 0, 0, said, 0)) for a, b, said in COLUMNS)
    rows = {2, 3, 4, 7, 20}
    sheet += b"".join(record(0x208, struct.pack("<HHHHHHI", n, 0, 5, 255, 0, 0, 0x20 * (n in rows))) for n in range(21))
    numbers = [(row, column) for row in range(9) for column in range(5)]
    sheet += b"".join(record(0x203, struct.pack("<HHHd", row, column, 0, 1.0)) for row, column in numbers)
    head = record(0x0809, begin) + record(0xE0, struct.pack("<HH16x", 0, 0))
    name = struct.pack("<BBBB", 0, 0, 2, 0) + b"ab"
    place = len(head) + 4 + 4 + len(name) + 4
    head += record(0x85, struct.pack("<I", place) + name) + record(0x0A, b"")
    path.write_bytes(container({"Workbook": head + sheet + record(0x0A, b"")}))


COLUMNS = [(0, 1, 0), (2, 2, 1), (3, 3, 0), (4, 255, 1)]


def ods(path: Path) -> None:
    away = 'table:visibility="collapse"'
    columns = "".join(
        f'<table:table-column table:number-columns-repeated="{b - a + 1}" {away if said else ""}/>'
        for a, b, said in COLUMNS
    )
    cells = "<table:table-cell><text:p>値</text:p></table:table-cell>" * 5
    rows = [(2, ""), (3, away), (2, ""), (1, 'table:visibility="filter"'), (1, "")]
    lines = "".join(
        f'<table:table-row table:number-rows-repeated="{times}" {said}>{cells}</table:table-row>'
        for times, said in rows
    )
    empty = f'<table:table-row table:number-rows-repeated="1048567" {away}/>'
    path.write_bytes(odf("spreadsheet", f'<table:table table:name="表">{columns}{lines}{empty}</table:table>'))


MAKERS: dict[str, Callable[[Path], None]] = {"xlsx": xlsx, "xls": xls, "ods": ods}


def page(tmp_path: Path, kind: str) -> PageContent:
    path = tmp_path / f"見本.{kind}"
    MAKERS[kind](path)
    return next(iter(runner.read(path, kind, 1, 1, Limits())))


@pytest.mark.parametrize("kind", MAKERS)
def test_hidden_rows_and_columns_are_named(tmp_path, kind):
    read = page(tmp_path, kind)
    assert read.blocks[0]["hidden"] == {"rows": "3–5、8", "columns": "C、E"}
    assert len(read.text.splitlines()) == 9, "nothing of it is left out"


def test_nothing_is_said_where_nothing_is_hidden(tmp_path):
    """An empty row or column between others says nothing that could be missed."""
    path = tmp_path / "見本.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        sheet.write(0, 0, "値")
        sheet.write(2, 2, "値")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
    (read,) = runner.read(path, "xlsx", 1, 1, Limits())
    assert "hidden" not in read.blocks[0]


def sheet_of(lines: str) -> hidden.Hidden:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("a", lines)
    return of_part(zipfile.ZipFile(buffer), "a")


def test_rows_that_do_not_say_their_number_follow_the_one_before():
    found = sheet_of(
        '<x:row r = "4"><c/></x:row><x:row hidden="true"></x:row><row hidden="0"/><row hidden=\'1\' r="9"/>'
    )
    assert found.rows.runs == [(4, 4), (8, 8)]


def test_a_row_over_the_end_of_a_piece_is_seen(monkeypatch):
    monkeypatch.setattr(hidden, "_CHUNK", 7)
    found = sheet_of("".join(f'<row r="{n}" hidden="{n % 2}"><c r="A{n}"/></row>' for n in range(1, 40)))
    assert found.rows.runs == [(n - 1, n - 1) for n in range(1, 40, 2)]


def test_runs_are_bounded_and_only_the_first_are_named(monkeypatch):
    monkeypatch.setattr(hidden, "MOST_RUNS", 50)
    many = runs_of(range(0, 1000, 2))
    assert len(many.runs) == 50
    assert many.named(str).endswith("、38、ほか")


@given(st.sets(st.integers(0, 60)))
def test_runs_hold_what_was_added(numbers):
    runs: Runs = runs_of(numbers)
    assert {number for number in range(-2, 65) if number in runs} == numbers
    assert all(b + 1 < c for (_, b), (c, _) in zip(runs.runs, runs.runs[1:], strict=False))
