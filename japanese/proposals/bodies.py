"""Prefectures in a text: by name, JIS code, code of the national list, address of their site."""

import re
from collections.abc import Iterator

from japanese.prefectures import PREFECTURES, Prefecture, by_code
from japanese.proposals.model import Field, Found, Sureness, Unfit

CODE_AND_NAME = "都道府県コードと県名が合っています"
_SURE, _LIKELY = Sureness.SURE, Sureness.LIKELY


def _spaced(word: str) -> str:
    """A word that may be written with blanks between its characters."""
    return r"\s{0,2}".join(map(re.escape, word))


_FULL = {prefecture.name: prefecture for prefecture in PREFECTURES}
_SHORT = {prefecture.short: prefecture for prefecture in PREFECTURES}
_ROMAJI = {prefecture.romaji.lower(): prefecture for prefecture in PREFECTURES}
_NUMBERED = r"(?:(?<![\d.\-])(?P<code>\d{1,2})(?P<bracket>[)\]】]?)[\s_.\-・]{0,2})?"
_FULL_NAME = re.compile(
    rf"{_NUMBERED}(?P<name>{'|'.join(map(_spaced, _FULL))})(?!立|大学|新聞|銀行|電力)[庁版]?(?P<inner>[内下民警])?"
)
_EDGE = r"\s_\-.,()\[\]【】「」・、/"
_SHORT_NAME = re.compile(rf"(?:(?<=[{_EDGE}])|^){_NUMBERED}(?P<name>{'|'.join(map(_spaced, _SHORT))})(?=[{_EDGE}]|$)")
_ROMAJI_NAME = re.compile(
    rf"(?<![A-Za-z])(?P<before>pref(?:ecture)?[.\-_])?(?P<name>{'|'.join(_ROMAJI)})(?P<after>[\s\-_.](?:ken|to|fu|pref|prefecture)(?![A-Za-z]))?(?![A-Za-z])",
    re.IGNORECASE,
)
_SITE = re.compile(
    rf"(?<![\w\-])(?:pref|metro)\.(?P<name>{'|'.join(_ROMAJI)})\.(?:lg\.)?jp(?![\w\-])", re.IGNORECASE | re.ASCII
)
_CODE_ALONE = re.compile(r"\s*(?P<code>\d\d)[_\- ]+(?=\d{1,3}[_\- ]+\D)")
_NATIONAL = re.compile(r"(?:(?<=[_\- ])|^)(?P<code>\d{5})(?P<check>\d)(?=[_\- ]|$)")
_WEIGHTS = (6, 5, 4, 3, 2)


def find_prefectures(text: str, *, is_name: bool) -> Iterator[Found | Unfit]:
    """Of a folded name everything that may point to a prefecture; of a folded line of text only what is clear."""
    found = list(_by_full_name(text))
    if is_name:
        found += _not_within(found, _by_short_name(text))
        found += _not_within(found, _by_romaji(text))
        if not found:
            found += _by_code_alone(text)
    found += _not_within(found, _by_site(text))
    yield from sorted(found, key=lambda one: one.start)


def _not_within(found: list[Found | Unfit], more: Iterator[Found | Unfit]) -> list[Found | Unfit]:
    return [one for one in more if not any(one.start < other.end and other.start < one.end for other in found)]


def _by_full_name(text: str) -> Iterator[Found | Unfit]:
    for match in _FULL_NAME.finditer(text):
        prefecture = _FULL[re.sub(r"\s", "", match["name"])]
        sureness = _LIKELY if match["inner"] else _SURE
        yield from _numbered(match, prefecture, sureness, "県名", end=match.start("inner"))


def _by_short_name(text: str) -> Iterator[Found | Unfit]:
    why = "「県」などのない名前。人や市の名前かもしれません"
    for match in _SHORT_NAME.finditer(text):
        prefecture = _SHORT[re.sub(r"\s", "", match["name"])]
        yield from _numbered(match, prefecture, _LIKELY, why)


def _numbered(
    match: re.Match[str], prefecture: Prefecture, sureness: Sureness, why: str, *, end: int = -1
) -> Iterator[Found | Unfit]:
    """The name, together with its code where the number before it is that."""
    start, end = match.start("name"), match.end() if end < 0 else end
    code = match["code"]
    if code and int(code) == int(prefecture.code):
        yield Found(Field.PREFECTURE, prefecture.code, match.start(), end, _SURE, CODE_AND_NAME)
        return
    if code and len(code) == 2 and 1 <= int(code) <= 47 and match.start() == 0:
        other = by_code(code)
        yield Unfit(
            match.start("code"), match.end("bracket"), f"{code}は{other.name}の番号で、{prefecture.name}と合いません"
        )
        sureness = _LIKELY
    yield Found(Field.PREFECTURE, prefecture.code, start, end, sureness, why)


def _by_romaji(text: str) -> Iterator[Found | Unfit]:
    for match in _ROMAJI_NAME.finditer(text):
        prefecture = _ROMAJI[match["name"].lower()]
        is_clear = match["before"] or match["after"]
        yield Found(Field.PREFECTURE, prefecture.code, *match.span(), _SURE if is_clear else _LIKELY, "ローマ字の県名")


def _by_site(text: str) -> Iterator[Found | Unfit]:
    for match in _SITE.finditer(text):
        yield Found(
            Field.PREFECTURE, _ROMAJI[match["name"].lower()].code, *match.span(), _SURE, "県のサイトやメールのアドレス"
        )


def _by_code_alone(text: str) -> Iterator[Found | Unfit]:
    """A code of the national list; or two digits at the head where another number follows: one alone is a sequence."""
    if (match := _NATIONAL.search(text)) and _is_checked(match["code"], match["check"]):
        code = match["code"][:2]
        if "01" <= code <= "47":
            is_prefecture = match["code"].endswith("000")
            why = "全国地方公共団体コード" if is_prefecture else "市区町村の全国地方公共団体コードの先頭2けた"
            yield Found(Field.PREFECTURE, code, *match.span(), _SURE if is_prefecture else _LIKELY, why)
    elif (match := _CODE_ALONE.match(text)) and "01" <= match["code"] <= "47":
        yield Found(
            Field.PREFECTURE, match["code"], *match.span("code"), _LIKELY, "先頭の番号を都道府県コードと読みました"
        )


def _is_checked(code: str, check: str) -> bool:
    """The sixth digit is made of the five before it (全国地方公共団体コード). Days like 240401 are left out."""
    if "20" <= code[:2] <= "39" and "01" <= code[2:4] <= "12":
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(code, _WEIGHTS, strict=True)) % 11
    return check == str((11 - rest) % 10)
