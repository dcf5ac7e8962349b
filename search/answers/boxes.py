"""Where words stand on the picture of their page: the places of their characters, joined line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extraction.boxes import SCALE, Box, unpack
from search.answers.marks import Spans

_GAP = 1.3  # what is seen of a character is up to a third smaller than its room


@dataclass(frozen=True)
class Rectangle:
    """In percent of the picture's width and height, from its top left corner."""

    x: str
    y: str
    width: str
    height: str


def rectangles(raw: str, packed: bytes, size: tuple[float, float], spans: Spans) -> list[Rectangle]:
    """One for each line of each span; none where text and places do not fit together. `size`: of the page."""
    boxes = list(unpack(packed)) if spans else []
    if len(boxes) != len(raw):
        return []
    page = _Page(*size)
    return [_rectangle(box) for begin, end in spans for box in page.lines(boxes[begin:end])]


def _rectangle(box: Box) -> Rectangle:
    left, top, right, bottom = box
    return Rectangle(*(f"{value * 100 / SCALE:g}%" for value in (left, top, right - left, bottom - top)))


@dataclass(frozen=True)
class _Page:
    """Knows what is as long across as down. Boxes are tight: a wide Ｉ is as narrow as its stroke, ー as flat."""

    width: float
    height: float

    def lines(self, boxes: Iterable[Box]) -> Iterator[Box]:
        """Characters that follow each other across, or in vertical writing down, are one. Blanks have no box."""
        line: list[Box] = []
        is_down: bool | None = None
        for box in boxes:
            if box[2] <= box[0] or box[3] <= box[1]:
                continue
            if line and is_down is None:
                is_down = not self._follows(line[-1], box, is_down=False)
            if line and not self._follows(line[-1], box, is_down=bool(is_down)):
                yield _union(line)
                line, is_down = [], None
            line.append(box)
        if line:
            yield _union(line)

    def _follows(self, one: Box, other: Box, *, is_down: bool) -> bool:
        """On one line within half a character, and hardly more than a character apart."""
        across, down = (self.width or 1), (self.height or 1)
        sizes = [((right - left) * across, (bottom - top) * down) for left, top, right, bottom in (one, other)]
        character = max(side for size in sizes for side in size)
        if is_down:
            off, gap = abs((one[0] + one[2]) - (other[0] + other[2])) / 2 * across, (other[1] - one[3]) * down
        else:
            off, gap = abs(one[3] - other[3]) * down, (other[0] - one[2]) * across
        return off <= character / 2 and -character <= gap < _GAP * character


def _union(line: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*line, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
