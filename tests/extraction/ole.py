"""Makes OLE containers, as the programs until 2003 wrote them: enough to hold the streams of a test."""

import struct
from collections.abc import Mapping

_SECTOR, _END, _FREE, _FAT = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def container(streams: Mapping[str, bytes]) -> bytes:
    """Each stream is filled with NUL up to 4096 bytes, so that no stream of small sectors is needed."""
    filled = {name: data.ljust(4096, b"\0") for name, data in sorted(streams.items(), key=lambda s: (len(s[0]), s[0]))}
    body, fat, starts = b"", [], []
    for data in filled.values():
        starts.append(len(fat))
        sectors = -(-len(data) // _SECTOR)
        fat += [*range(len(fat) + 1, len(fat) + sectors), _END]
        body += data.ljust(sectors * _SECTOR, b"\0")
    folder_start = len(fat)
    folder = _entry("Root Entry", 5, _END, 0, child=1 if filled else _FREE)
    for place, (name, data) in enumerate(filled.items(), start=1):
        folder += _entry(name, 2, starts[place - 1], len(data), right=place + 1 if place < len(filled) else _FREE)
    sectors = -(-len(folder) // _SECTOR)
    fat += [*range(len(fat) + 1, len(fat) + sectors), _END]
    body += folder.ljust(sectors * _SECTOR, b"\0")
    tables = -(-len(fat) // 127)
    first_table = len(fat)
    fat += [_FAT] * tables
    body += struct.pack(f"<{tables * 128}I", *fat, *[_FREE] * (tables * 128 - len(fat)))
    places = [*range(first_table, first_table + tables), *[_FREE] * (109 - tables)]
    head = struct.pack("<8s16xHHHHH6xIII4xIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                       0, tables, folder_start, 4096, _END, 0, _END, 0)  # fmt: skip
    return head + struct.pack("<109I", *places) + body


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    words = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", words, len(words) + 2, kind, 1, _FREE, right, child, start, size)
