"""Draws pages of a PDF with PDFium: its rotation, crop box and transparency are those a reader would see."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from extraction.drawing import lines
from extraction.drawing.encode import FOR_RECOGNISING, fitting_scale, keep
from extraction.fonts import use_japanese_fonts
from extraction.pages import Picture

_WHITE = (255, 255, 255, 255)


def draw(
    path: Path, pages: Sequence[int], folder: Path, *, most_bytes: int, enlarged: float = 1.0
) -> Iterator[Picture]:
    """The pages named (from 1) as files of `folder`; one that is broken is left out."""
    use_japanese_fonts()
    with pypdfium2.PdfDocument(path) as document:
        for number in pages:
            with contextlib.suppress(pypdfium2.PdfiumError):
                page = document[number - 1]
                try:
                    yield _kept(page, number, folder, most_bytes, enlarged)
                finally:
                    page.close()


def _kept(page: pypdfium2.PdfPage, number: int, folder: Path, most_bytes: int, enlarged: float) -> Picture:
    """Enlarged as far as the bytes allow, where its letters are small; drawn anew for each size: that is sharpest."""
    for size in (enlarged, (enlarged + 1) / 2, 1.0) if enlarged > 1 else ():
        image = render(page, enlarged=size)
        if encoded := lines.encode(image, most_bytes):
            return keep(image, number, folder, most_bytes, encoded=encoded)
    return keep(render(page), number, folder, most_bytes)


def scan(path: Path, number: int, target: Path) -> None:
    """One page in grey, large enough for recognising its words."""
    use_japanese_fonts()
    with pypdfium2.PdfDocument(path) as document:
        render(document[number - 1], enlarged=FOR_RECOGNISING).convert("RGB").convert("L").save(target)


def render(page: pypdfium2.PdfPage, *, enlarged: float = 1.0) -> Image.Image:
    """On white ground, as large as reading needs; the pixels are bounded before anything is drawn.

    Four bytes a pixel, because the encoder takes them as PDFium leaves them: no copy is made.
    """
    scale = fitting_scale(*page.get_size(), enlarged=enlarged)
    bitmap = page.render(scale=scale, fill_color=_WHITE, rev_byteorder=True, prefer_bgrx=True)
    size = (bitmap.width, bitmap.height)
    return Image.frombuffer("RGBX", size, bitmap.buffer, "raw", "RGBX", bitmap.stride, 1)
