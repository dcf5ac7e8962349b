"""The places of characters on a page, packed: four numbers each, in ten-thousandths of the page's width and height."""

import zlib
from array import array
from collections.abc import Iterable, Iterator

SCALE = 10_000

type Box = tuple[int, int, int, int]


def pack(boxes: Iterable[Box]) -> bytes:
    """Left, top, right, bottom of each character, seen from the top left corner; values are held within 0…10,000."""
    flat = [value for box in boxes for value in box]
    if flat and (min(flat) < 0 or max(flat) > SCALE):
        flat = [min(max(value, 0), SCALE) for value in flat]
    return zlib.compress(array("H", flat).tobytes(), 4)


def unpack(packed: bytes) -> Iterator[Box]:
    """The boxes in the order of the text; nothing for no bytes."""
    if not packed:
        return
    flat = array("H")
    flat.frombytes(zlib.decompress(packed))
    for start in range(0, len(flat), 4):
        yield flat[start], flat[start + 1], flat[start + 2], flat[start + 3]
