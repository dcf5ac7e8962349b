"""年度: from April to March."""

import re
import unicodedata
from datetime import date

from japanese.eras import ERAS, wareki_year

_FIRST_YEAR = {era.name: era.starts_on.year for era in ERAS} | {era.letter: era.starts_on.year for era in ERAS}
_ERA_YEAR = re.compile(r"(令和|平成|昭和|大正|明治|[RHSTM])(元|\d{1,2})年?度?")
_WESTERN = re.compile(r"(\d{4})年?度?")


def fiscal_year(day: date) -> int:
    """The western year in which the fiscal year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_label(year: int) -> str:
    """「令和6年度」 for 2024; 2019 is 令和元年度, as offices write it."""
    return f"{wareki_year(date(year, 5, 1))}度"


def parse_fiscal(text: str) -> int | None:
    """The year of 令和6年度, R6年度 or 2024; None when it is no fiscal year."""
    squeezed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if match := _WESTERN.fullmatch(squeezed):
        year = int(match[1])
    elif match := _ERA_YEAR.fullmatch(squeezed):
        year = _FIRST_YEAR[match[1]] + (1 if match[2] == "元" else int(match[2])) - 1
    else:
        return None
    return year if 1900 <= year <= 2200 else None
