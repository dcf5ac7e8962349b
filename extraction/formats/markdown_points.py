"""The points of lists in Markdown: which stands under which, with what number, and the lines over which one goes on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.pages import Block

ITEM = re.compile(r"([ \t]*)(?:[-*+]|(\d{1,9})([.)]))\s+(.*)$")
DEEPEST = 8
_SET_IN = 2  # blanks by which a line stands under a point


@dataclass(frozen=True)
class _Open:
    """A point under which others may stand: where its mark is, and its number in an ordered list."""

    indent: int
    number: int | None


class Points:
    """Lists while they are read, line by line."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._last: Block | None = None
        self._words: list[str] = []
        self._is_after_blank = False

    def begin(self, match: re.Match[str]) -> None:
        indent = _indent(match[1])
        before = None
        while self._open and indent < self._open[-1].indent + _SET_IN:
            before = self._open.pop()
        number = int(match[2]) if match[2] else None
        if number is not None and before is not None and before.number is not None:
            number = max(number, before.number + 1)  # 「1. 1. 1.」 counts up, as it is shown elsewhere
        level = min(len(self._open), DEEPEST)
        self._last = {"t": "li", "level": level, "ordered": number is not None}
        if number is not None:
            self._last["label"] = f"{number}{match[3]}"
        self._words, self._is_after_blank = [match[4].strip()], False
        del self._open[DEEPEST:]
        self._open.append(_Open(indent, number))

    def goes_on(self, line: str) -> bool:
        """Takes a line of ordinary words that belongs to the last point; after a blank one it begins a paragraph."""
        if self._last is None:
            return False
        words = line.strip()
        if not words:
            self._is_after_blank = True
            return True
        if self._is_after_blank:
            if not self._stands_under(line):
                return False
            self._words.append("\n")
        elif _parts_words(self._words[-1], words):
            self._words.append(" ")
        self._words.append(words)
        self._is_after_blank = False
        return True

    def leave(self, line: str) -> None:
        """Something else than a point stands here: the list ends, unless it is set in."""
        if line.strip() and not self._stands_under(line):
            self._open.clear()

    def close(self) -> Iterator[Block]:
        """The last point, whose words are now all there."""
        if self._last is not None:
            yield self._last | {"text": "".join(self._words)}
        self._last = None

    def _stands_under(self, line: str) -> bool:
        return bool(self._open) and _indent(line) >= self._open[0].indent + _SET_IN


def _indent(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))


def _parts_words(before: str, after: str) -> bool:
    """Lines are joined without a blank in Japanese, with one between words of letters."""
    return before[-1:].isascii() and after[:1].isascii()
