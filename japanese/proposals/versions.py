"""Words of versions: numbers (第2版, Ver.2.0) and stages (案, 改定, 最終, 確定)."""

import re
from collections.abc import Iterator

from japanese.kanji_numbers import PATTERN as NUMBER
from japanese.kanji_numbers import number
from japanese.proposals.model import Field, Found, Sureness

_SURE, _LIKELY = Sureness.SURE, Sureness.LIKELY
_DOTTED = r"\d{1,3}(?:\.\d{1,3}){0,3}"
_NUMBERED = re.compile(
    rf"(?<![A-Za-z])(?:ver(?:sion)?|バージョン)[.\s_:]{{0,2}}(?P<a>{_DOTTED})(?!\d)|(?<![A-Za-z0-9])(?:v|rev)\.?\s?(?P<b>{_DOTTED})(?![\dA-Za-z])"
    rf"|第\s{{0,2}}(?:(?P<c>{_DOTTED})|(?P<d>{NUMBER}))\s{{0,2}}(?:[版稿])|(?<![\d.])(?P<e>\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})?)版|(?P<f>初版)",
    re.IGNORECASE,
)
_END = r"(?=$|[\s_\-.,()\[\]【】「」・、/\d〜~])"
_OPEN = r"(?:(?<=[\s_\-.()\[\]【】「」・、/])|^)"
_STAGES: tuple[tuple[str, Sureness, str], ...] = (
    ("素案", _SURE, rf"素案{_END}"),
    ("骨子", _SURE, rf"骨子案?{_END}"),
    ("たたき台", _SURE, r"たたき台|叩き台"),
    ("未定稿", _SURE, r"未定稿"),
    ("暫定", _SURE, r"暫定版|速報版"),
    ("案", _SURE, rf"(?<![提議起考立事答図法名代懸発])(?<!予算)原?案{_END}"),
    ("案", _SURE, r"(?<![A-Za-z])draft(?![A-Za-z])|ドラフト(?:版)?"),
    ("見え消し", _SURE, r"見え消し版?"),
    ("溶け込み", _SURE, r"溶け込み版?"),
    ("改定", _SURE, rf"一部改[定訂正](?:版)?{_END}|改[定訂]版|改[定訂正]{_END}|改[定訂](?:後|(?=案))"),
    ("改定", _SURE, r"(?<=[(【])改(?=[)】])"),
    ("修正", _SURE, rf"修正版?{_END}|訂正版?{_END}"),
    ("最終", _SURE, rf"最終版|最終(?:案)?{_END}|(?<![A-Za-z])final(?![A-Za-z])|完成版"),
    ("確定", _SURE, rf"確定版|確定{_END}|決定版|{_OPEN}決定{_END}"),
    ("最新", _LIKELY, rf"最新版|{_OPEN}最新{_END}"),
)
_STAGE = re.compile("|".join(f"(?P<s{index}>{words})" for index, (_, _, words) in enumerate(_STAGES)), re.IGNORECASE)
_COUNT = re.compile(r"\s?\(?(\d{1,2})\)?(?=$|[\s_\-.()])")


def find_versions(text: str) -> Iterator[Found]:
    for match in _NUMBERED.finditer(text):
        if match["f"]:
            value = "1"
        elif match["d"]:
            whole = number(match["d"])
            if whole is None:
                continue
            value = str(whole)
        else:
            value = match["a"] or match["b"] or match["c"] or match["e"]
        yield Found(Field.VERSION, value, *match.span(), _SURE, "版の番号")


def find_stages(text: str) -> Iterator[Found]:
    """案, 素案, 改定, 最終 …; a number that is counted up (最終2) belongs to it."""
    for match in _STAGE.finditer(text):
        stage, sureness, _ = _STAGES[int(str(match.lastgroup)[1:])]
        end = match.end()
        counted = ""
        if (count := _COUNT.match(text, end)) and not count[0].startswith((" ", "(", "(")):
            counted, end = str(int(count[1])), count.end(1)
        yield Found(Field.STAGE, f"{stage}{counted}", match.start(), end, sureness, "版の段階を表すことば")
