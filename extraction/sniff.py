"""What a file is, from its bytes."""

import re
import zipfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from extraction import containers, foreign
from extraction.encodings import NotText, decode
from extraction.foreign import Foreign

_HEAD = 64 * 1024
_PDF_WITHIN = 1024
_UNSEEN = re.compile(
    "[^\\S\n]|[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u115f\u2800\u200b-\u200f\u2028-\u202e\u2060\u3164\ufeff]"
)
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"{\\rt", "rtf"),
)


class Nature(Enum):
    """What the bytes say where they say no kind that is taken."""

    ENCRYPTED_OFFICE = "encrypted office"
    TEXT = "text"
    ZIP = "zip"
    OTHER = "other"


@dataclass(frozen=True)
class Sniffed:
    """`kind` is a name of `kinds.py` for what bytes alone can tell, else empty; `nature` says more of the rest.

    `foreign` is set where the bytes are known to be of a kind that is not taken.
    """

    kind: str = ""
    nature: Nature = Nature.OTHER
    foreign: Foreign | None = None


def sniff(path: Path) -> Sniffed:
    """Looks at the bytes only; the name plays no part. A ZIP that is no document has the nature ZIP and no kind."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith((containers.ZIP, b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(path)
    if head.startswith(containers.OLE):
        kind, whose, is_locked = containers.in_ole(path)
        return Sniffed(kind, Nature.ENCRYPTED_OFFICE if is_locked else Nature.OTHER, whose)
    if kind := _by_beginning(head):
        return Sniffed(kind)
    if whose := foreign.by_bytes(head):
        return Sniffed(foreign=whose)
    return _text(path)


def _zip(path: Path) -> Sniffed:
    try:
        kind, whose = containers.in_zip(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        kind, whose = containers.in_broken_zip(path), None
    return Sniffed(kind, Nature.OTHER if kind or whose else Nature.ZIP, whose)


def _by_beginning(head: bytes) -> str:
    """Printers' commands, at most 1,024 bytes of them, may stand before a PDF."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    found = next((kind for beginning, kind in _BEGINNINGS if head.startswith(beginning)), "")
    return found or ("pdf" if b"%PDF-" in head[: _PDF_WITHIN + 5] else "")


def _text(path: Path) -> Sniffed:
    """A text, unless it turns out as markup once its letters are known and what nobody sees before them is passed."""
    try:
        words = decode(path.read_bytes())
    except NotText:
        return Sniffed()
    seen = _UNSEEN.sub(" ", words[:_HEAD])
    whose = foreign.by_markup(seen.encode("utf-8", "replace")) if "<" in seen else None
    return Sniffed(foreign=whose) if whose else Sniffed(nature=Nature.TEXT)
