"""New Office documents and whatever is embedded in a document: the same rules for both, one level deep."""

import io
import re
import zipfile
import zlib
from typing import Any

from extraction import containers
from extraction.gate import (
    active,
    archives,
    connections,
    fields,
    formulas,
    leftovers,
    links,
    macros,
    ole,
    pictures,
    sheets,
    slides,
)
from extraction.gate.inspection import DEEPEST, Inspection
from extraction.gate.old import excel, powerpoint, word
from extraction.gate.package import Package
from extraction.gate.verdict import Refusal

_HEAD = 1024
_COMPRESSED_DRAWING = re.compile(r"\.(?:emz|wmz)$", re.IGNORECASE)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"MSCF", b"BZh", b"\xfd7zXZ")
_RUNNING_DRAWING = re.compile(rb"<(?:\w+:)?(?:script|foreignObject|iframe)\b|javascript:|\son\w+\s*=", re.IGNORECASE)
_GZIP = 31
_CHUNK = 1024 * 1024

_RULES = (
    macros.no_macros,
    active.no_controls,
    active.no_own_ribbon,
    active.no_program_by_click,
    links.no_remote_template,
    links.no_foreign_body,
    links.no_unmerged_body,
    links.no_loading_objects,
    links.no_merge_source,
    pictures.no_pictures_by_address,
    pictures.no_pictures_by_borrowed_links,
    fields.no_acting_fields,
    sheets.no_dde_links,
    connections.no_loading_connections,
    connections.no_loading_queries,
    formulas.no_calling_formulas,
    sheets.few_sheets,
    sheets.few_cells,
    slides.few_slides,
)
_SAYINGS = (
    links.say_links,
    leftovers.say_comments,
    leftovers.say_changes,
    leftovers.say_merge,
    leftovers.say_names,
    leftovers.say_photos,
)


def check(inspection: Inspection) -> None:
    """A docx, xlsx or pptx file. Raises Refusal; what should be looked at is remarked."""
    with archives.opens(inspection) as archive:
        check_archive(inspection, archive, inspection.suspect.kind)


def check_archive(inspection: Inspection, archive: zipfile.ZipFile, kind: str) -> None:
    archives.not_a_bomb(inspection, archive)
    archives.no_doubles(inspection, archive)
    archives.no_entities(inspection, archive)
    package = Package(inspection, archive, kind)
    for rule in _RULES:
        rule(package)
    no_hidden_files(package)
    for say in _SAYINGS if inspection.depth == 0 else ():
        say(package)


def no_hidden_files(package: Package) -> None:
    """Every part by its first bytes, wherever it lies: objects, documents, archives, programs."""
    taken: list[str] = []
    for name in package.names:
        head = package.beginning(name, _HEAD)
        if head.startswith(b"\x1f\x8b\x08") and _COMPRESSED_DRAWING.search(name):
            _inflate(package, name)
        elif head.startswith((containers.OLE, containers.ZIP)):
            package.inspection.unpack(0)
            taken += check_bytes(package.inspection, package.read(name))
        elif head.startswith(_ARCHIVES) or _is_program(package, name, head):
            raise ole.embedded(package.inspection, f"書庫かプログラム「{name.rpartition('/')[2]}」")
        elif "/embeddings/" in name.lower():
            taken += check_bytes(package.inspection, package.read(name))
    if taken:
        words = "、".join(dict.fromkeys(filter(None, taken)))
        package.inspection.remark(f"埋め込まれた表や図があります（{len(taken)}件{'：' + words if words else ''}）")


def _is_program(package: Package, name: str, head: bytes) -> bool:
    """Fonts are scrambled and may begin with anything; drawings are markup, and only what runs in one counts."""
    extension = name.lower().rpartition(".")[2]
    if extension in {"odttf", "fntdata"}:
        return False
    if extension == "svg":
        return bool(_RUNNING_DRAWING.search(package.read(name)))
    return ole.is_binary_program(head) or (extension not in {"xml", "rels", "vml"} and ole.is_program(head))


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
        from extraction.gate import pdfs  # noqa: PLC0415  rarely needed here, and slow to load

        pdfs.nothing_active_in(inspection, io.BytesIO(data))
        return ["PDF"]
    if data.startswith(_ARCHIVES) or ole.is_program(data):
        raise ole.embedded(inspection, "プログラム、スクリプトか書庫")
    return []


def _check_inner_archive(inspection: Inspection, data: bytes) -> None:
    if inspection.depth >= DEEPEST:
        raise Refusal(
            f"「{inspection.name}」に埋め込まれた文書の中に、さらに文書が埋め込まれています。"
            "中の文書を図にするか取り外して保存し直し、必要なら別々に登録してください"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as inner:
            names = {entry.filename for entry in inner.infolist()}
            if "[Content_Types].xml" not in names and "mimetype" not in names:
                raise ole.embedded(inspection, "ZIPなどの書庫")
            check_archive(inspection.inside(), inner, "")
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise inspection.broken() from problem


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
