"""Numbers of parts, papers and meetings in a file name, and the marks of copies."""

import re
from collections.abc import Iterator

from japanese.kanji_numbers import PATTERN as NUMBER
from japanese.kanji_numbers import number
from japanese.proposals.model import Field, Found, Sureness

_SURE, _LIKELY = Sureness.SURE, Sureness.LIKELY
AFTER_PREFECTURE = "県名のあとの番号"
_NUMBERS = r"\d{1,3}(?:[\-.の]\d{1,3}){0,3}"
# What follows a number that counts something is no sequence: 3つの, 2回目, 1年.
_HEAD = re.compile(
    r"\s*[(\[【]?(?P<n>(?!(?:19|20)\d\d)\d{1,4}[A-Z]?(?:-\d{1,3}){0,3})(?:[)\]】]|(?:[.、](?!\d)))?(?=[\s_\-.、)】])[\s_\-、.]*"
)
_AFTER_PREFECTURE = re.compile(rf"[\s_\-・.]{{1,3}}\(?(?P<n>{_NUMBERS})\)?(?=[\s_.\-、]|$)")
_LABELLED = re.compile(
    rf"(?:(?:参考|会議|補足|配付|添付)?資料|別紙|別添|別冊|別表|別記(?:様式)?|参考|付録|附属書|(?:別記|別紙)?様式|添付)\s?(?:No\.?\s?|第)?\s?(?P<n>{_NUMBERS})\s?号?(?![\d年月])"
)
_PART = re.compile(
    rf"第\s?(?P<n>{NUMBER})\s?(?:部|章|編|巻|分冊|集|弾)|その\s?(?P<o>{NUMBER})|(?<![A-Za-z])part[\s._\-]?(?P<p>\d{{1,2}})(?!\d)",
    re.IGNORECASE,
)
_ROUND = re.compile(rf"第\s?(?P<n>{NUMBER})\s?(?:回|号)(?!目)")
_TAIL = re.compile(r"[_\-](?P<n>\d{1,2})\s*$")
_CHAPTER = re.compile(r"[_\-\s](?P<n>\d{1,2})章\s*$|^(?:ch|chapter|sec)[._\-]?(?P<o>\d{1,2})(?!\d)", re.IGNORECASE)
_COPIES = re.compile(
    r"\s*\((?P<n>\d{1,2})\)\s*$|[\s_]*-?[\s_]*(?:の)?コピー(?:\s*\((?P<o>\d{1,2})\))?\s*$|^コピー\s?[~〜]\s?"
    r"|^copy of\s+|[\s_\-]copy(?:\s*\(?(?P<p>\d{1,2})\)?)?\s*$",
    re.IGNORECASE,
)


def find_copies(text: str) -> Iterator[Found]:
    """「(1)」 and 「 - コピー」 at the end of a stem."""
    position = len(text)
    while (match := _COPIES.search(text, max(0, position - 24), position)) and match.end() == position:
        if match.start() == position:
            return
        written = next((part for part in match.groups() if part), "1")
        why = "同じ名前の写しに付く番号" if match["n"] else "写しの印"
        yield Found(Field.COPY, str(int(written)), match.start(), match.end(), _LIKELY if match["n"] else _SURE, why)
        position = match.start()
    if (match := _COPIES.match(text)) and match.end() < len(text):
        yield Found(Field.COPY, "1", *match.span(), _SURE, "写しの印")


def find_sequences(text: str, *, after: int | None) -> Iterator[Found]:
    """Of a folded stem; `after`: where the prefecture ends, when the name begins with one."""
    if after is not None and (match := _AFTER_PREFECTURE.match(text, after)):
        yield Found(Field.SEQUENCE, _plain(match["n"]), *match.span("n"), _SURE, AFTER_PREFECTURE)
    elif match := _HEAD.match(text):
        yield Found(Field.SEQUENCE, _plain(match["n"]), *match.span("n"), _SURE, "先頭の番号")
    for match in _LABELLED.finditer(text):
        yield Found(Field.SEQUENCE, _plain(match["n"]), *match.span(), _SURE, "資料や別紙の番号")
    for pattern, why in ((_PART, "部や章の番号"), (_CHAPTER, "章の番号")):
        for match in pattern.finditer(text):
            written = number(next(part for part in match.groups() if part))
            if written is not None:
                yield Found(Field.SEQUENCE, str(written), *match.span(), _SURE, why)
    if match := _TAIL.search(text, max(0, len(text) - 16)):
        yield Found(Field.SEQUENCE, _plain(match["n"]), *match.span("n"), _LIKELY, "末尾の番号")


def find_rounds(text: str) -> Iterator[Found]:
    for match in _ROUND.finditer(text):
        written = number(match["n"])
        if written is not None:
            yield Found(Field.ROUND, str(written), *match.span(), _SURE, "回や号の番号")


def _plain(written: str) -> str:
    """「3-2」 of 「03の2」: hyphens, no leading zeros."""
    return "-".join(part.lstrip("0") or "0" for part in re.split(r"[\-.の]", written))
