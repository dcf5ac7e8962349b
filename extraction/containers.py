"""What a ZIP or an OLE container is, from what lies inside; nothing is unpacked beyond two small lists."""

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from extraction import foreign
from extraction.foreign import Foreign

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_LIST_BYTES = 4 * 1024 * 1024
_HEAD = 64 * 1024
_TYPE = re.compile(r"""ContentType\s*=\s*["']application/([\w.+-]+)["']""", re.IGNORECASE)
_MAIN = {
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
    "vnd.ms-word.document.macroenabled.main+xml": "docx",
    "vnd.ms-excel.sheet.macroenabled.main+xml": "xlsx",
    "vnd.ms-powerpoint.presentation.macroenabled.main+xml": "pptx",
}
_OTHER_MAIN = {
    "vnd.ms-excel.sheet.binary.macroenabled.main": foreign.BINARY_WORKBOOK,
    "vnd.ms-excel.addin.macroenabled.main+xml": foreign.ADD_IN,
    "vnd.ms-powerpoint.addin.macroenabled.main+xml": foreign.ADD_IN,
    "vnd.ms-visio.drawing.main+xml": foreign.VISIO,
}
_TEMPLATE = re.compile(r"(?:template|slideshow)(?:\.macroenabled)?\.main\+xml$|macroenabledtemplate\.main\+xml$")
_OPEN = "application/vnd.oasis.opendocument."
_OPEN_KINDS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_ROOT_TYPE = re.compile(
    r"""full-path\s*=\s*["']/["'][^<>]{0,500}?media-type\s*=\s*["']([^"']*)"""
    r"""|media-type\s*=\s*["']([^"']{0,200})["'][^<>]{0,500}?full-path\s*=\s*["']/["']"""
)


def in_zip(source: Path | IO[bytes]) -> tuple[str, Foreign | None]:
    """The kind, or whose it is otherwise; neither for a ZIP that is no document. Raises BadZipFile."""
    with zipfile.ZipFile(source) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names:
            return _office(_words(archive, "[Content_Types].xml"))
        if "mimetype" in names or "META-INF/manifest.xml" in names:
            return _open(archive, names)
        return "", None


def _words(archive: zipfile.ZipFile, name: str) -> str:
    try:
        with archive.open(name) as part:
            data = part.read(_LIST_BYTES)
    except (KeyError, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return ""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if is_wide else "utf-8", "replace")


def _office(types: str) -> tuple[str, Foreign | None]:
    declared = [name.lower() for name in _TYPE.findall(types)]
    for name in declared:
        if name in _MAIN:
            return _MAIN[name], None
    for name in declared:
        if name in _OTHER_MAIN:
            return "", _OTHER_MAIN[name]
        if _TEMPLATE.search(name):
            return "", foreign.TEMPLATE_OR_SHOW
    return "", None


def _open(archive: zipfile.ZipFile, names: set[str]) -> tuple[str, Foreign | None]:
    found = _words(archive, "mimetype").strip() if "mimetype" in names else ""
    if not found.startswith("application/") and (root := _ROOT_TYPE.search(_words(archive, "META-INF/manifest.xml"))):
        found = root[1] or root[2] or ""
    if found.startswith(_OPEN):
        kind = _OPEN_KINDS.get(found.removeprefix(_OPEN), "")
        return kind, None if kind else foreign.OPEN_TEMPLATE
    return "", foreign.OPENOFFICE_1 if found.startswith("application/vnd.sun.xml.") else None


def in_broken_zip(path: Path) -> str:
    """A truncated document still begins like one: it is broken, not of another type."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"[Content_Types].xml" in head:
        parts = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
        return next((kind for marker, kind in parts if marker in head), "")
    for name, kind in _OPEN_KINDS.items():
        if head[30:38] == b"mimetype" and (_OPEN + name).encode() in head[38:120]:
            return kind
    return ""


def in_ole(source: Path | IO[bytes]) -> tuple[str, Foreign | None, bool]:
    """The kind, whose it is otherwise, and whether it is a new Office file behind a password."""
    import olefile  # noqa: PLC0415  only for the few files that need it: the child starts quickly

    try:
        with olefile.OleFileIO(source) as ole:
            names = {"/".join(path).lower() for path in ole.listdir()}
            if "encryptedpackage" in names:
                return "", None, True
            return *_of_streams(names), False
    except Exception:  # noqa: BLE001  a damaged container makes the library raise whatever comes
        return "", None, False


def _of_streams(names: set[str]) -> tuple[str, Foreign | None]:
    if names & {"\x04jsrv_summaryinformation", "\x04jsrv_segmentinformation", "jscompdocument"}:
        return "", foreign.ICHITARO
    for stream, kind in (("worddocument", "doc"), ("powerpoint document", "ppt"), ("workbook", "xls"), ("book", "xls")):
        if stream in names:
            return kind, None
    for stream, whose in _STREAMS:
        if any(name == stream or name.startswith(f"{stream}/") for name in names):
            return "", whose
    return "", None


_STREAMS = (
    ("quill", foreign.PUBLISHER),
    ("pp40", foreign.POWERPOINT_BEFORE_97),
    ("documenttext", foreign.ICHITARO),
    ("__properties_version1.0", foreign.MAIL),
    ("visiodocument", foreign.VISIO),
    ("matost", foreign.WORKS),
    ("mm", foreign.WORKS),
    ("spelling", foreign.WORKS),
)
