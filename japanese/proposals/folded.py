"""A text in one width, which still knows where each of its characters stood."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from japanese.proposals.model import Place
from japanese.widths import INVISIBLE

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
# Characters that are their own folded form, whatever stands before them: most of a Japanese text.
_PLAIN = re.compile(r"[\t\n -~、。「」ぁ-ゖァ-ヺー一-鿿]+")
_LONGEST_CLUSTER = 32  # more marks than that on one letter are no writing, and sorting them would take long


class Folded:
    """`text`: NFKC, one kind of dash, without invisible marks. Same for a text and for its NFKC form."""

    def __init__(self, source: str) -> None:
        self.source = source
        pieces: list[str] = []
        # Runs of (folded start, source start, source end); in a run of one to one, the end is None.
        self._folded: list[int] = []
        self._runs: list[tuple[int, int | None]] = []
        length = 0
        for start, end, piece in _pieces(source):
            if not piece:
                continue
            self._folded.append(length)
            self._runs.append((start, None if piece == source[start:end] else end))
            pieces.append(piece)
            length += len(piece)
        self.text = "".join(pieces)

    def place(self, start: int, end: int, page: int) -> Place:
        """Where a stretch of `text` stands in the source; it must not be empty."""
        first, last = self._source(start)[0], self._source(end - 1)[1]
        return Place(page, first, last, self.source[first:last])

    def character(self, position: int) -> str:
        """What stands in the source for a character of `text`: 「①」 for the 1 that it became."""
        start, end = self._source(position)
        return self.source[start:end]

    def _source(self, position: int) -> tuple[int, int]:
        run = bisect_right(self._folded, position) - 1
        start, end = self._runs[run]
        if end is not None:
            return start, end
        offset = position - self._folded[run]
        return start + offset, start + offset + 1


def _pieces(source: str) -> Iterator[tuple[int, int, str]]:
    """(source start, source end, folded): runs of plain characters, and what has to be composed with its marks."""
    position, length = 0, len(source)
    while position < length:
        if plain := _PLAIN.match(source, position):
            end = plain.end()
            if end < length and _is_mark(source[end]):
                end -= 1  # its last character takes the marks that follow
            if end > position:
                yield position, end, source[position:end]
                position = end
                continue
        start, cluster = position, ""
        while position < length and len(cluster) < _LONGEST_CLUSTER:
            char = source[position]
            if not INVISIBLE.match(char):
                if cluster and not _joins(cluster[-1], char):
                    break
                cluster += char
            elif not cluster:
                start = position + 1
            position += 1
        yield start, position, unicodedata.normalize("NFKC", cluster).translate(_DASHES)


def _is_mark(char: str) -> bool:
    """Whether it may belong to the character before it, or hides one that does."""
    return bool(INVISIBLE.match(char)) or _first(char) != char or unicodedata.combining(char) != 0


def _first(char: str) -> str:
    return unicodedata.normalize("NFKD", char)[0]


def _joins(before: str, char: str) -> bool:
    if char < "\u0300":
        return False
    first = _first(char)
    if unicodedata.combining(first):
        return True
    return len(unicodedata.normalize("NFC", unicodedata.normalize("NFKC", before)[-1:] + first)) < 2
