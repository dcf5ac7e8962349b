"""和暦: days written in Japanese eras, and days read from whatever way an office writes them."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Era:
    """An era and its first day; `letter` is its abbreviation (R6.4.30)."""

    name: str
    letter: str
    starts_on: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)
_EARLIEST = date(1868, 1, 25)
_BY_WORD = {word: era for era in ERAS for word in (era.name, era.letter, era.letter.lower())}

_ERA_DAY = re.compile(r"(令和|平成|昭和|大正|明治|[RHSTMrhstm])\.?(元|\d{1,2})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_WESTERN_DAY = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_DIGITS_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


class DateProblem(ValueError):
    """Why a text is no day; a Japanese sentence without the field's name, e.g. 「4月は30日までです」."""


def era_of(day: date) -> tuple[Era, int]:
    """The era of a day and the year within it; ValueError before Meiji."""
    for era in ERAS:
        if day >= era.starts_on:
            return era, day.year - era.starts_on.year + 1
    raise ValueError(f"no era before {_EARLIEST}")


def wareki_year(day: date) -> str:
    """「令和6年」, and 「令和元年」 for a first year."""
    era, year = era_of(day)
    return f"{era.name}{'元' if year == 1 else year}年"


def wareki(day: date) -> str:
    """「令和6年4月30日」; a day before Meiji in western years."""
    if day < _EARLIEST:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{wareki_year(day)}{day.month}月{day.day}日"


def parse_date(text: str) -> date:
    """A day from 令和6年4月30日, R6.4.30, 2024-04-30, 2024/4/30 or 20240430, in any width.

    Raises DateProblem with a sentence that says what is wrong.
    """
    squeezed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if not squeezed:
        raise DateProblem("日付を入れてください")
    if match := _ERA_DAY.fullmatch(squeezed):
        return _from_era(*match.groups())
    match = _WESTERN_DAY.fullmatch(squeezed) or _DIGITS_DAY.fullmatch(squeezed)
    if match is None:
        raise DateProblem("日付は「令和6年4月30日」か「2024-04-30」のように書いてください")
    return checked_day(*(int(part) for part in match.groups()))


def _from_era(word: str, year: str, month: str, day: str) -> date:
    return day_in_era(word, 1 if year == "元" else int(year), int(month), int(day))


def year_in_era(word: str, number: int) -> int:
    """The western year of 令和6 (令和, R or r, and 6); also years after an era's end, as plans have them (平成32年度).

    Raises DateProblem for a year 0.
    """
    era = _BY_WORD[word]
    if number == 0:
        raise DateProblem(f"{era.name}は元年からです")
    return era.starts_on.year + number - 1


def day_in_era(word: str, number: int, month: int, day: int) -> date:
    """The day; DateProblem when there is none, or when it lies in another era."""
    found = checked_day(year_in_era(word, number), month, day)
    if era_of(found)[0] != _BY_WORD[word]:
        raise DateProblem(f"その日は{wareki(found)}です。年号を確かめてください")
    return found


def checked_day(year: int, month: int, day: int) -> date:
    """The day of a western year; DateProblem says what is wrong with it."""
    if not _EARLIEST.year < year <= 2200:
        raise DateProblem("年は1869年から2200年までで書いてください")
    if not 1 <= month <= 12:
        raise DateProblem("月は1月から12月までです")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise DateProblem(f"{month}月は{last}日までです" if day else "日は1日からです")
    return date(year, month, day)
