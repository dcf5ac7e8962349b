"""Documents of Office until 2003, rich text and OpenDocument made by code, as far as the gate looks at them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tests.hostile.ole_files import container

_OPEN = "application/vnd.oasis.opendocument."
_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def word(
    text: str = "見本",
    *,
    version: int = 0xC1,
    flags: int = 0,
    table: bytes = b"",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A header of Word and its text in wide letters; `table` is the table of commands of Word 6."""
    header = bytearray(struct.pack("<HH6xH", 0xA5EC, version, flags).ljust(0x400, b"\0"))
    struct.pack_into("<II", header, 0x118, len(header), len(table))
    return container({"WordDocument": bytes(header) + table + text.encode("utf-16-le"), **(more or {})})


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


BEGINS = record(0x0809, b"\x00\x06\x05\x00")


def sheet(name: str, *, kind: int = 0, state: int = 0) -> bytes:
    return record(0x85, struct.pack("<IBBBB", 0, state, kind, len(name), 1) + name.encode("utf-16-le"))


def other_book(address: str) -> bytes:
    return record(0x1AE, struct.pack("<HHB", 1, len(address), 1) + address.encode("utf-16-le"))


def excel(*records: bytes, more: Mapping[str, bytes] | None = None) -> bytes:
    data = BEGINS + b"".join(records or (sheet("表"),)) + record(0x0A)
    return container({"Workbook": data, **(more or {})})


def atom(kind: int, body: bytes = b"", *, instance: int = 0, holds: bool = False) -> bytes:
    """A record of PowerPoint."""
    return struct.pack("<HHI", instance << 4 | (0x0F if holds else 0), kind, len(body)) + body


def powerpoint(*atoms: bytes, token: int = 0xE391C05F) -> bytes:
    user = struct.pack("<HHIII", 0, 0x0FF6, 20, 20, token)
    return container({"Current User": user, "PowerPoint Document": b"".join(atoms or (atom(0x03EE, holds=True),))})


def packed(data: bytes) -> bytes:
    """An object as a presentation holds it."""
    return atom(0x1011, struct.pack("<I", len(data)) + zlib.compress(data), instance=1)


def rich(inside: str) -> bytes:
    return f"{{\\rtf1\\ansi\\ansicpg932 {inside}}}".encode("cp932")


def old_object(name: str, data: bytes, *, form: int = 2) -> str:
    """An object of rich text, in base sixteen."""
    names = struct.pack("<I", len(name) + 1) + name.encode() + b"\0" + b"\0" * 8
    return (struct.pack("<II", 0x501, form) + names + struct.pack("<I", len(data)) + data).hex()


def open_document(
    kind: str, content: str = "", parts: Mapping[str, bytes | str] | None = None, styles: str = ""
) -> bytes:
    """`kind` is text, spreadsheet or presentation, or whatever else the first part may say."""
    body = f"<office:document-content {_SPACES}>{styles}<office:body>{content}</office:body></office:document-content>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", _OPEN + kind)
        archive.writestr("content.xml", body)
        for name, part in (parts or {}).items():
            archive.writestr(name, part)
    return buffer.getvalue()
