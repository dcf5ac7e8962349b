"""OLE containers made by code: any streams in any storages, each with a class of its own if wanted."""

import struct
import uuid
from dataclasses import dataclass, field

_SECTOR = 512
_LEAST = 4096  # smaller streams would need a container of their own
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NOBODY = 0xFFFFFFFF


@dataclass
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    class_id: bytes = b"\0" * 16
    start: int = 0
    size: int = 0
    right: int = _NOBODY
    child: int = _NOBODY
    children: dict[str, int] = field(default_factory=dict)

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        head = name.ljust(64, b"\0") + struct.pack("<HBBIII", len(name), self.kind, 1, _NOBODY, self.right, self.child)
        return head + self.class_id + b"\0" * 20 + struct.pack("<IQ", self.start, self.size)


def container(streams: dict[str, bytes], classes: dict[str, str] | None = None) -> bytes:
    """`streams` by their paths (`ObjectPool/_1/Ole10Native`); `classes` by paths of storages, the root is ``.

    A stream shorter than 4,096 bytes is filled up with zeros.
    """
    entries = [_Entry("Root Entry", 5)]
    body = b""
    for path, data in streams.items():
        *storages, name = path.split("/")
        parent = 0
        for storage in storages:
            parent = _at(entries, parent, storage, 1)
        entry = entries[_at(entries, parent, name, 2)]
        filled = data.ljust(_LEAST, b"\0")
        entry.start, entry.size = len(body) // _SECTOR, len(filled)
        body += filled.ljust(-(-len(filled) // _SECTOR) * _SECTOR, b"\0")
    for path, class_id in (classes or {}).items():
        place = 0
        for storage in filter(None, path.split("/")):
            place = _at(entries, place, storage, 1)
        entries[place].class_id = uuid.UUID(class_id).bytes_le
    entries[0].start = _END
    return _packed(entries, body)


def _at(entries: list[_Entry], parent: int, name: str, kind: int) -> int:
    siblings = entries[parent].children
    if name not in siblings:
        entries.append(_Entry(name, kind))
        number = len(entries) - 1
        if siblings:
            entries[list(siblings.values())[-1]].right = number
        else:
            entries[parent].child = number
        siblings[name] = number
    return siblings[name]


def _packed(entries: list[_Entry], body: bytes) -> bytes:
    directory = b"".join(entry.packed() for entry in entries)
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0")
    of_body, of_directory = len(body) // _SECTOR, len(directory) // _SECTOR
    of_table = -(-(of_body + of_directory + 1) * 4 // (_SECTOR - 4)) or 1
    table = [_FREE] * (of_table * _SECTOR // 4)
    for entry in entries:
        if entry.kind == 2:
            _chain(table, entry.start, -(-entry.size // _SECTOR))
    _chain(table, of_body, of_directory)
    for number in range(of_table):
        table[of_body + of_directory + number] = _TABLE
    places = [of_body + of_directory + number for number in range(of_table)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, of_table, of_body, 0, _LEAST, _END, 0, _END, 0)
    header += b"".join(struct.pack("<I", place) for place in [*places, *[_FREE] * (109 - of_table)])
    return header + body + directory + b"".join(struct.pack("<I", value) for value in table)


def _chain(table: list[int], start: int, length: int) -> None:
    for place in range(start, start + length):
        table[place] = place + 1 if place + 1 < start + length else _END


def compound(name: str, clip: str = "", program: str = "") -> bytes:
    """The stream CompObj: whose object it is."""
    words = b"".join(
        struct.pack("<I", len(word.encode("cp932")) + 1) + word.encode("cp932") + b"\0" if word else b"\0" * 4
        for word in (name, clip, program)
    )
    return b"\x01\x00\xfe\xff\x03\x0a\x00\x00\xff\xff\xff\xff" + b"\0" * 16 + words


def native(data: bytes) -> bytes:
    """The stream Ole10Native: bytes behind their length."""
    return struct.pack("<I", len(data)) + data


def packaged(name: str, data: bytes) -> bytes:
    """What the stream Ole10Native holds of a pasted file."""
    word = name.encode("cp932") + b"\0"
    return (
        b"\x02\x00"
        + word
        + b"C:\\"
        + word
        + b"\x00\x00\x03\x00"
        + struct.pack("<I", 4)
        + b"C:\\\0"
        + struct.pack("<I", len(data))
        + data
    )
