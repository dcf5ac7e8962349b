"""Holidays of Japan, and the days on which offices are open (開庁日), by rule."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

FIRST = 2007
"""The year from which on the rules below hold; before it the law was another."""

_NEVER_ENDS = 9999
# month, day, first year, last year
_FIXED = (
    (1, 1, FIRST, _NEVER_ENDS),  # 元日
    (2, 11, FIRST, _NEVER_ENDS),  # 建国記念の日
    (2, 23, 2020, _NEVER_ENDS),  # 天皇誕生日
    (12, 23, FIRST, 2018),  # 天皇誕生日
    (4, 29, FIRST, _NEVER_ENDS),  # 昭和の日
    (5, 3, FIRST, _NEVER_ENDS),  # 憲法記念日
    (5, 4, FIRST, _NEVER_ENDS),  # みどりの日
    (5, 5, FIRST, _NEVER_ENDS),  # こどもの日
    (8, 11, 2016, 2019),  # 山の日
    (8, 11, 2022, _NEVER_ENDS),
    (11, 3, FIRST, _NEVER_ENDS),  # 文化の日
    (11, 23, FIRST, _NEVER_ENDS),  # 勤労感謝の日
)
# month, which Monday of it
_MONDAYS = ((1, 2), (9, 3))  # 成人の日, 敬老の日
_MOVED_FOR_THE_GAMES = ((7, 3), (10, 2))  # 海の日, スポーツの日 (体育の日)
_ONCE = {
    2019: ((5, 1), (10, 22)),  # 即位
    2020: ((7, 23), (7, 24), (8, 10)),
    2021: ((7, 22), (7, 23), (8, 8)),
}
_NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)}


def is_office_day(day: date, closed: Collection[date] = ()) -> bool:
    """Not a weekend, a holiday or the days around New Year (行政機関の休日), nor one that an office adds itself."""
    is_open = day.weekday() < 5 and (day.month, day.day) not in _NEW_YEAR and day not in holidays(day.year)
    return is_open and day not in closed


def office_days_after(day: date, number: int, closed: Collection[date] = ()) -> date:
    """The `number`-th office day after `day`, which itself does not count."""
    return _walk(day, number, timedelta(days=1), closed)


def office_days_before(day: date, number: int, closed: Collection[date] = ()) -> date:
    """The `number`-th office day before `day`, which itself does not count."""
    return _walk(day, number, timedelta(days=-1), closed)


def _walk(day: date, number: int, step: timedelta, closed: Collection[date]) -> date:
    while number > 0:
        day += step
        number -= is_office_day(day, closed)
    return day


@cache
def holidays(year: int) -> frozenset[date]:
    """All holidays of a year. Raises ValueError before `FIRST`."""
    if year < FIRST:
        raise ValueError(f"the rules hold from {FIRST} on")
    named = _named(year)
    return frozenset(named | _substitutes(named) | _between(named))


def _named(year: int) -> set[date]:
    days = {date(year, month, day) for month, day, first, last in _FIXED if first <= year <= last}
    mondays = _MONDAYS if year in {2020, 2021} else (*_MONDAYS, *_MOVED_FOR_THE_GAMES)
    days |= {_monday(year, month, number) for month, number in mondays}
    days |= {date(year, month, day) for month, day in _ONCE.get(year, ())}
    return days | {date(year, 3, _equinox(year, 20.8431)), date(year, 9, _equinox(year, 23.2488))}


def _monday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7 + 7 * (number - 1))


def _equinox(year: int, in_1980: float) -> int:
    """The day of the month, by the formula that holds from 1980 to 2099 (国立天文台 decides)."""
    passed = year - 1980
    return int(in_1980 + 0.242194 * passed - passed // 4)


def _substitutes(named: set[date]) -> set[date]:
    """振替休日: for a holiday on a Sunday, the next day that is none."""
    found = set()
    for day in named:
        if day.weekday() == 6:
            while day in named:
                day += timedelta(days=1)  # noqa: PLW2901  walks on to the first free day
            found.add(day)
    return found


def _between(named: set[date]) -> set[date]:
    """国民の休日: the one day between two holidays."""
    gaps = {day + timedelta(days=1) for day in named if day + timedelta(days=2) in named}
    return {day for day in gaps - named if day.weekday() != 6}
