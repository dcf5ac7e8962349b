"""One cell far away from the others: the sheet is read all the same, each cell where it stands."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from extraction import runner
from extraction.limits import Limits
from extraction.pages import PageContent


@pytest.fixture
def read(tmp_path):
    def make(*cells: tuple[int, int, object], rows: int = 2000) -> PageContent:
        path: Path = tmp_path / "見本.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet, day = book.add_worksheet("一覧"), book.add_format({"num_format": "yyyy/mm/dd"})
            sheet.merge_range(0, 0, 0, 2, "見出し")
            sheet.write_datetime(1, 0, dt.date(2026, 4, 1), day)
            sheet.write_column(2, 1, [f"{number}行" for number in range(2, rows)])
            for row, column, value in cells:
                sheet.write(row, column, value)
        return next(iter(runner.read(path, "xlsx", 1, 1, Limits())))

    return make


def grid(page: PageContent) -> list[list[str]]:
    return [[str(cell["text"]) for cell in row] for row in page.blocks[0]["rows"]]


def test_far_to_the_right(read):
    page = read((1, 16_383, "遠い"))
    assert page.text.splitlines()[:3] == ["見出し", "2026-04-01\t遠い", "2行"]
    assert grid(page)[0][:4] == ["行", "A", "B", "C"]
    assert grid(page)[1][:3] == ["1", "見出し", ""]
    assert grid(page)[2][:3] == ["2", "2026-04-01", ""]
    assert grid(page)[3][:3] == ["3", "", "2行"]
    assert page.blocks[0]["rows"][1][1]["colspan"] == 3


def test_far_below(read):
    page = read((1_048_575, 0, "遠い"), (40, 50, "横"), rows=60)
    assert page.text.splitlines()[2] == "2行"
    assert page.blocks[0]["left_out"] == 1_048_576 - (len(page.blocks[0]["rows"]) - 1)
