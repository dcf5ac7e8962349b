"""Marks of secrecy: said of this document, not words of its text about secrecy."""

import re
from collections.abc import Iterator

from japanese.proposals.model import Field, Found, Sureness

_LEVELLED = r"(?:自治体)?機密性\s?(?P<level>[1-3])\s?(?P<class>[ABC])?\s?(?:情報)?"
_WORDS: tuple[tuple[str, str], ...] = (
    ("取扱注意", r"取り?扱い?\s?(?:厳重)?注意"),
    ("関係者限り", r"関係者?限り|関係者外秘"),
    ("部外秘", r"部外秘|社外秘|庁外秘|省外秘|対外秘|外部秘"),
    ("庁内限り", r"庁内(?:限り|のみ|限定)|内部(?:限り|のみ|限定|資料)|構成員限り|委員限り|会議限り|構成団体限り"),
    ("回収資料", r"会議後回収|(?:要)?回収資料"),
    ("転載不可", r"転載(?:不可|禁止|厳禁)|二次配布(?:不可|禁止)|複製(?:不可|禁止|厳禁)"),
    ("非公開", r"非公開(?!情報)|公開不可|未公表|公開前|公表前"),
    ("極秘", r"極秘"),
    ("秘", r"マル秘|(?<=[(([【<])\s?秘\s?(?=[)\]】>])"),
    ("Confidential", r"(?<![A-Za-z])(?:strictly\s)?confidential(?![A-Za-z])|internal use only"),
)  # fmt: skip
_MARK = re.compile(
    f"(?P<levelled>{_LEVELLED})|" + "|".join(f"(?P<w{index}>{words})" for index, (_, words) in enumerate(_WORDS)),
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[\s【】\[\]()<>《》〔〕「」■□※○●・、,:/|\-*_]*")
_SINGLE = "秘"
OPEN = "機密性1"  # may be shown to everybody


def find_marks(text: str, *, circled: bool = False) -> Iterator[Found]:
    """`circled`: the text's only 秘 is 「㊙」, which is a mark wherever it stands."""
    for match in _MARK.finditer(text):
        if match["levelled"]:
            value = f"機密性{match['level']}{(match['class'] or '').upper()}"
        else:
            value = _WORDS[int(str(match.lastgroup)[1:])][0]
        yield Found(Field.SECRECY, value, *match.span(), Sureness.SURE, "取扱いの印")
    if circled and _SINGLE in text:
        at = text.index(_SINGLE)
        yield Found(Field.SECRECY, _SINGLE, at, at + 1, Sureness.SURE, "取扱いの印")


def find_stamps(line: str, *, circled: bool = False) -> list[Found]:
    """Marks of a line that holds hardly anything else: a stamp at the edge of a page, no sentence."""
    found = list(find_marks(line, circled=circled))
    if not found and line.strip() == _SINGLE:
        at = line.index(_SINGLE)
        found = [Found(Field.SECRECY, _SINGLE, at, at + 1, Sureness.SURE, "取扱いの印")]
    left = line
    for one in reversed(found):
        left = left[: one.start] + left[one.end :]
    return found if len(_BESIDE.sub("", left)) <= 6 and "以" not in left else []
