"""Rules about every document that is an archive: bombs, doubles, entities."""

import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from extraction.gate.inspection import Inspection
from extraction.gate.markup import narrow
from extraction.gate.verdict import Refusal

_RATIO, _RATIO_FROM = 100, 10 * 1024 * 1024
_CHUNK = 1024 * 1024
_XML_NAMES = (".xml", ".rels", ".vml", ".rdf")
_OVERRIDE = re.compile(rb"""<(?:\w+:)?(?:Override|Default)\b[^<>]*>""")
_EXTENSION = re.compile(rb"""Extension\s*=\s*["']([^"']*)["']""")
_PART = re.compile(rb"""PartName\s*=\s*["']/?([^"']*)["']""")
_IS_XML = re.compile(rb"""ContentType\s*=\s*["'](?!image/)[^"']*xml["']""", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(
    rb"""^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["'](?!utf-?(?:8|16|32)|us-ascii|iso-8859|windows-|shift_jis|euc-jp)""",
    re.IGNORECASE,
)
_EBCDIC = b"\x4c\x6f\xa7\x94"
_OLD_DTD = re.compile(rb"<!DOCTYPE\s+[\w:.-]+\s+PUBLIC\s+\"-//OpenOffice\.org//DTD[^\"\[>]*\"\s+\"[\w.]*\"\s*>")


def opens(inspection: Inspection) -> zipfile.ZipFile:
    """The archive; refused when it is cut off or not one at all."""
    try:
        return zipfile.ZipFile(inspection.suspect.path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise inspection.broken() from problem


def not_a_bomb(inspection: Inspection, archive: zipfile.ZipFile) -> None:
    """Counted while inflating, because the sizes that an archive claims can lie."""
    entries = archive.infolist()
    if len(entries) > inspection.suspect.limits.archive_entries:
        raise inspection.too_much()
    for entry in entries:
        if entry.flag_bits & 1:
            raise inspection.locked()
        size = 0
        for chunk in _inflate(inspection, archive, entry):
            size += len(chunk)
            inspection.unpack(len(chunk))
            if is_bomb(size, entry):
                raise inspection.too_much()


def is_bomb(size: int, entry: zipfile.ZipInfo) -> bool:
    """Whether so many bytes, counted as they came out, are more than an honest entry of its packed size holds."""
    return size > _RATIO_FROM and size > _RATIO * max(entry.compress_size, 1)


def _inflate(inspection: Inspection, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as problem:
        raise inspection.broken() from problem
    except Exception as problem:
        if type(problem).__module__ in {"zlib", "lzma", "_lzma"}:
            raise inspection.broken() from problem
        raise


def no_doubles(inspection: Inspection, archive: zipfile.ZipFile) -> None:
    """Two parts of one name: one program would read the first and another the second.

    Neither is a part that lies there in pieces for some programs and is none for others.
    """
    names = [unquote(e.filename).lower().replace("\\", "/").lstrip("/") for e in archive.infolist() if not e.is_dir()]
    if len(names) != len(set(names)) or any(name.endswith(".piece") for name in names):
        raise inspection.broken()


def no_entities(inspection: Inspection, archive: zipfile.ZipFile) -> None:
    """XML parts only, by name or declared type: a printer's settings inside an honest file may carry such words."""
    declared = _declared_as_xml(archive)
    for name in archive.namelist():
        if name.lower().endswith(_XML_NAMES) or name.lower() in declared or _suffix(name) in declared:
            part = narrow(archive.read(name))
            if _DOCTYPE.search(part) or _ENCODING.match(part) or part.startswith(_EBCDIC):
                if _is_old_definition(part):
                    continue
                raise Refusal(
                    f"「{inspection.name}」には登録できない書き方（文書型の宣言）が入っています。"
                    "Officeで開いて保存し直してください"
                )


def _declared_as_xml(archive: zipfile.ZipFile) -> set[str]:
    """Names of parts and, with their dot, of extensions."""
    try:
        types = archive.read("[Content_Types].xml")
    except KeyError:
        return set()
    entries = [entry for entry in _OVERRIDE.findall(narrow(types)) if _IS_XML.search(entry)]
    parts = {match[1] for match in map(_PART.search, entries) if match}
    suffixes = {b"." + match[1] for match in map(_EXTENSION.search, entries) if match}
    return {name.decode("utf-8", "replace").lower() for name in parts | suffixes}


def _suffix(name: str) -> str:
    return f".{name.lower().rpartition('.')[2]}"


def _is_old_definition(part: bytes) -> bool:
    """OpenOffice.org 2 named its own definition in every list of parts and of macros, and defined nothing in it."""
    return len(_DOCTYPE.findall(part)) == 1 and bool(_OLD_DTD.search(part))
