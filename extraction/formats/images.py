"""Pictures: each frame of a TIFF is a page, of other kinds there is one; they hold no words, only a size on paper."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from extraction.pages import PageContent

_MOST_FRAMES = 10_000
_SCREEN = 96.0  # dots an inch where the file says nothing that can be true
_LEAST, _MOST = 30.0, 10_000.0
_ORIENTATION, _SIDEWAYS = 0x0112, {5, 6, 7, 8}  # Exif: the camera was held sideways
_POINTS = 72.0


def count(path: Path) -> int:
    with Image.open(path) as image:
        return min(int(getattr(image, "n_frames", 1)), _MOST_FRAMES) if image.format == "TIFF" else 1


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    """Frames `first` to `last`; nothing is decoded, only headers are looked at."""
    total = count(path)
    with Image.open(path) as image:
        for number in range(first, min(last, total) + 1):
            if total > 1:
                image.seek(number - 1)
            width, height = _size(image)
            yield PageContent(number=number, width=width, height=height)


def _size(image: Image.Image) -> tuple[float, float]:
    """In points, as the picture is held up."""
    across, down = (_resolution(image, place) for place in (0, 1))
    width, height = round(image.width * _POINTS / across, 2), round(image.height * _POINTS / down, 2)
    return (height, width) if image.getexif().get(_ORIENTATION) in _SIDEWAYS else (width, height)


def _resolution(image: Image.Image, place: int) -> float:
    try:
        dots = float(image.info["dpi"][place])
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError):
        return _SCREEN
    return dots if _LEAST <= dots <= _MOST else _SCREEN
