"""Days, months, years and fiscal years as offices write them, in 和暦 and 西暦, anywhere in a text."""

import re
from collections.abc import Iterator

from japanese.eras import DateProblem, checked_day, day_in_era, year_in_era
from japanese.kanji_numbers import PATTERN as NUMBER
from japanese.kanji_numbers import number
from japanese.proposals.model import Field, Found, Sureness, Unfit

_B = r"\s{0,2}"
_ERA = r"(?P<era>令和|平成|昭和|大正|明治)"
_LETTER = r"(?<![A-Za-z0-9])(?P<era>[RHSrhs])"
_YEAR = rf"(?P<y>{NUMBER}){_B}年"
_WEST = r"(?<!\d)(?P<w>(?:18|19|20|21)\d\d)"
_MONTH = rf"(?P<m>{NUMBER}){_B}月"
_DAY = rf"(?P<d>{NUMBER}){_B}日"
_M, _D = r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})(?!\d)"
_SHORT = r"(?P<y>元|\d{1,2})"
# The year that has two names: 平成31年 and 令和元年.
_Y = rf"{_B}(?:年度?)?"
_HEISEI = rf"(?:平成{_B}|(?<![A-Za-z0-9])[Hh])"
_REIWA_ONE = rf"(?:令和{_B}|(?<![A-Za-z0-9])[Rr])(?:元|0?1)"

# name, pattern, sureness, why. The leftmost wins, and among those that begin together the first.
_SURE, _LIKELY = Sureness.SURE, Sureness.LIKELY
_FORMS: tuple[tuple[str, str, Sureness, str], ...] = (
    ("westera", rf"{_WEST}{_B}年{_B}\({_ERA}{_B}{_YEAR}\){_B}{_MONTH}(?:{_B}{_DAY})?", _SURE, "西暦と和暦の日付"),
    ("erawest", rf"{_ERA}{_B}{_YEAR}{_B}\({_WEST}{_B}年?\){_B}{_MONTH}(?:{_B}{_DAY})?", _SURE, "西暦と和暦の日付"),
    ("turn", rf"{_HEISEI}31{_Y}{_B}[/・(,、]{_B}{_REIWA_ONE}(?:年?(?P<f>度)|年)?\)?(?![.\d])", _SURE, "改元の年"),
    ("turnback", rf"{_REIWA_ONE}{_Y}{_B}[/・(,、]{_B}{_HEISEI}31(?:年?(?P<f>度)|年)?\)?(?![.\d])", _SURE, "改元の年"),
    ("fiscalboth", rf"(?:{_ERA}{_B}{_YEAR}?度?|{_WEST}{_B}年?度?){_B}\([^()\n]{{2,9}}度\)", _SURE, "年度"),
    ("eraday", rf"{_ERA}{_B}{_YEAR}{_B}{_MONTH}{_B}{_DAY}", _SURE, "和暦の日付"),
    ("letterday", rf"{_LETTER}\.?{_B}{_SHORT}{_B}年{_B}{_MONTH}{_B}{_DAY}", _SURE, "和暦の日付"),
    ("eradots", rf"(?:{_ERA}|{_LETTER})\.?\s?{_SHORT}(?P<s>[./_\-])\s?{_M}(?P=s)\s?{_D}", _SURE, "和暦の日付"),
    ("eradigits", rf"{_LETTER}(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)", _LIKELY, "年号の記号と6けたの数字"),
    ("westday", rf"{_WEST}{_B}年{_B}{_MONTH}{_B}{_DAY}", _SURE, "西暦の日付"),
    ("westdots", rf"(?<![\d.]){_WEST}(?P<s>[./_\-])\s?{_M}(?P=s)\s?{_D}", _SURE, "西暦の日付"),
    ("digits", rf"{_WEST}(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)", _SURE, "8けたの日付"),
    ("erafiscal", rf"{_ERA}{_B}(?P<y>{NUMBER}){_B}年?{_B}度", _SURE, "年度"),
    ("letterfiscal", rf"{_LETTER}\.?{_B}{_SHORT}{_B}年?{_B}度", _SURE, "年度"),
    ("fy", rf"(?<![A-Za-z])[Ff][Yy]{_B}['.\-]?(?:{_WEST}|(?P<w2>\d\d)|[Rr](?P<r>\d{{1,2}}))(?!\d)", _SURE, "年度"),
    ("westfiscal", rf"{_WEST}{_B}年?{_B}度", _SURE, "年度"),
    ("eramonth", rf"{_ERA}{_B}(?P<y>{NUMBER}){_B}年{_B}{_MONTH}", _SURE, "和暦の年月"),
    ("letteryearmonth", rf"{_LETTER}\.?{_SHORT}{_B}年{_B}{_MONTH}", _SURE, "和暦の年月"),
    ("lettermonth", rf"(?:{_ERA}|{_LETTER})\.?\s?{_SHORT}[.\-]\s?{_M}(?![\d.])", _LIKELY, "和暦の年月"),
    ("monthdigits", rf"{_LETTER}(?P<y>\d\d)(?P<m>\d\d)(?!\d)", _LIKELY, "年号の記号と4けたの数字"),
    ("westmonth", rf"{_WEST}{_B}年{_B}{_MONTH}", _SURE, "西暦の年月"),
    ("westmonthdots", rf"(?<![\d.A-Za-z_]){_WEST}[.\-/]{_M}(?![\d.\-])", _LIKELY, "西暦の年月"),
    ("sixdigits", rf"(?<![A-Za-z]){_WEST}(?P<m>0[1-9]|1[0-2])(?!\d)", _LIKELY, "6けたの年月"),
    ("erayear", rf"{_ERA}{_B}{_YEAR}", _LIKELY, "年"),
    ("letteryear", rf"{_LETTER}(?P<y>\d{{1,2}})(?![A-Za-z0-9.])", _LIKELY, "年号の記号と年"),
    ("westyear", rf"{_WEST}{_B}年", _LIKELY, "西暦の年"),
    ("bareyear", r"(?<![A-Za-z0-9.\-])(?P<w>20\d\d)(?![A-Za-z0-9.\-])", _LIKELY, "西暦の年"),
)  # fmt: skip


def _renamed(name: str, pattern: str) -> str:
    """Groups of an alternative carry its name, for a name may stand only once in a pattern."""
    counts: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        counts[match[1]] = counts.get(match[1], 0) + 1
        return f"(?P<{name}_{match[1]}{counts[match[1]]}>"

    pattern = re.sub(r"\(\?P<(\w+?)\d?>", numbered, pattern)
    return f"(?P<{name}>{pattern.replace('(?P=s)', f'(?P={name}_s1)')})"


_PATTERN = re.compile("|".join(_renamed(name, pattern) for name, pattern, _, _ in _FORMS))
_BY_NAME = {name: (sureness, why) for name, _, sureness, why in _FORMS}
_FISCAL = {"fiscalboth", "erafiscal", "letterfiscal", "fy", "westfiscal"}

_ROLES: tuple[tuple[Field, str], ...] = (
    (Field.REVIEW_BY, r"次回見直し(?:予定)?|見直し(?:予定|期限)"),
    (Field.AS_OF, r"時点|現在|基準日"),
    (Field.REVISED, r"最終改[定訂正]|一?部?改[定訂正]|改版|更新|修正"),
    (Field.ISSUED, r"策定|制定|公表|発表|公開|発行|施行|決定|発出"),
)
_AFTER = [(role, re.compile(rf"\s{{0,2}}(?:付け?)?\s{{0,2}}\(?\s?(?:{words})")) for role, words in _ROLES]
_BEFORE = [
    (role, re.compile(rf"(?:{words})(?:年月日|日|版)?(?:[)\]】]|予定)?[:\s|_]{{0,4}}\(?$")) for role, words in _ROLES
]


def find_dates(text: str) -> Iterator[Found | Unfit]:
    """All of a folded text, from left to right; what is written like a date and is none comes as Unfit."""
    for match in _PATTERN.finditer(text):
        name = match.lastgroup or ""
        sureness, why = _BY_NAME[name]
        parts = {
            key[len(name) + 1 : -1]: value
            for key, value in match.groupdict().items()
            if value is not None and key.startswith(f"{name}_")
        }
        start, end = match.span()
        try:
            value = _value(name, parts)
        except DateProblem as problem:
            yield Unfit(start, end, str(problem))
            continue
        if name in _FISCAL or "f" in parts:
            yield Found(Field.FISCAL_YEAR, value, start, end, sureness, why)
        else:
            yield Found(_role(text, start, end), value, start, end, sureness, why)


def _value(name: str, parts: dict[str, str]) -> str:
    if name.startswith("turn"):
        return "2019"
    year = _year(parts)
    if "m" not in parts:
        return str(year)
    month = _whole(parts["m"])
    if "d" not in parts:
        return checked_day(year, month, 1).isoformat()[:7]
    day = _whole(parts["d"])
    if "era" in parts:
        in_era = day_in_era(parts["era"], _whole(parts["y"]), month, day)
        if in_era.year != year:
            raise DateProblem("西暦と和暦が合いません")
        return in_era.isoformat()
    return checked_day(year, month, day).isoformat()


def _year(parts: dict[str, str]) -> int:
    if "r" in parts:
        year = year_in_era("R", int(parts["r"]))
    elif "w" in parts:
        year = int(parts["w"])
        year += 2000 if year < 100 else 0
        if "era" in parts and year_in_era(parts["era"], _whole(parts["y"])) != year:
            raise DateProblem("西暦と和暦が合いません")
    else:
        year = year_in_era(parts["era"], _whole(parts["y"]))
    if not 1868 <= year <= 2200:
        raise DateProblem("年は1868年から2200年までで書いてください")
    return year


def _whole(text: str) -> int:
    value = number(text)
    if value is None:
        raise DateProblem("数字を読めません")
    return value


def _role(text: str, start: int, end: int) -> Field:
    """What a date is said to be by the words next to it; the words after it first."""
    for role, words in _AFTER:
        if words.match(text, end):
            return role
    before = text[max(0, start - 16) : start]
    for role, words in _BEFORE:
        if words.search(before):
            return role
    return Field.DATE
