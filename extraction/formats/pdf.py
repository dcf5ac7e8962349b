"""PDF: text with the place of every character."""

import contextlib
import ctypes
import itertools
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from extraction.boxes import SCALE, Box, pack
from extraction.broken import is_broken
from extraction.clean import fit, readable
from extraction.pages import Heading, PageContent

_MOST_HEADINGS, _DEEPEST = 300, 3


def count(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    """Pages `first` to `last`, both included, counted from 1; one that is broken is left out."""
    with pypdfium2.PdfDocument(path) as document:
        for number in range(first, min(last, len(document)) + 1):
            with contextlib.suppress(pypdfium2.PdfiumError):
                yield _page(number, document)


def outline(path: Path) -> Iterator[Heading]:
    """The bookmarks that lead to a page, as far as an outline shows them."""
    with pypdfium2.PdfDocument(path) as document:
        total = len(document)
        for bookmark in itertools.islice(document.get_toc(max_depth=_DEEPEST), _MOST_HEADINGS):
            destination, title = bookmark.get_dest(), readable(fit(bookmark.get_title()))
            place = None if destination is None else destination.get_index()
            if title and place is not None and 0 <= place < total:
                yield Heading(bookmark.level + 1, title, place + 1)


def _page(number: int, document: pypdfium2.PdfDocument) -> PageContent:
    page = document[number - 1]
    try:
        textpage = page.get_textpage()
        try:
            return _content(number, page, textpage)
        finally:
            textpage.close()
    finally:
        page.close()


def _content(number: int, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> PageContent:
    width, height = page.get_size()
    characters = textpage.count_chars()
    raw = textpage.get_text_range() if characters else ""
    if len(raw) != characters:  # PDFium joins surrogate pairs and leaves some characters out there
        raw = "".join(_character(textpage, index) for index in range(characters))
    raw = fit(raw)  # before it is joined: its characters have their places
    is_unreadable = is_broken(raw)
    return PageContent(
        number=number,
        raw=raw,
        text="" if is_unreadable else readable(raw),
        source="broken" if is_unreadable else "file",
        boxes=pack(_boxes(page, textpage, characters)),
        width=round(width, 2),
        height=round(height, 2),
    )


def _character(textpage: pypdfium2.PdfTextPage, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(textpage, index)
    return chr(code) if 0 < code < 0x110000 else "\x00"


def _boxes(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, characters: int) -> Iterator[Box]:
    """In device coordinates of the page as it is shown: rotation and crop box are those of the picture."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(at_x: float, at_y: float) -> tuple[int, int]:
        pdfium.FPDF_PageToDevice(page, 0, 0, SCALE, SCALE, 0, at_x, at_y, x, y)
        return x.value, y.value

    origin, right_end, up_end = shown(0, 0), shown(10_000, 0), shown(0, 10_000)
    # The map is linear: three calls a page instead of two a character.
    ax, bx, cx = (right_end[0] - origin[0]) / 1e4, (up_end[0] - origin[0]) / 1e4, origin[0]
    ay, by, cy = (right_end[1] - origin[1]) / 1e4, (up_end[1] - origin[1]) / 1e4, origin[1]
    get = pdfium.FPDFText_GetCharBox
    for index in range(characters):
        if not get(textpage, index, left, right, bottom, top):
            yield 0, 0, 0, 0
            continue
        x1, y1, x2, y2 = left.value, bottom.value, right.value, top.value
        xs = (ax * x1 + bx * y1 + cx, ax * x2 + bx * y2 + cx)
        ys = (ay * x1 + by * y1 + cy, ay * x2 + by * y2 + cy)
        yield int(min(xs)), int(min(ys)), int(max(xs)), int(max(ys))
