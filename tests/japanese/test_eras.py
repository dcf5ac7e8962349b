"""Days in whatever way an office writes them."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.eras import DateProblem, parse_date, wareki
from japanese.fiscal import fiscal_label, fiscal_year, parse_fiscal

DAYS = st.dates(min_value=date(1870, 1, 1), max_value=date(2100, 12, 31))

WRITTEN = [
    ("令和6年4月30日", date(2024, 4, 30)),
    ("令和元年5月1日", date(2019, 5, 1)),
    ("令和1年5月1日", date(2019, 5, 1)),
    ("R6.4.30", date(2024, 4, 30)),
    ("R5.8.22", date(2023, 8, 22)),
    ("Ｒ５．８．２２", date(2023, 8, 22)),
    ("r6.4.30", date(2024, 4, 30)),
    ("H31.4.30", date(2019, 4, 30)),
    ("平成31年4月30日", date(2019, 4, 30)),
    ("S64.1.7", date(1989, 1, 7)),
    ("昭和64年1月7日", date(1989, 1, 7)),
    ("2024-04-30", date(2024, 4, 30)),
    ("2024/4/30", date(2024, 4, 30)),
    ("2024.4.30", date(2024, 4, 30)),
    ("20240430", date(2024, 4, 30)),
    ("２０２４年４月３０日", date(2024, 4, 30)),
    (" 令和 6年 4月30日 ", date(2024, 4, 30)),
    ("2024年2月29日", date(2024, 2, 29)),
]
WRONG = [
    ("令和6年4月31日", "4月は30日までです"),
    ("2023-02-29", "2月は28日までです"),
    ("2024-13-01", "月は1月から12月までです"),
    ("2024-00-10", "月は1月から12月までです"),
    ("2024-01-00", "日は1日からです"),
    ("平成40年1月1日", "その日は令和10年1月1日です"),
    ("令和0年1月1日", "令和は元年からです"),
    ("99999-01-01", "日付は"),
    ("9999-01-01", "年は"),
    ("きのう", "日付は"),
    ("", "日付を入れてください"),
    ("\x00", "日付は"),
    ("令和6年4月", "日付は"),
]


@pytest.mark.parametrize(("text", "day"), WRITTEN)
def test_days_as_offices_write_them(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_what_is_no_day_says_why(text, words):
    with pytest.raises(DateProblem, match=words):
        parse_date(text)


@given(DAYS)
def test_every_day_reads_back(day):
    assert parse_date(wareki(day)) == day
    assert parse_date(day.isoformat()) == day


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    """Only a DateProblem may come out of it."""
    with contextlib.suppress(DateProblem):
        parse_date(text)


@given(DAYS)
def test_a_fiscal_year_runs_from_april_to_march(day):
    year = fiscal_year(day)
    assert date(year, 4, 1) <= day < date(year + 1, 4, 1)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和6年度", 2024),
        ("R6年度", 2024),
        ("2024年度", 2024),
        ("2024", 2024),
        ("令和元年度", 2019),
        ("平成30年度", 2018),
        ("来年度", None),
    ],
)
def test_fiscal_years_are_read(text, year):
    assert parse_fiscal(text) == year


def test_fiscal_years_are_written():
    assert [fiscal_label(year) for year in (2018, 2019, 2024)] == ["平成30年度", "令和元年度", "令和6年度"]
