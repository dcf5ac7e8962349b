"""Near spellings of a word: letters missed, doubled or swapped, and kanji of the same reading or of like shape."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from search.analyser import analyser
from search.characters import KANJI

_LEAST, _FEW, _MANY = 2, 3, 6  # letters: below few, a word has no near spelling; from many, two edits are allowed
_KANJI = re.compile(f"[{KANJI}]+")
_LONG, _SWAPPED = "ー", 0.75
# One of each group is easily taken for another.
_ALIKE = (
    "録緑禄 議儀義犠 績積 検険剣 徴微 補捕 適摘敵滴 網綱 因困団 末未 士土 違遺 復複腹 問間関 構講購 側測則 官宮管 "
    "大太犬 千干 名各 住任 料科 輪輸 設説 請諸 計討 記紀 概既 援授 票標 境鏡 職織識 提堤 帳張 析折 班斑 待持 裁栽載 "
    "密蜜 壁璧 貨賃 幣弊 撤徹 候侯 遂逐 墳憤 慢漫 獲穫 喝渇 捨拾 派脈 郡群 堀掘 粉紛 衝衡 哀衷 延廷 卸御"
)
_OTHERS = {letter: group.replace(letter, "") for group in _ALIKE.split() for letter in group}


def near(word: str, others: Iterable[str]) -> list[str]:
    """Those of `others` that `word` may have been meant to be, the nearest first; numbers are meant as they are."""
    found = [(far, -_together(word, other), other) for other in set(others) if (far := _far(word, other)) is not None]
    return [other for _, _, other in sorted(found)]


def ends(word: str) -> tuple[str, str]:
    """Most near spellings begin with the one or end with the other; all that are one edit away do.

    Of two letters that may be swapped the first is the last.
    """
    if len(word) == _LEAST and word.isascii():
        return word[-1], word[0]
    some = max(1, min(2, (len(word) - 1) // 2))
    return word[:some], word[-some:]


def lookalikes(piece: str) -> Iterator[str]:
    """The piece with one kanji changed for one of like shape."""
    for place, letter in enumerate(piece):
        yield from (piece[:place] + other + piece[place + 1 :] for other in _OTHERS.get(letter, ""))


def distance(one: str, other: str) -> float:
    """Letters missed, added, changed, or two neighbours swapped; a mark of a long vowel counts half."""
    last: list[float] = []
    row = [0.0]
    for letter in other:
        row.append(row[-1] + _weight(letter))
    for place, letter in enumerate(one):
        before, last = last, row
        row = [last[0] + _weight(letter)]
        for there, facing in enumerate(other):
            best = min(
                last[there + 1] + _weight(letter), row[there] + _weight(facing), last[there] + (letter != facing)
            )
            if place and there and letter == other[there - 1] and facing == one[place - 1]:
                best = min(best, before[there - 1] + _SWAPPED)
            row.append(best)
    return row[-1]


def _weight(letter: str) -> float:
    return 0.5 if letter == _LONG else 1.0


def _far(word: str, other: str) -> float | None:
    """None: too far."""
    if word == other or _has_number(word) or _has_number(other):
        return None
    if len(word) == _LEAST and word.isascii() and word == other[::-1]:  # IA for AI
        return _SWAPPED
    if len(word) == len(other) > 1 and _KANJI.fullmatch(word + other) and _read(word) == _read(other):
        return 0.5
    most = 0 if len(word) < _FEW else 1 if len(word) < _MANY else 2
    if abs(len(word) - len(other)) > 2 * most or len(other) < 2 or len({*word} - {*other, _LONG}) > most:
        return None
    far = distance(word, other)
    return far if far <= most else None


def _has_number(word: str) -> bool:
    return any(map(str.isdigit, word))


def _read(word: str) -> str:
    return "".join(morpheme.reading_form() for morpheme in analyser().tokenize(word))


def _together(word: str, other: str) -> int:
    """How many letters both begin with: the first is seldom wrong."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
