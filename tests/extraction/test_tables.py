"""Sheets and tables: the grid as a person names it, HTML that is sound, and no text lost where the grid is cut."""

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from extraction.formats import csv as csv_format
from extraction.formats import grids, tables, xlsx
from extraction.formats.tables import MOST_CELLS, cell, letters, tidy

CELLS = st.builds(cell, st.text(max_size=3), colspan=st.integers(-1, 5), rowspan=st.integers(-1, 5))


def positions(rows: list[tables.Row]) -> list[tuple[int, int, int, int]]:
    """(row, column, rows, columns) of each cell as a browser places them; fails where one lies over another."""
    taken: set[tuple[int, int]] = set()
    found = []
    for number, row in enumerate(rows):
        column = 0
        for entry in row:
            while (number, column) in taken:
                column += 1
            down, across = int(str(entry["rowspan"])), int(str(entry["colspan"]))
            area = {(number + r, column + c) for r in range(down) for c in range(across)}
            assert not area & taken
            taken |= area
            found.append((number, column, down, across))
            column += across
    return found


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_any_table_becomes_one_that_html_allows(rows):
    made = tidy(rows)
    found = positions(made)
    assert all(made), "a row in which no cell begins"
    assert all(row + down <= len(made) for row, _, down, _ in found), "a cell past the end"
    begun = {column for _, column, _, _ in found}
    assert begun == set(range(max((c + across for _, c, _, across in found), default=0))), "a column that none begins"
    assert [entry["text"] for row in made for entry in row] == [entry["text"] for row in rows for entry in row]
    assert tidy(made) == made


def test_a_row_that_is_all_merged_away_does_not_shift_what_is_below():
    rows = tables.grid([["a", "b"], ["", ""], ["c", "d"]], [(0, 0, 1, 0), (0, 1, 1, 1)])
    made = tidy(rows)
    assert [[(entry["text"], entry["rowspan"]) for entry in row] for row in made] == [
        [("a", 1), ("b", 1)],
        [("c", 1), ("d", 1)],
    ]


@given(st.integers(0, 20_000))
def test_letters_are_those_of_a_spreadsheet(column):
    from xlsxwriter.utility import xl_col_to_name

    assert letters(column) == xl_col_to_name(column)


@pytest.fixture
def book(tmp_path: Path):
    def make(*sheets) -> Path:
        path = tmp_path / "見本.xlsx"
        with xlsxwriter.Workbook(path) as made:
            for number, fill in enumerate(sheets, start=1):
                fill(made.add_worksheet(f"シート{number}"))
        return path

    return make


def texts(block) -> list[list[str]]:
    return [[str(entry["text"]) for entry in row] for row in block["rows"]]


def test_a_grid_has_its_letters_and_row_numbers(book):
    def fill(sheet) -> None:
        sheet.merge_range("C4:D4", "見出し")
        sheet.write_row("C5", ["県", "数"])
        sheet.write_row("C7", ["栃木県", 12.5])

    [page] = xlsx.read(book(fill), 1, 1)
    assert texts(page.blocks[0]) == [
        ["行", "C", "D"],
        ["4", "見出し"],
        ["5", "県", "数"],
        ["6", "", ""],
        ["7", "栃木県", "12.5"],
    ]
    assert page.raw == "見出し\n県\t数\n\n栃木県\t12.5"
    assert page.label == "シート1"


def test_a_long_sheet_is_cut_for_showing_only(book):
    def fill(sheet) -> None:
        for number in range(3000):
            sheet.write_row(number, 0, [f"{number}行", *range(9)])

    [page] = xlsx.read(book(fill), 1, 1)
    block = page.blocks[0]
    assert sum(len(row) for row in block["rows"]) <= MOST_CELLS + 11
    assert block["left_out"] == 3000 - (len(block["rows"]) - 1)
    assert page.text.splitlines()[-1].startswith("2999行\t0\t1")


def test_a_wide_sheet_keeps_its_text(book):
    [page] = xlsx.read(book(lambda sheet: sheet.write_row(0, 0, [f"列{n}" for n in range(300)])), 1, 1)
    assert texts(page.blocks[0])[0][-1] == "CV"
    assert page.text.endswith("列299")


def test_what_is_too_much_to_read_is_said(book, monkeypatch):
    monkeypatch.setattr(grids, "MOST_ROWS", 50)
    path = book(lambda sheet: sheet.write_column(0, 0, [f"値{n}" for n in range(80)]))
    [page] = xlsx.read(path, 1, 1)
    assert page.blocks[0]["left_out"] == 30
    monkeypatch.setattr(grids, "MOST_CHARACTERS", 100)
    [page] = xlsx.read(path, 1, 1)
    assert len(page.raw) < 150
    assert page.blocks[0]["left_out"] == 80 - (len(page.blocks[0]["rows"]) - 1)


def test_formulas_are_not_evaluated_and_an_empty_sheet_is_empty(book):
    [first, second] = xlsx.read(
        book(lambda sheet: sheet.write_formula(0, 0, "=1+1", None, 7), lambda sheet: sheet.hide_zero()), 1, 2
    )
    assert first.text == "7"
    assert (second.text, second.blocks) == ("", [])


def csv_file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "見本.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_csv_of_any_encoding_is_read_as_it_stands(tmp_path, encoding):
    path = csv_file(tmp_path, '県,数\r\n栃木県,１２\r\n"二\r\n行",=1+1\r\n'.encode(encoding))
    [page] = csv_format.read(path, 1, csv_format.count(path))
    assert texts(page.blocks[0]) == [["県", "数"], ["栃木県", "１２"], ["二\n行", "=1+1"]]
    assert page.text == "県\t数\n栃木県\t１２\n二 行\t=1+1"


def test_csv_is_read_to_a_hundred_thousand_rows(tmp_path):
    path = csv_file(tmp_path, "番号\n".encode() + b"".join(b"%d\n" % number for number in range(100_020)))
    assert csv_format.count(path) == 200
    *_, last = csv_format.read(path, 199, 200)
    assert last.number == 200
    assert last.text.splitlines()[-1] == "99998"
    assert last.blocks[0]["left_out"] == 21


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=1, max_size=3))
)
def test_csv_keeps_every_cell(tmp_path_factory, rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["頭"], *rows])
    path = csv_file(tmp_path_factory.getbasetemp(), buffer.getvalue().encode())
    [page] = csv_format.read(path, 1, 1)
    words = [[value.strip() for value in row] for row in rows if any(row)]
    assert texts(page.blocks[0])[1:] == [row for row in words if row]
