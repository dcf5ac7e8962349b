"""PDF: text with the place of every character."""

import contextlib
import ctypes
import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from extraction.boxes import SCALE, Box, pack
from extraction.broken import is_broken
from extraction.clean import fit, readable
from extraction.pages import Heading, PageContent

_MOST_HEADINGS, _DEEPEST = 300, 3


def count(path: Path) -> int:
    """The pages that are there: a file may claim more of them than it has."""
    with pypdfium2.PdfDocument(path) as document:
        claimed = len(document)
        if not claimed or _loads(document, claimed - 1):
            return claimed
    return min(claimed, _walked(path) or claimed)


def _loads(document: pypdfium2.PdfDocument, index: int) -> bool:
    try:
        document[index].close()
    except pypdfium2.PdfiumError:
        return False
    return True


def _walked(path: Path) -> int:
    """As many as the tree of pages has, those that are broken included; 0 where it cannot be walked."""
    import pikepdf  # noqa: PLC0415  only for the few files that need it: the child starts quickly

    try:
        with pikepdf.open(path) as document:
            return len(document.pages)
    except (pikepdf.PikepdfError, RecursionError):
        return 0


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


def _boxes(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, characters: int) -> Sequence[Box]:
    """In device coordinates of the page as it is shown: rotation and crop box are those of the picture.

    Asked for with plain addresses into one array: a page has thousands of characters, and the checks of ordinary calls
    cost more than the answers.
    """
    found = (ctypes.c_double * (4 * characters))()
    first, handle, get = ctypes.addressof(found), ctypes.addressof(textpage.raw.contents), _get_box()
    for index in range(characters):
        at = first + 32 * index
        get(handle, index, at, at + 8, at + 24, at + 16)  # left, right, bottom, top; zeros where there is none
    flat = found[:]
    corners = (flat[0::4], flat[3::4], flat[1::4], flat[2::4])
    return _shown(page, *corners)


def _shown(
    page: pypdfium2.PdfPage, left: list[float], bottom: list[float], right: list[float], top: list[float]
) -> list[Box]:
    """The map is linear: three calls a page, not two a character. PDFium gives what is smaller first."""
    x, y = ctypes.c_int(), ctypes.c_int()

    def place(at_x: float, at_y: float) -> tuple[int, int]:
        pdfium.FPDF_PageToDevice(page, 0, 0, SCALE, SCALE, 0, at_x, at_y, x, y)
        return x.value, y.value

    (cx, cy), (right_x, right_y), (up_x, up_y) = place(0, 0), place(10_000, 0), place(0, 10_000)
    across, down = (right_x - cx) / 1e4, (up_y - cy) / 1e4
    if up_x != cx or right_y != cy:  # turned by a quarter
        left, bottom, right, top = bottom, left, top, right
        across, down = (up_x - cx) / 1e4, (right_y - cy) / 1e4
    if across < 0:
        left, right = right, left
    if down < 0:
        bottom, top = top, bottom
    sides = ((left, across, cx), (bottom, down, cy), (right, across, cx), (top, down, cy))
    return list(zip(*([int(factor * at + start) for at in side] for side, factor, start in sides), strict=True))


@cache
def _get_box() -> Callable[..., int]:
    """FPDFText_GetCharBox without the conversions of its declared types."""
    address = ctypes.cast(pdfium.FPDFText_GetCharBox, ctypes.c_void_p).value
    pointer = ctypes.c_void_p
    return ctypes.CFUNCTYPE(ctypes.c_int, pointer, ctypes.c_int, pointer, pointer, pointer, pointer)(address or 0)
