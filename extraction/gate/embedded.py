"""What is embedded in a document: each part by its bytes, and by the rules of its own kind, one level deep."""

import io
import re
import zipfile
import zlib
from importlib import import_module
from typing import Any

from extraction import containers
from extraction.encodings import NotText, decode
from extraction.gate import drawings, macros, ole
from extraction.gate.inspection import DEEPEST, Inspection, shown
from extraction.gate.old import drawn, excel, powerpoint, word
from extraction.gate.package import Package
from extraction.gate.verdict import Refusal

_HEAD = 1024
_COMPRESSED_DRAWING = re.compile(r"\.(?:emz|wmz)$", re.IGNORECASE)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"MSCF", b"BZh", b"\xfd7zXZ")
_RUNNING_NAMES = re.compile(
    r"\.(?:vb[se]|jse?|ws[fhc]|hta|ps1|bat|cmd|exe|com|scr|pif|lnk|url|dll|cpl|msi|reg|inf|jar|sct|chm|py|sh|xll|iqy"
    r"|slk|(?:settingcontent|library|search)-ms)$",
    re.IGNORECASE,
)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_GZIP = 31
_CHUNK = 1024 * 1024


def no_hidden_files(package: Package, objects: set[str]) -> None:
    """Every part by its first bytes, wherever it lies: objects, documents, archives, programs.

    `objects` are the parts (in small letters) that the document itself takes for objects: whatever else may lie in it
    as text has no business among them.
    """
    taken: list[str] = []
    for name in package.names:
        head = package.beginning(name, _HEAD)
        if head.startswith(b"\x1f\x8b\x08") and _COMPRESSED_DRAWING.search(name):
            _inflate(package, name)
        elif head.startswith((containers.OLE, containers.ZIP)) or head.lstrip().startswith(b"%PDF-"):
            taken += check_bytes(package.inspection, package.read(name))
        elif head.startswith(_ARCHIVES) or _RUNNING_NAMES.search(name) or _is_program(package, name, head):
            raise ole.embedded(package.inspection, f"書庫かプログラム「{shown(name.rpartition('/')[2])}」")
        elif name.lower() in objects or "/embeddings/" in name.lower():
            data = package.read(name)
            taken += check_bytes(package.inspection, data)
            _no_text(package.inspection, name, data)
    say(package.inspection, taken)


def say(inspection: Inspection, taken: list[str]) -> None:
    if taken:
        words = "、".join(dict.fromkeys(filter(None, taken)))
        inspection.remark(f"埋め込まれた表や図があります（{len(taken)}件{'：' + words if words else ''}）")


def _is_program(package: Package, name: str, head: bytes) -> bool:
    """Fonts are scrambled and may begin with anything; drawings are markup, and only what runs in one counts."""
    extension = name.lower().rpartition(".")[2]
    if extension in {"odttf", "fntdata"}:
        return False
    if extension == "svg" or drawings.is_one(head):
        return drawings.runs(package.read(name))
    return ole.is_binary_program(head) or (extension not in {"xml", "rels", "vml"} and ole.is_program(head))


def _no_text(inspection: Inspection, name: str, data: bytes) -> None:
    """No program embeds a plain text as it is; where one lies among the objects it is a script."""
    try:
        words = decode(data)
    except NotText:
        return
    if words.strip() and not _NO_TEXT.search(words) and not data.startswith(b"{\\rt"):
        raise ole.embedded(inspection, f"スクリプトなどの文字のファイル「{shown(name.rpartition('/')[2])}」")


def _inflate(package: Package, name: str) -> None:
    engine = zlib.decompressobj(_GZIP)
    data = package.read(name)
    try:
        while data:
            package.inspection.unpack(len(engine.decompress(data, _CHUNK)))
            data = engine.unconsumed_tail
    except zlib.error:
        return  # a drawing that shows nothing


def check_bytes(inspection: Inspection, data: bytes) -> list[str]:
    """Something that is embedded, by its bytes; gives what it is called where it is taken."""
    if data.startswith(containers.ZIP):
        _check_inner_archive(inspection, data)
        return ["Officeの文書や表"]
    if data.startswith(containers.OLE):
        with ole.opens(inspection, io.BytesIO(data)) as inner:
            return check_ole(inspection.inside(), inner, holder=inspection)
    if b"%PDF-" in data[:_HEAD]:
        _rules("pdfs").nothing_active_in(inspection, io.BytesIO(data))
        return ["PDF"]
    if data.startswith(b"{\\rt"):
        _rules("rtf").check_data(_one_deeper(inspection), data)
        return ["リッチテキスト"]
    if data.startswith(_ARCHIVES) or ole.is_program(data):
        raise ole.embedded(inspection, "プログラム、スクリプトか書庫")
    return []


def _rules(kind: str) -> Any:
    """Loaded where they are needed: the kinds embed each other."""
    return import_module(f"extraction.gate.{kind}")


def _one_deeper(inspection: Inspection) -> Inspection:
    if inspection.depth >= DEEPEST:
        raise Refusal(
            f"「{inspection.name}」に埋め込まれた文書の中に、さらに文書が埋め込まれています。"
            "中の文書を図にするか取り外して保存し直し、必要なら別々に登録してください"
        )
    return inspection.inside()


def _check_inner_archive(inspection: Inspection, data: bytes) -> None:
    inner = _one_deeper(inspection)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(inner, archive, "")
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise inspection.broken() from problem


def check_archive(inspection: Inspection, archive: zipfile.ZipFile, kind: str) -> None:
    """A document of Office, an open document, or what one program takes for this and another for that."""
    names = {entry.filename.lower() for entry in archive.infolist()}
    found = [rules for rules, lists in _LISTS.items() if names & lists]
    if not found:
        raise ole.embedded(inspection, "ZIPなどの書庫")
    for rules in found:
        _rules(rules).check_archive(inspection, archive, kind)


_LISTS = {"office": {"[content_types].xml"}, "odf": {"mimetype", "meta-inf/manifest.xml"}}


def check_ole(inspection: Inspection, container: Any, *, holder: Inspection | None = None) -> list[str]:
    """A document of Office until 2003, or one object in the document of `holder`; gives what is embedded and taken."""
    if container.exists("EncryptedPackage"):
        raise inspection.locked()
    macros.no_macro_storages(inspection, container)
    ole.no_controls(inspection, container)

    def within(data: bytes) -> None:
        check_bytes(holder or inspection, data)

    for storage, stream in documents(container):
        _OLD_RULES[stream](inspection, container, storage, within)
    drawn.no_far_pictures(inspection, container)
    return ole.no_object_is_a_file(inspection, container, within, with_root=holder is not None)


_OLD_RULES = {
    "worddocument": word.check,
    "workbook": excel.check,
    "book": excel.check,
    "powerpoint document": powerpoint.check,
}


def documents(container: Any) -> list[tuple[list[str], str]]:
    """(storage, stream) of each document inside, the outermost first."""
    found = [(path[:-1], path[-1].lower()) for path in container.listdir() if path[-1].lower() in _OLD_RULES]
    return sorted(found, key=lambda pair: len(pair[0]))
