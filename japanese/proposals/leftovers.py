"""What is left of a name when everything that was read is taken out: the words of its title, and the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from japanese.proposals.model import Field, Found, Sureness, Unfit
from japanese.proposals.titles import finish

_KEPT = {Field.KIND, Field.ROUND}  # they are words of the title, too
_GONE = "\x00"
_TAIL = re.compile(
    r"\s?(?:年?版|号?発行|付け?|現在|時点|公表|策定|施行|制定|作成|一部改正|改[定訂正](?:版|後)?|更新|分)"
    r"(?=$|[\s_\-.,、・)\]】\x00])"
)
_EMPTY = re.compile(r"[(\[【「『〔<]([\s\x00_\-・、,]*)[)\]】」』〕>]")
_SPLIT = re.compile(r"[\x00_]+")
_EDGES = " \t_-.,・、:;~〜+&|/\\※★●■◆"
_PAIRS = {")": "(", "]": "[", "】": "【", "」": "「", "』": "『", "〕": "〔"}
_SPACED_LETTERS = re.compile(r"(?<![A-Za-z])[A-Za-z](?:\s[A-Za-z])+(?=[\s\x00_]|$)")
_ABBREVIATION = re.compile(r"(?:(?<=[\x00_\s])|^)HP(?=[\s\x00_]|$)")
_MACHINE = re.compile(
    r"(?:img|dscn?|scan|image|picture|photo|doc|document|book|file|untitled|download|fax|pict|cimg|p)[\s_\-]?\d*"
    r"|新しい.{0,40}|新規 .{0,40}|無題.{0,4}|名称未設定.{0,4}|スキャン.{0,8}|文書\d*|プレゼンテーション\d*"
    r"|ダウンロード|[0-9a-f\-]{16,}",
    re.IGNORECASE,
)
_OTHER_BODY = re.compile(r"[一-鿿ァ-ヺー]{1,8}(?:省|庁|市|町|村|区|財団|協会|株式会社)|デジ庁")
_LETTER = re.compile(r"[A-Za-zぁ-ゖァ-ヺー一-鿿가-힣]|[^\W\d_]")
_ARTICLE = re.compile(r"\(?第\d{1,3}条(?:の\d{1,2})?(?:第\d{1,2}項)?関係\)?")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Leftovers:
    """`chunks`: (start, end) of the title's words; `rest`: (start, end, why it is no part of it)."""

    title: str
    chunks: tuple[tuple[int, int], ...]
    rest: tuple[tuple[int, int, str], ...]


def left_over(stem: str, begins: int, found: Sequence[Found], unfit: Sequence[Unfit]) -> Leftovers:
    """Of a folded stem; positions are those of the stem."""
    masked = list(_GONE * begins + stem[begins:])
    spans = sorted(
        [(one.start, one.end) for one in found if one.field not in _KEPT and not _is_word(one)]
        + [(one.start, one.end) for one in unfit]
    )
    for start, end in spans:
        tail = _TAIL.match(stem, end)
        last = tail.end() if tail else end
        if _stands_free(stem, masked, start, last):
            masked[start:last] = _GONE * (last - start)
    text = "".join(masked)
    rest = [
        (*match.span(), why)
        for pattern, why in (
            (_SPACED_LETTERS, "離れて書かれた英字の意味が分かりません"),
            (_ABBREVIATION, "HPの意味が分かりません"),
        )
        for match in pattern.finditer(text)
    ]
    for start, end, _ in rest:
        text = text[:start] + _GONE * (end - start) + text[end:]
    text = _EMPTY.sub(lambda match: _GONE * len(match[0]), text)
    chunks = [span for span in _spans(text) if span[0] < span[1]]
    kept: list[tuple[int, int]] = []
    for start, end in chunks:
        why = _no_title(text[start:end], is_only=len(chunks) == 1)
        if why is None:
            kept.append((start, end))
        elif why:
            rest.append((start, end, why))
    return Leftovers(" ".join(finish(text[start:end]) for start, end in kept), tuple(kept), tuple(sorted(rest)))


def _is_word(one: Found) -> bool:
    """「japanese」 may be a word of the title; 「_ja」 and 「日本語版」 are none."""
    return one.field is Field.LANGUAGE and one.sureness is Sureness.LIKELY and one.end - one.start > 3


def _stands_free(stem: str, masked: list[str], start: int, end: int) -> bool:
    """Whether it can be taken out without tearing a word: an edge of the name or a delimiter on one side at least."""
    edge = re.compile(r"[\s_\-.()\[\]【】「」・、\x00]")
    before = start == 0 or edge.match(masked[start - 1])
    after = end >= len(stem) or edge.match(masked[end])
    return bool(before or after)


def _spans(text: str) -> list[tuple[int, int]]:
    """Chunks between what was taken out, without delimiters at their edges and brackets that lost their other half."""
    spans, position = [], 0
    for gap in [*_SPLIT.finditer(text), None]:
        start, end = position, gap.start() if gap else len(text)
        position = gap.end() if gap else end
        before = (-1, -1)
        while start < end and before != (start, end):
            before = (start, end)
            piece = text[start:end]
            start += len(piece) - len(piece.lstrip(_EDGES))
            end = start + len(text[start:end].rstrip(_EDGES))
            start, end = _without_halves(text, start, end)
        spans.append((start, end))
    return spans


def _without_halves(text: str, start: int, end: int) -> tuple[int, int]:
    """An opening bracket at the end, a closing one at the start, or one of a pair that misses the other."""
    piece = text[start:end]
    for close, opening in _PAIRS.items():
        opens, closes = piece.count(opening), piece.count(close)
        if piece[:1] == close or (piece[:1] == opening and opens > closes):
            return start + 1, end
        if piece[-1:] == opening or (piece[-1:] == close and closes > opens):
            return start, end - 1
    return start, end


def _no_title(chunk: str, *, is_only: bool) -> str | None:
    """Why it is no word of the title; empty when it is nothing at all; None when it is one."""
    if not _LETTER.search(chunk):
        return "数字の意味が分かりません" if _DIGIT.search(chunk) else ""
    if _MACHINE.fullmatch(chunk):
        return "機械や画面が付けた名前です"
    if _ARTICLE.fullmatch(chunk):
        return "条文の番号です"
    if not is_only and _OTHER_BODY.fullmatch(chunk):
        return "団体の名前かもしれません"
    return None
