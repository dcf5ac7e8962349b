"""Rules about presentations of PowerPoint 97 to 2003, on the records of their stream."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extraction.gate import ole
from extraction.gate.inspection import Inspection
from extraction.gate.macros import macros
from extraction.gate.old import persisted
from extraction.gate.sheets import too_many
from extraction.gate.verdict import Refusal

type Record = tuple[int, int, bytes]
_CONTAINER = 0x0F
_HEADER = 8
_USER, _USER_LOCKED, _USER_SIZE = 0x0FF6, 0xF3D1C4DF, 16
_KEYS, _PROJECT, _OBJECT = 0x2F14, 0x0400, 0x1011
_LINK, _CONTROL, _COMMENT = 0x0FCE, 0x0FEE, 0x2EE0
_CLICK, _RUN_MACRO, _RUN_PROGRAM = 0x0FF3, 1, 2
_SLIDE, _SHOW, _IS_HIDDEN = 0x03EE, 0x03F9, 0x04
_LIST, _PLACE = 0x0FF0, 0x03F3
_CHUNK = 1024 * 1024


@dataclass
class _Found:
    slides: int = 0
    hidden: int = 0
    comments: int = 0
    objects: list[bytes] = field(default_factory=list)


def check(inspection: Inspection, container: Any, storage: list[str], within: ole.Within) -> None:
    """Raises Refusal; hidden slides, comments and objects are remarked."""
    _not_locked(inspection, container, storage)
    data = ole.stream(inspection, container, [*storage, "PowerPoint Document"])
    found = _Found()
    for kind, instance, body in _all_records(inspection, container, storage, data):
        _look(inspection, found, kind, instance, body)
    if found.slides > inspection.suspect.limits.slides:
        raise too_many(inspection.name, found.slides, "スライド", inspection.suspect.limits.slides)
    for packed in found.objects:
        within(unpacked(inspection, packed))
    for number, sentence in (
        (found.hidden, "非表示のスライドがあります（{}枚）"),
        (found.comments, "コメントが残っています（{}件）"),
        (len(found.objects), "埋め込まれた表や図があります（{}件）"),
    ):
        if number:
            inspection.remark(sentence.format(number))


def _not_locked(inspection: Inspection, container: Any, storage: list[str]) -> None:
    path = [*storage, "Current User"]
    if not container.exists(path):
        return
    data = ole.stream(inspection, container, path, 64)
    is_user = len(data) >= _USER_SIZE and struct.unpack_from("<H", data, 2)[0] == _USER
    if is_user and struct.unpack_from("<I", data, 12)[0] == _USER_LOCKED:
        raise inspection.locked()


def _all_records(inspection: Inspection, container: Any, storage: list[str], data: bytes) -> Iterator[Record]:
    """One after the other, and then those of parts that lie where no record begins: in the body of another."""
    path = [*storage, "Current User"]
    user = ole.stream(inspection, container, path, 64) if container.exists(path) else b""
    waiting = persisted.places(user, data)
    yield from records(data, passed=waiting)
    for place in sorted(waiting):
        length = min(_HEADER + struct.unpack_from("<I", data, place + 4)[0], len(data) - place)
        inspection.unpack(length)  # many may stand for the same bytes
        yield from records(data[place : place + length])


def records(data: bytes, *, passed: set[int] | None = None) -> Iterator[Record]:
    """(type, instance, body) of every record; a container has no body of its own, its records follow it.

    Where a record begins is taken out of `passed`.
    """
    place = 0
    while place + _HEADER <= len(data):
        if passed:
            passed.discard(place)
        first, kind, length = struct.unpack_from("<HHI", data, place)
        place += _HEADER
        if first & 0x0F == _CONTAINER:
            yield kind, first >> 4, b""
        else:
            yield kind, first >> 4, data[place : place + length]
            place += length


def _look(inspection: Inspection, found: _Found, kind: int, instance: int, body: bytes) -> None:
    if kind == _KEYS:
        raise inspection.locked()
    if kind == _PROJECT and len(body) >= 8 and struct.unpack_from("<I", body, 4)[0]:
        raise macros(inspection)
    if kind == _CONTROL:
        raise ole.embedded(inspection, "ActiveXコントロール")
    if kind == _CLICK and len(body) > 8 and body[8] in {_RUN_MACRO, _RUN_PROGRAM}:
        raise Refusal(
            f"「{inspection.name}」には、クリックするとプログラムが動く設定があります。"
            "「挿入」→「動作」で「なし」にして保存し直してください"
        )
    if kind == _OBJECT:
        found.objects.append(body if instance else b"\x00" * 4 + zlib.compress(body))
    found.slides += kind == _SLIDE
    found.comments += kind == _COMMENT
    found.hidden += kind == _SHOW and len(body) > 10 and bool(body[10] & _IS_HIDDEN)


def unpacked(inspection: Inspection, packed: bytes) -> bytes:
    """An object is a container of its own, deflated behind four bytes that claim its size."""
    engine, parts, rest = zlib.decompressobj(), [], packed[4:]
    try:
        while rest:
            parts.append(engine.decompress(rest, _CHUNK))
            inspection.unpack(len(parts[-1]))
            rest = engine.unconsumed_tail
    except zlib.error as problem:
        raise inspection.broken() from problem
    return b"".join(parts)
