"""Lists as CSV and Excel: what was put in comes out as text, and nothing of it runs."""

import csv
import io
import zipfile

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from library.exports import as_xlsx, csv_lines, harmless

LIVE = [
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x",
    '=HYPERLINK("http://example.jp","x")',
]  # fmt: skip
QUIET = [
    "",
    "1",
    "令和6年",
    "a=b",
    " =1",
    "'=1",
    "https://example.jp/",
    'say "yes", then',
    "改\n行",
    "0123",
    "2024-04-01",
]


def read_csv(rows: list[list[str]]) -> list[list[str]]:
    sent = b"".join(csv_lines(["題名"], rows))
    assert sent.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(sent.decode("utf-8-sig"), newline="")))


def test_csv_cells_stay_text():
    head, *rows = read_csv([[cell] for cell in LIVE + QUIET])
    assert head == ["題名"]
    assert [row[0] if row else "" for row in rows] == [f"'{cell}" for cell in LIVE] + QUIET


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_no_cell_begins_a_formula(text):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert harmless(text).removeprefix("'") == text.removeprefix("'")


def test_csv_goes_out_line_by_line():
    taken = []

    def rows():
        for number in range(3):
            taken.append(number)
            yield [str(number)]

    lines = csv_lines(["番号"], rows())
    next(lines)
    assert taken == []
    next(lines)
    assert taken == [0]


@pytest.fixture
def workbook(db) -> bytes:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    response = as_xlsx(request, "一覧", ["題名", "概要"], ([cell, "見本"] for cell in LIVE + QUIET))
    sent = b"".join(response.streaming_content)
    response.close()
    return sent


def test_excel_cells_come_out_as_they_went_in(workbook):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0)
    head, *rows = sheet.to_python()
    assert head == ["題名", "概要"]
    assert [row[0] for row in rows] == LIVE + QUIET


def test_excel_has_no_formula_and_no_link(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        xml = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in xml
    assert b"hyperlink" not in xml
