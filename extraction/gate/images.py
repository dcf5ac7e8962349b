"""Rules about pictures: their size by the header alone, what follows them, whether they are whole."""

import re
import warnings
import zipfile
from pathlib import Path
from typing import Any

from extraction.gate import ole, photos, tiffs
from extraction.gate.inspection import Inspection
from extraction.gate.verdict import Refusal

_TEN_THOUSAND = 10_000
_HIDING = re.compile(  # long enough to be no chance among the bytes of a second picture or a film of a camera
    rb"MZ\x90\x00|PK\x03\x04[\x0a-\x3f]\x00|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x7fELF[\x01\x02]{2}\x01|%PDF-\d"
    rb"|(?i:<\?php|<(?:html|script|iframe|body|hta:\w+)(?=\s*>|\s+[\w:-]+\s*=)|<!doctype html)"
)
_BEGINNING = 1024  # as far as readers of PDF look for its mark
_END = 0xD9
_ALONE = {0x01, *range(0xD0, 0xD9)}


def check(inspection: Inspection) -> None:
    """A PNG, JPEG, TIFF or WebP file. Raises Refusal; where and by whom it was taken is remarked."""
    nothing_follows(inspection)
    few_pixels(inspection)
    for sentence in photos.remarks(inspection.suspect.path):
        inspection.remark(sentence)


def few_pixels(inspection: Inspection) -> None:
    """Of each page, before anything is decoded; then the first page is decoded, to see that it is whole."""
    from PIL import Image  # noqa: PLC0415  only where a picture is judged

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own warning about many pixels comes in the way of ours
            Image.MAX_IMAGE_PIXELS = None
            with Image.open(inspection.suspect.path, formats=[inspection.suspect.kind.upper()]) as image:
                _few_pixels(inspection, image)
                image.seek(0)
                image.load()
    except (Refusal, MemoryError):
        raise
    except Exception as problem:  # whatever the decoder stumbles over, the file is the cause
        raise inspection.broken() from problem


def _few_pixels(inspection: Inspection, image: Any) -> None:
    for page in range(_pages(inspection, image)):
        image.seek(page)
        if image.width * image.height > inspection.suspect.limits.pixels:
            raise _too_large(inspection, image.width, image.height)


def _pages(inspection: Inspection, image: Any) -> int:
    """Of a TIFF; the frames of a moving picture and the second lens of a camera are no pages."""
    if image.format != "TIFF":
        return 1
    pages, most = int(image.n_frames), inspection.suspect.limits.pdf_pages
    if pages > most:
        raise Refusal(f"「{inspection.name}」は{pages:,}ページあります。{most:,}ページまでに分けてください")
    return pages


def _too_large(inspection: Inspection, width: int, height: int) -> Refusal:
    most = inspection.suspect.limits.pixels // _TEN_THOUSAND
    return Refusal(f"「{inspection.name}」は{width:,}×{height:,}画素あります。{most:,}万画素までに小さくしてください")


def nothing_follows(inspection: Inspection) -> None:
    """Behind the end of the picture no archive, page of the web or program may hide, nor within its first bytes."""
    data = inspection.suspect.path.read_bytes()
    rest = data[end_of(inspection.suspect.kind, data) :].lstrip(b"\x00 \r\n\t")
    where = "画像のはじめに" if _HIDING.search(data[:_BEGINNING]) else ""
    if ole.is_program(rest) or _HIDING.search(rest) or is_archive(inspection.suspect.path):
        where = "画像のあとに"
    if where:
        label = {"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF", "webp": "WebP"}[inspection.suspect.kind]
        raise Refusal(
            f"「{inspection.name}」は中身が画像（{label}）だけではありません（{where}別の種類のデータがあります）。"
            "画像のソフトで開いて保存し直してください"
        )


def is_archive(path: Path) -> bool:
    """Whether a ZIP program would open the file as well."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def end_of(kind: str, data: bytes) -> int:
    """Where the picture ends by its own chunks, segments or tables."""
    if kind == "png":
        return _end_of_png(data)
    if kind == "webp":
        return min(int.from_bytes(data[4:8], "little") + 8, len(data))
    return _end_of_jpeg(data) if kind == "jpeg" else tiffs.end_of(data)


def _end_of_png(data: bytes) -> int:
    """Over the chunks; a mark of the end within one of them is none."""
    place = 8
    while place + 8 <= len(data):
        kind = data[place + 4 : place + 8]
        place += 12 + int.from_bytes(data[place : place + 4], "big")
        if kind == b"IEND":
            return min(place, len(data))
    return len(data)


def _end_of_jpeg(data: bytes) -> int:
    """Over the segments; within a scan only a mark that is no part of the data ends it."""
    place = 2
    while 0 <= place < len(data) - 1:
        if data[place] != 0xFF:
            place = data.find(b"\xff", place)
            continue
        mark = data[place + 1]
        if mark == _END:
            return place + 2
        if mark in {0x00, 0xFF} or mark in _ALONE:
            place += 1 if mark == 0xFF else 2
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return len(data)
