"""Finds out how a text is encoded: what offices have left in thirty years."""

import re

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\(D)")
_COMMON = re.compile("[\u3040-\u30ff、。ー]")
_RARE = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")


class NotText(Exception):
    """The bytes are no text in any encoding that is taken."""


def decode(data: bytes) -> str:
    """The text of UTF-8, UTF-16 with BOM, ISO-2022-JP, CP932 or EUC-JP bytes. Raises NotText."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding)
    if b"\x00" in data:
        raise NotText
    if _ISO_2022_JP.search(data):
        return _strictly(data, "iso2022_jp_ext")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _older(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise NotText from problem


def _older(data: bytes) -> str:
    """CP932 or EUC-JP: of those that decode, the one that looks more like Japanese."""
    found = []
    for encoding in ("cp932", "euc_jp"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.append((len(_COMMON.findall(text)) - 2 * len(_RARE.findall(text)), text))
    if not found:
        raise NotText
    return max(found, key=lambda pair: pair[0])[1]
