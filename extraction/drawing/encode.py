"""From a drawn page to its two files: WebP at reading size, held under a limit of bytes, and a thumbnail.

Nothing but pixels goes in, so no metadata can come out.
"""

import io
import math
from pathlib import Path

from PIL import Image

from extraction.pages import Picture

AREA = 1000 * 1414  # pixels of an upright A4 page, a thousand wide
WIDEST, TALLEST = 1400, 2000
LARGEST_SCALE = 8.0  # a stamp is not blown up to a page
THUMBNAIL = (250, 355)
THUMBNAIL_SETTING = (60, 0)
FOR_RECOGNISING = 2.5  # times as large in each direction: 300 dots an inch for A4
QUALITY, EFFORT = 70, 0  # effort 0: a third of the default's time for a quarter more bytes
# Quality, effort, scale, and the share of the first try's bytes that they give on printed pages (measured).
_SMALLER = (
    (45, 0, 1.0, 0.87),
    (30, 0, 1.0, 0.78),
    (40, 0, 0.8, 0.6),
    (35, 4, 0.6, 0.35),
    (25, 4, 0.45, 0.2),
    (10, 4, 0.25, 0.0),
)
# A dense page has this many times the bytes of its thumbnail, within some percent (measured): what would be too large
# is encoded smaller at once instead of twice.
_TIMES_THE_THUMBNAIL = 10.8


def fitting_scale(width: float, height: float, *, enlarged: float = 1.0) -> float:
    """From the size of a page, in any unit, to pixels: as many as reading needs, whatever its shape, and bounded."""
    width, height = max(width, 1.0), max(height, 1.0)
    return enlarged * min(math.sqrt(AREA / width / height), WIDEST / width, TALLEST / height, LARGEST_SCALE)


def keep(image: Image.Image, number: int, folder: Path, most_bytes: int, *, encoded: bytes = b"") -> Picture:
    """Write both files of a page (mode RGB or RGBX) into the folder; the large one as it is `encoded`, where it is."""
    picture = Picture(number, image.width, image.height)
    thumbnail = _webp(small(image), *THUMBNAIL_SETTING)
    large_name, small_name = picture.names
    (folder / small_name).write_bytes(thumbnail)
    large = encoded or encode(image, most_bytes, expected=expected_bytes(len(thumbnail)))
    (folder / large_name).write_bytes(large)
    return picture


def expected_bytes(thumbnail_bytes: int) -> int:
    """How large the picture of a dense page will be at the first try."""
    return round(thumbnail_bytes * _TIMES_THE_THUMBNAIL)


def encode(image: Image.Image, most_bytes: int, *, expected: int = 0) -> bytes:
    """At most so many bytes, at the best of a few settings; `expected` says where to begin."""
    first, data = expected, b""
    for quality, effort, scale, share in ((QUALITY, EFFORT, 1.0, 1.0), *_SMALLER):
        if first * share > most_bytes:
            continue
        smaller = image if scale == 1.0 else _scaled(image, scale)
        data = _webp(smaller, quality, effort)
        if len(data) <= most_bytes:
            break
        first = max(first, round(len(data) / max(share, 0.1)))
    return data


def small(image: Image.Image) -> Image.Image:
    """By the least whole factor: each pixel the mean of a square, which is the cheapest way and a clean one."""
    factor = math.ceil(max(image.width / THUMBNAIL[0], image.height / THUMBNAIL[1], 1.0))
    return image.reduce((min(factor, image.width), min(factor, image.height)))


def _scaled(image: Image.Image, scale: float) -> Image.Image:
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _webp(image: Image.Image, quality: int, effort: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=effort)
    return buffer.getvalue()
