"""Rules about OLE objects: what an embedded object is, by its own words and by the first bytes of what it carries."""

import re
import struct
import uuid
from collections.abc import Callable
from typing import Any

from extraction.gate.inspection import Inspection, shown
from extraction.gate.verdict import Refusal

type Within = Callable[[bytes], None]
COMPOUND, NATIVE = "\x01CompObj", "\x01Ole10Native"
_WHOLE = {"contents", "package", "embeddedodf"}  # streams that are a document of their own
_OF_OBJECTS = {COMPOUND.lower(), NATIVE.lower(), "\x01ole", "equation native", *_WHOLE}
_LENGTH = 4
_CONTROLS = {"\x03ocxname", "\x03ocxdata", "ctls"}
_SHORT = 64 * 1024
_HEAD = 4096
_FILES = re.compile(
    rb"(?:(?:OLE )?Package(?:r Shell Object)?|(?:x?html|hta|scriptlet)file|Shell\.Explorer"
    rb"|ShockwaveFlash\.ShockwaveFlash|Outlook\.FileAttach)(?:\.\d{1,2})?[\x00\s]*",
    re.IGNORECASE,
)
_PASTED = "貼り付けたファイル"
_FILE_CLASSES = {
    uuid.UUID("0003000c-0000-0000-c000-000000000046"): _PASTED,
    uuid.UUID("f20da720-c02f-11ce-927b-0800095ae340"): _PASTED,
    uuid.UUID("25336920-03f9-11cf-8fd0-00aa00686f13"): "HTML",
    uuid.UUID("06290bd3-48aa-11d2-8432-006008c3fbfc"): "スクリプト",
    uuid.UUID("d27cdb6e-ae6d-11cf-96b8-444553540000"): "Flash",
    uuid.UUID("8856f961-340a-11d0-a96b-00c04fd705a2"): "ブラウザー",
    uuid.UUID("eab22ac3-30c1-11cf-a7eb-0000c05bae0b"): "ブラウザー",
}
_LINKED = 0x1
_ELSEWHERE = re.compile(rb"\\\\[\w.]|\\\x00\\\x00[\w.]|[a-z]{2,}://|(?:[a-z]\x00){2,}:\x00/\x00/\x00", re.IGNORECASE)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"ITSF",
    b"MSCF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b\x08",
    b"\xca\xfe\xba\xbe",
    b"[InternetShortcut]",
    b"FWS",
    b"CWS",
    b"ZWS",
)
_SCRIPTS = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*+(?:<!--.*?-->\s*+)*+<(?:script|html|job|package|hta:|\?xml[^>]*>\s*<(?:job|package|scriptlet)"
    rb"|scriptlet|!doctype html|iframe|body|head)\b"
    rb"|^\s*(?:@echo|echo off|powershell|cmd(?:\.exe)? /|wscript|cscript|mshta|on error resume next"
    rb"|dim \w+|set \w+ ?= ?createobject|var \w+ ?= ?new activexobject|function \w+\()",
    re.IGNORECASE | re.DOTALL,
)
COMMAND = re.compile(rb"cmd(?:\.exe)?\s*/|mshta|powershell|wscript|\.exe\b|https?:|\\\\\w", re.IGNORECASE)


def is_program(data: bytes) -> bool:
    """Whether it begins like a program, a script, a page of the web or an archive."""
    return is_binary_program(data) or bool(_SCRIPTS.match(data[:_HEAD]))


def is_binary_program(data: bytes) -> bool:
    """Whether it begins like a program or an archive that holds one; markup does not count."""
    return data.startswith(_PROGRAMS)


def is_of_a_file(program: bytes) -> bool:
    """Whether this name of a program or of a class stands for a file that was pasted, or for a page of the web."""
    return bool(_FILES.fullmatch(program))


def no_controls(inspection: Inspection, ole: Any) -> None:
    """ActiveX controls, which Word and Excel until 2003 kept in streams of their own."""
    if any(path[-1].lower() in _CONTROLS for path in ole.listdir()):
        raise embedded(inspection, "ActiveXコントロール")


def embedded(inspection: Inspection, what: str) -> Refusal:
    return Refusal(
        f"「{inspection.name}」に別のファイルやプログラムが埋め込まれています（{what}）。"
        "取り外して保存し直し、必要なら別々に登録してください"
    )


def loads(inspection: Inspection) -> Refusal:
    return Refusal(
        f"「{inspection.name}」には、開くとほかのファイルを読み込むオブジェクトのリンクがあります。"
        "リンクを解除するか、図にして貼り直して保存し直してください"
    )


def opens(inspection: Inspection, source: Any) -> Any:
    """The container; refused when it is damaged."""
    import olefile  # noqa: PLC0415  only where such a file is judged

    try:
        return olefile.OleFileIO(source)
    except Exception as problem:  # the library raises whatever comes at a damaged container
        raise inspection.broken() from problem


def stream(inspection: Inspection, ole: Any, path: list[str], most: int | None = None) -> bytes:
    """The bytes of a stream, counted against the budget: many names may stand for the same sectors."""
    size = ole.get_size(path)
    inspection.unpack(min(size, most) if most else size)
    try:
        return bytes(ole.openstream(path).read(most) if most else ole.openstream(path).read())
    except OSError as problem:
        raise inspection.broken() from problem


def no_object_is_a_file(inspection: Inspection, ole: Any, within: Within, *, with_root: bool) -> list[str]:
    """Judges every storage that holds an object; gives what those are called that are taken.

    `with_root` for a container that is one object itself, as new Office documents embed it; `within` judges the bytes
    of a document that an object holds whole.
    """
    by_storage: dict[tuple[str, ...], set[str]] = {}
    for path in ole.listdir():
        by_storage.setdefault(tuple(path[:-1]), set()).add(path[-1].lower())
    taken = []
    for storage, streams in by_storage.items():
        if storage == () and not with_root:
            continue
        if streams & _OF_OBJECTS:
            taken.append(_judge(inspection, ole, list(storage), streams))
            for content in _WHOLE & streams:
                within(stream(inspection, ole, [*storage, content]))
            if NATIVE.lower() in streams:
                within(stream(inspection, ole, [*storage, NATIVE])[_LENGTH:])
    return taken


def _judge(inspection: Inspection, ole: Any, storage: list[str], streams: set[str]) -> str:
    label = _no_file_by_name(inspection, ole, storage, streams)
    _no_link(inspection, ole, storage, streams)
    if NATIVE.lower() in streams:
        no_native_file(inspection, stream(inspection, ole, [*storage, NATIVE], _SHORT))
    if "equation native" in streams and COMMAND.search(stream(inspection, ole, [*storage, "Equation Native"])):
        raise embedded(inspection, "数式に見せかけた命令")
    return label


def _no_file_by_name(inspection: Inspection, ole: Any, storage: list[str], streams: set[str]) -> str:
    """By the class and by the three names in CompObj; the last of them is translated, the others are not."""
    class_id = ole.getclsid(storage) if storage else ole.root.clsid
    found = _class_of(class_id)
    if found in _FILE_CLASSES:
        raise embedded(inspection, _native_name(inspection, ole, storage, streams, _FILE_CLASSES[found]))
    if COMPOUND.lower() not in streams:
        return ""
    data = stream(inspection, ole, [*storage, COMPOUND], _SHORT)
    if len(data) >= 28 and uuid.UUID(bytes_le=data[12:28]) in _FILE_CLASSES:
        raise embedded(inspection, _FILE_CLASSES[uuid.UUID(bytes_le=data[12:28])])
    names = compound_names(data)
    if any(is_of_a_file(name) for name in names):
        raise embedded(inspection, _native_name(inspection, ole, storage, streams, _PASTED))
    return names[0].rstrip(b"\x00").decode("cp932", "replace") if names else ""


def _class_of(words: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(words) if words else None
    except ValueError:
        return None


def compound_names(data: bytes) -> list[bytes]:
    """The user's name, the clipboard format and the program's id, as far as CompObj has them."""
    names, place = [], 28
    for _ in range(3):
        if place + 4 > len(data):
            break
        (length,) = struct.unpack_from("<I", data, place)
        place += 4
        if length >= 0xFFFFFFFE:
            place += 4
            continue
        names.append(data[place : place + min(length, _HEAD)])
        place += length
    return names


def _native_name(inspection: Inspection, ole: Any, storage: list[str], streams: set[str], otherwise: str) -> str:
    if NATIVE.lower() in streams:
        label = package_label(stream(inspection, ole, [*storage, NATIVE], _SHORT)[4:])
        if label:
            return f"{_PASTED}「{shown(label)}」"
    return otherwise


def package_label(data: bytes) -> str:
    """The file's name if these bytes are a package: 2, a label, a path (one may be empty), 0 and 3 (or 1)."""
    if data[:2] != b"\x02\x00":
        return ""
    label, mark, rest = data[2:].partition(b"\x00")
    path, second, rest = rest.partition(b"\x00")
    if not (mark and second and label + path) or rest[:4] not in {b"\x00\x00\x03\x00", b"\x00\x00\x01\x00"}:
        return ""
    return (label or path).decode("cp932", "replace")


def no_native_file(inspection: Inspection, data: bytes) -> None:
    """`data` with its length before it: a package by its shape, a program or script by its beginning."""
    label = package_label(data[4:])
    if label:
        raise embedded(inspection, f"{_PASTED}「{shown(label)}」")
    if is_program(data[4:]) or is_program(data):
        raise embedded(inspection, "プログラムかスクリプト")


def _no_link(inspection: Inspection, ole: Any, storage: list[str], streams: set[str]) -> None:
    """A linked object names its source in the stream `Ole`; bit 1 of its flags tells it from an embedded one."""
    if "\x01ole" not in streams:
        return
    data = stream(inspection, ole, [*storage, "\x01Ole"], _SHORT)
    if len(data) >= 8 and struct.unpack_from("<I", data, 4)[0] & _LINKED:
        if _ELSEWHERE.search(data):
            raise loads(inspection)
        inspection.remark("ほかのファイルへのリンクになっているオブジェクトがあります")
