"""Draws pages: WebP at reading size, held under a limit of bytes, and a thumbnail."""

import contextlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from extraction.fonts import use_japanese_fonts
from extraction.pages import Picture

WIDTH, TALLEST = 1000, 2000
THUMBNAIL = (240, 340)
QUALITY, EFFORT = 70, 0  # effort 0: a third of the default's time for a quarter more bytes
# Quality, effort, scale, and the share of the first try's bytes that they give on printed pages (measured). Every
# second page of a dense guideline is too large at first: the share tells which try is likely the last.
_SMALLER = (
    (45, 0, 1.0, 0.87),
    (30, 0, 1.0, 0.78),
    (40, 0, 0.8, 0.6),
    (35, 4, 0.6, 0.35),
    (25, 4, 0.45, 0.2),
    (10, 4, 0.25, 0.0),
)


def draw(path: Path, pages: Sequence[int], folder: Path, *, most_bytes: int) -> Iterator[Picture]:
    """The pages named (from 1) as files of `folder`; one that is broken is left out."""
    use_japanese_fonts()
    with pypdfium2.PdfDocument(path) as document:
        for number in pages:
            with contextlib.suppress(pypdfium2.PdfiumError):
                page = document[number - 1]
                try:
                    yield _picture(number, page, folder, most_bytes)
                finally:
                    page.close()


def _picture(number: int, page: pypdfium2.PdfPage, folder: Path, most_bytes: int) -> Picture:
    image = render(page)
    picture = Picture(number, image.width, image.height)
    large, small = picture.names
    (folder / large).write_bytes(encode(image, most_bytes))
    image.thumbnail(THUMBNAIL, reducing_gap=2.0)
    image.save(folder / small, "WEBP", quality=60, method=EFFORT)
    return picture


def render(page: pypdfium2.PdfPage) -> Image.Image:
    """On white ground, as wide as reading needs; the pixels are bounded before anything is drawn."""
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1.0), TALLEST / max(height, 1.0))
    bitmap = page.render(scale=scale, fill_color=(255, 255, 255, 255), rev_byteorder=True)
    try:
        drawn: Image.Image = bitmap.to_pil()
        return drawn.convert("RGB")
    finally:
        bitmap.close()


def encode(image: Image.Image, most_bytes: int) -> bytes:
    data = _webp(image, QUALITY, EFFORT)
    first = len(data)
    for quality, effort, scale, share in _SMALLER:
        if len(data) <= most_bytes:
            break
        if first * share > most_bytes:
            continue
        smaller = image if scale == 1.0 else image.resize((round(image.width * scale), round(image.height * scale)))
        data = _webp(smaller, quality, effort)
    return data


def _webp(image: Image.Image, quality: int, effort: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=effort)
    return buffer.getvalue()
