"""Holidays as the law and the calendar of the Cabinet Office have them, and how many office days it takes."""

from datetime import date, timedelta

import pytest

from japanese.holidays import holidays, is_office_day, office_days_after, office_days_before

# 内閣府「国民の祝日について」
OFFICIAL = {
    2019: "1/1 1/14 2/11 3/21 4/29 4/30 5/1 5/2 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 10/22 11/3 11/4 11/23",
    2020: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/23 7/24 8/10 9/21 9/22 11/3 11/23",
    2021: "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23",
    2023: "1/1 1/2 1/9 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/23 10/9 11/3 11/23",
    2024: "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23",
    2025: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24",
    2026: "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23",
}


@pytest.mark.parametrize("year", OFFICIAL)
def test_the_holidays_of_a_year(year):
    days = (map(int, day.split("/")) for day in OFFICIAL[year].split())
    assert holidays(year) == {date(year, month, day) for month, day in days}


def test_before_the_present_law_nothing_is_said():
    with pytest.raises(ValueError, match="2007"):
        holidays(2006)


@pytest.mark.parametrize(
    ("day", "number", "full"),
    [
        (date(2024, 7, 8), 3, date(2024, 7, 11)),
        (date(2024, 7, 11), 3, date(2024, 7, 17)),  # a weekend and 海の日 lie between
        (date(2024, 7, 13), 1, date(2024, 7, 16)),
        (date(2024, 12, 27), 1, date(2025, 1, 6)),
        (date(2024, 4, 26), 3, date(2024, 5, 2)),
        (date(2024, 7, 8), 0, date(2024, 7, 8)),
    ],
)
def test_office_days_are_counted_from_the_next_day_on(day, number, full):
    assert office_days_after(day, number) == full


def test_days_on_which_the_office_closes_itself_do_not_count():
    closed = {date(2024, 7, 9), date(2024, 7, 13)}
    assert not is_office_day(date(2024, 7, 9), closed)
    assert office_days_after(date(2024, 7, 8), 3, closed) == date(2024, 7, 12)


@pytest.mark.parametrize("number", [1, 3, 5, 20])
def test_before_is_after_the_other_way_round(number):
    for offset in range(400):
        day = date(2024, 4, 1) + timedelta(days=offset)
        if is_office_day(day):
            assert office_days_before(office_days_after(day, number), number) == day


def test_a_year_has_as_many_office_days_as_offices_are_open():
    days = (date(2024, 1, 1) + timedelta(days=number) for number in range(366))
    assert sum(map(is_office_day, days)) == 244
