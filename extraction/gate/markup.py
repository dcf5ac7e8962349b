"""Markup as bytes: what has to be undone before words are looked for in it."""

import re

_OPENS = re.compile(rb"<!--|<\?|<!\[CDATA\[")
_CLOSES = {b"<!--": b"-->", b"<?": b"?>", b"<![CDATA[": b"]]>"}
_HEAD = 64


def narrow(part: bytes) -> bytes:
    """Letters of two or four bytes as one byte each, as far as they are ASCII; a mark of their order goes."""
    if b"\x00" in part[:_HEAD]:
        part = part.replace(b"\x00", b"")
    return part.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")


def bare(part: bytes) -> bytes:
    """Without comments and instructions, literal text as other text: each may stand in the middle of a word."""
    kept, place = [], 0
    while found := _OPENS.search(part, place):
        end = part.find(_CLOSES[found[0]], found.end())
        if end < 0:
            break
        kept.append(part[place : found.start()])
        if found[0] == b"<![CDATA[":
            kept.append(part[found.end() : end].replace(b"&", b"&amp;").replace(b"<", b"&lt;"))
        place = end + len(_CLOSES[found[0]])
    return b"".join([*kept, part[place:]])
