"""Reads rich text as leniently as Word does: the words of the places that matter, and all control words."""

import re
from dataclasses import dataclass, field

from extraction.gate import codes
from extraction.gate.inspection import Inspection

_TOKEN = re.compile(
    rb"\\bin(?![a-zA-Z])(?P<raw>\d{0,9}) ?|\\'(?P<letter>[0-9a-fA-F]{2})|\\u(?P<wide>-?\d{1,6}) ?"
    rb"|\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{0,10}) ?|\\(?P<sign>.)|(?P<group>[{}])|(?P<words>[^\\{}]+)",
    re.DOTALL,
)
_MOST_GROUPS = 10_000
_KEPT = {
    b"objdata",
    b"fldinst",
    b"fldrslt",
    b"template",
    b"author",
    b"operator",
    b"objclass",
    b"annotation",
    b"datafield",
    b"file",
    b"sn",
    b"sv",
}
_DROPPED = {b"xe", b"tc", b"tcn", b"pict", b"footnote"}
_IN_CODE = {b"fldinst", b"template", b"objclass", b"file", b"sn", b"sv"}


@dataclass
class _Group:
    """`destination` is set in the group whose words are collected; the groups inside it add to the same `words`.

    Where more than one is named, `others` are those behind the first: its words count for each. `is_twice` is where
    words begin that stand twice; `fallback` is how many letters stand in for one that is given by its number; `code`
    and `result` are of a field. `inside`, `field` and `twice` are the nearest destination, field and doubled words
    around.
    """

    destination: bytes = b""
    others: list[bytes] = field(default_factory=list)
    words: list[bytes] | None = None
    fallback: int = 1
    is_twice: int | None = None
    is_ignorable: bool = False
    is_field: bool = False
    code: str = ""
    result: str = ""
    inside: bytes = b""
    field: "_Group | None" = None
    twice: "_Group | None" = None

    def inner(self) -> "_Group":
        """One that opens in this; it knows what it stands in, because there may be thousands around it."""
        return _Group(
            words=self.words,
            fallback=self.fallback,
            inside=self.destination or self.inside,
            field=self if self.is_field else self.field,
            twice=self if self.is_twice is not None else self.twice,
        )


@dataclass
class RichText:
    kept: list[tuple[bytes, bytes]] = field(default_factory=list)
    words: set[bytes] = field(default_factory=set)

    def of(self, destination: bytes) -> list[str]:
        """The words of every place of this sort."""
        return [words.decode("cp932", "replace") for name, words in self.kept if name == destination]


def read(inspection: Inspection, data: bytes) -> RichText:
    """The words of the destinations that matter, also where strewn over inner groups, and all control words."""
    document, groups, place, passed = RichText(), [_Group()], 0, 0
    while place < len(data):
        match = _TOKEN.match(data, place)
        if match is None:
            place += 1
            continue
        place = match.end()
        kind = match.lastgroup
        if passed and kind in {"letter", "words"}:
            place, passed = _pass_over(match, passed)
            continue
        passed = groups[-1].fallback if kind == "wide" else 0
        if kind == "group":
            _at_brace(inspection, document, groups, match["group"])
        elif match["raw"] is not None:
            place = _take_raw(groups[-1], data, place, match["raw"])
        else:
            _take(document, groups, match)
    while len(groups) > 1:
        _close(document, groups)
    _close(document, groups)
    return document


def _at_brace(inspection: Inspection, document: RichText, groups: list[_Group], brace: bytes) -> None:
    if brace == b"}":
        _close(document, groups)
    elif len(groups) > _MOST_GROUPS:
        raise inspection.broken()
    else:
        groups.append(groups[-1].inner())


def _take(document: RichText, groups: list[_Group], match: re.Match[bytes]) -> None:
    if match["word"] is not None:
        _at_word(document, groups[-1], match["word"].lower(), match["number"])
    elif match["sign"] == b"*":
        groups[-1].is_ignorable = True
    elif (words := groups[-1].words) is not None:
        words.append(_letters(match))


def _close(document: RichText, groups: list[_Group]) -> None:
    group = groups.pop() if len(groups) > 1 else groups[0]
    if group.destination and group.words is not None:
        words = b"".join(group.words)
        for destination in (group.destination, *group.others):
            document.kept.append((destination, words))
            _to_field(group.field, destination, words.decode("cp932", "replace"))
        group.destination, group.others, group.words = b"", [], None
    outer = groups[-1]
    if group.is_field and outer is not group and outer.words is not None:
        outer.words.append(codes.value(group.code, group.result).encode("cp932", "replace"))


def _to_field(whose: _Group | None, destination: bytes, words: str) -> None:
    """Code and result belong to the nearest field around them."""
    if whose is not None and destination == b"fldinst":
        whose.code += words
    elif whose is not None and destination == b"fldrslt":
        whose.result += words


def _at_word(document: RichText, group: _Group, word: bytes, number: bytes) -> None:
    document.words.add(word)
    if word in _KEPT and group.destination and group.words is not None:
        group.others = [*{*group.others, word}]
    elif word in _KEPT:
        group.destination, group.words = word, []
    elif word == b"field":
        group.is_field = True
    elif word == b"uc" and number.isdigit():
        group.fallback = int(number)
    elif word == b"upr":
        group.is_twice = len(group.words or ())
    elif word == b"ud":
        _take_back(group if group.is_twice is not None else group.twice)
    elif (group.is_ignorable or word in _DROPPED) and (group.destination or group.inside) in _IN_CODE:
        group.words = None
    group.is_ignorable = False


def _take_back(whose: _Group | None) -> None:
    """Words that stand twice, in old letters and in those of Unicode: only the second count, as for Word."""
    if whose is not None and whose.is_twice is not None and whose.words is not None:
        del whose.words[whose.is_twice :]


def _pass_over(match: re.Match[bytes], passed: int) -> tuple[int, int]:
    """Leaves out letters that stand in for one given by its number: where to read on, how many are still to pass."""
    if match["letter"] is not None:
        return match.end(), passed - 1
    place = match.start()
    while place < match.end() and passed:
        passed -= match.string[place : place + 1] not in {b"\r", b"\n"}
        place += 1
    return place, passed


def _take_raw(group: _Group, data: bytes, place: int, length: bytes) -> int:
    """Bytes that stand as they are; where an object's data is collected, they are part of it."""
    end = min(place + int(length or b"0"), len(data))
    if group.words is not None:
        group.words.append(data[place:end].hex().encode())
    return end


def _letters(match: re.Match[bytes]) -> bytes:
    if match["letter"] is not None:
        return bytes.fromhex(match["letter"].decode())
    if match["wide"] is not None:
        return chr(int(match["wide"]) & 0xFFFF).encode("cp932", "replace")
    if match["sign"] is not None:
        return match["sign"] if match["sign"] in b"\\{}" else b""
    return match["words"] or b""
