"""ISO-2022-JP as programs write it: with the rows of NEC and with half-width kana, which Python's codecs refuse."""

import re

_SWITCH = re.compile(rb"\x1b(\$\(D|\$[@B]|\([BJI])")
_TWO_BYTES = {b"$@", b"$B"}


def decode_iso_2022_jp(data: bytes) -> str:
    """Raises UnicodeDecodeError."""
    made, place, mode = [], 0, b"(B"
    for match in _SWITCH.finditer(data):
        made.append(_piece(data[place : match.start()], mode))
        place, mode = match.end(), match[1]
    made.append(_piece(data[place:], mode))
    return "".join(made)


def _piece(data: bytes, mode: bytes) -> str:
    if mode in _TWO_BYTES:
        # A line's end may stand where the switch back is missing.
        return "".join(_line(line) for line in re.split(rb"([\r\n]+)", data))
    if mode == b"(I":
        return bytes(byte | 0x80 if byte > 0x20 else byte for byte in data).decode("cp932")
    if mode == b"$(D":
        return (b"\x1b$(D" + data + b"\x1b(B").decode("iso2022_jp_ext")
    return data.decode("ascii")


def _line(data: bytes) -> str:
    if data[:1] in {b"\r", b"\n"}:
        return data.decode("ascii")
    return b"".join(_shifted(*data[place : place + 2]) for place in range(0, len(data), 2)).decode("cp932")


def _shifted(first: int, second: int = 0) -> bytes:
    """A pair of JIS as a pair of Shift_JIS."""
    lead = ((first - 0x21) >> 1) + 0x81
    lead += 0x40 if lead > 0x9F else 0
    trail = second + 0x1F + (second >= 0x60) if first % 2 else second + 0x7E
    return bytes((lead & 0xFF, trail & 0xFF))
