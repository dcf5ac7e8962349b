"""Titles: what is left of a name, and the first lines of a page that read like one."""

import re
from collections.abc import Iterable, Sequence

from japanese.proposals.bodies import find_prefectures
from japanese.proposals.dates import find_dates
from japanese.proposals.kinds import find_kinds
from japanese.proposals.marks import find_stamps
from japanese.proposals.model import Field, Found, Sureness
from japanese.proposals.offices import find_section
from japanese.proposals.versions import find_stages, find_versions

LONGEST = 100
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー一-鿿]")
_WIDE = str.maketrans("()", "（）")
_BETWEEN = re.compile(r"(?<=[ぁ-ゖァ-ヺー一-鿿]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[ぁ-ゖァ-ヺー一-鿿])")
_SPACED_OUT = re.compile(r"(?:(?<=\s)|^)[ぁ-ゖァ-ヺー一-鿿](?:\s[ぁ-ゖァ-ヺー一-鿿]){1,40}(?=\s|$)")
_NUMBERED_LINE = re.compile(r"\s*\d{1,2}(?:\s+|$)")
_NO_TITLE = re.compile(
    r"目次|はじめに|https?:"
    r"|^[\W\d_]*$|[。、:]\s*$|^.{0,2}$|^(?:page|table of contents)|問い?合わ?せ|連絡先|担当\s?[:者]"
    r"|^(?:制定|策定|公表|施行|発行|改定|改正|改訂|作成|更新)(?:年月)?日?$",
    re.IGNORECASE,
)
_NUMBER_OF_PAPER = re.compile(r"\s*(?:[【\[(]?(?:参考|会議)?資料\s?\d{0,3}(?:-\d{1,3})?[】\])]?|別[紙添]\s?\d{0,3})\s*")
_LINES = 12
_TOP = 10
_ITEM = re.compile(r"\(?\d{1,2}[).．、](?!\d{4})|\d{1,2}\.\d|[a-z]{1,4}:|[・○●■□◆※*\-(\[]|項目")
_ONE_WORD = len("ガイドライン")  # broken off the line before it
_MOST_JOINED = 3
_GOES_ON = re.compile(r"(?:の|に|と|へ|を|る|た|及び|および|・|ための|向け|における|に関する|に向けた)$")
_LONGEST_PLAIN = 40
# The longest line that may be a title: longer ones are sentences.
_LONGEST_LINE = 60


def finish(text: str) -> str:
    """As it is written in the field: single blanks, none between Japanese and Latin letters, Japanese brackets."""
    text = re.sub(r"\s+", " ", text).strip()
    if _JAPANESE.search(text):
        text = _SPACED_OUT.sub(lambda word: word[0].replace(" ", ""), text)
        text = _BETWEEN.sub("", text).translate(_WIDE)
    return text[:LONGEST].strip()


def title_of_page(lines: Sequence[tuple[int, str]]) -> Found | None:
    """Of the folded lines of a first page, each with where it begins: lines up to the word that says what it is."""
    block: list[tuple[int, int, str]] = []
    first_plain: list[tuple[int, int, str]] = []
    kind_alone: list[tuple[int, int, str]] = []
    for index, (position, line) in enumerate(lines[:_LINES]):
        start, end = _stretch(line)
        piece = line[start:end]
        if end <= start or "。" in line or len(piece) > _LONGEST_LINE or _NO_TITLE.search(piece) or _is_table(piece):
            block = []
            continue
        says_kind = any(one.sureness is Sureness.SURE for one in find_kinds(piece))
        is_torn_off = says_kind and len(piece) <= _ONE_WORD
        goes_on = bool(block) and (is_torn_off or bool(_GOES_ON.search(block[-1][2])))
        block = [*(block if goes_on else []), (position + start, position + end, piece)][-_MOST_JOINED:]
        if index >= _TOP:
            continue
        if says_kind and (len(block) > 1 or not is_kind_word(piece)):
            return _found(block, "はじめのページの題名らしい行")
        if says_kind:  # 報道発表資料: the heading of the form, and the title is further down
            kind_alone = kind_alone or block
        elif len(piece) <= _LONGEST_PLAIN and (not first_plain or (goes_on and first_plain == block[:-1])):
            first_plain = block
    if first_plain:
        return _found(first_plain, "はじめのページのはじめの行")
    return _found(kind_alone, "はじめのページの題名らしい行") if kind_alone else None


def is_kind_word(piece: str) -> bool:
    """Whether it says a kind of document and nothing else: 「報道発表資料」, 「ガイドライン（案）」."""
    kinds = list(find_kinds(piece))
    left = piece
    for kind in sorted(kinds, key=lambda one: -one.start):
        left = left[: kind.start] + left[kind.end :]
    return bool(kinds) and not _JAPANESE.search(left) and not re.search(r"[A-Za-z]", left)


def _is_table(piece: str) -> bool:
    """A row of figures, an item of a list."""
    return len(re.findall(r"[\d.,%]", piece)) > len(piece) / 3 or bool(_ITEM.match(piece))


def _stretch(line: str) -> tuple[int, int]:
    """Where the words of a title may stand in a line: before its date, office, version, and after its line number."""
    start = match.end() if (match := _NUMBERED_LINE.match(line)) else 0
    named = [
        one
        for one in find_prefectures(line, is_name=False)
        if isinstance(one, Found) and not line[start : one.start].strip()
    ]
    if named:  # the body's name stands beside the title anyway
        start = named[0].end
    if _NUMBER_OF_PAPER.fullmatch(line) or find_stamps(line):
        return 0, 0
    ends: Iterable[int] = (
        one.start
        for finder in (find_dates, find_section, find_versions, find_stages)
        for one in finder(line)
        if not (isinstance(one, Found) and one.field is Field.FISCAL_YEAR)
    )
    end = min([len(line), *(max(start, one) for one in ends)])
    piece = line[start:end]
    end -= len(piece) - len(piece.rstrip(" (「【[-"))
    start += len(piece) - len(piece.lstrip(" )」】]-■●○◆#"))
    return start, end


def _found(block: Sequence[tuple[int, int, str]], why: str) -> Found | None:
    value = finish("".join(_joined(block)))
    if len(value) < 3:
        return None
    return Found(Field.TITLE, value, block[0][0], block[-1][1], Sureness.LIKELY, why)


def _joined(block: Sequence[tuple[int, int, str]]) -> Iterable[str]:
    for index, (_, _, piece) in enumerate(block):
        needs_blank = index and not (_JAPANESE.match(piece[:1]) or _JAPANESE.match(block[index - 1][2][-1:]))
        yield f" {piece}" if needs_blank else piece
