"""What a file is, from its bytes."""

import re
import zipfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from extraction.encodings import NotText, decode

_MAIN_PARTS = {
    "wordprocessingml.document.main": "docx",
    "spreadsheetml.sheet.main": "xlsx",
    "presentationml.presentation.main": "pptx",
    "ms-word.document.macroEnabled.main": "docx",
    "ms-excel.sheet.macroEnabled.main": "xlsx",
    "ms-powerpoint.presentation.macroEnabled.main": "pptx",
}
_MAIN_PART = re.compile(r'ContentType="application/(?:vnd\.)?(?:openxmlformats-officedocument\.)?([\w.-]+?)\+xml"')
_MARKUP = re.compile(
    r"\s*+(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html[\s>]|svg[\s>]|\?xml\b|head[\s>])", re.IGNORECASE | re.DOTALL
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 64 * 1024
_PDF_WITHIN = 1024


class Nature(Enum):
    """What the bytes say where they say no kind that is taken."""

    ENCRYPTED_OFFICE = "encrypted office"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True)
class Sniffed:
    """`kind` is a name of `kinds.py` for what bytes alone can tell, else empty; `nature` says more of the rest."""

    kind: str = ""
    nature: Nature = Nature.OTHER


def sniff(path: Path) -> Sniffed:
    """Looks at the bytes only; the name plays no part."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"%PDF-" in head[: _PDF_WITHIN + 5]:
        return Sniffed("pdf")
    if head.startswith(b"PK\x03\x04"):
        return Sniffed(_office_kind(path))
    if head.startswith(_OLE):
        return Sniffed(nature=Nature.ENCRYPTED_OFFICE if _is_encrypted(path) else Nature.OTHER)
    return Sniffed(nature=Nature.TEXT if _is_text(path) else Nature.OTHER)


def _office_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            types = archive.open("[Content_Types].xml").read(4 * 1024 * 1024).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError):
        return _by_first_part(path)
    return next((_MAIN_PARTS[name] for name in _MAIN_PART.findall(types) if name in _MAIN_PARTS), "")


def _by_first_part(path: Path) -> str:
    """A truncated Office file still begins like one: it is broken, not of another type."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for marker, kind in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx")):
        if b"[Content_Types].xml" in head and marker in head:
            return kind
    return ""


def _is_encrypted(path: Path) -> bool:
    import olefile  # noqa: PLC0415  only for the few files that need it: the child starts quickly

    try:
        with olefile.OleFileIO(path) as ole:
            return bool(ole.exists("EncryptedPackage"))
    except Exception:  # noqa: BLE001  a damaged container makes the library raise whatever comes
        return False


def _is_text(path: Path) -> bool:
    try:
        text = decode(path.read_bytes())
    except NotText:
        return False
    return not _MARKUP.match(text) and not text.startswith("{\\rtf")
