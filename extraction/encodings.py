"""Finds out how a text is encoded: what offices have left in thirty years."""

import re

from extraction.jis import decode_iso_2022_jp

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B]|\([BJI]|\$\(D)")
_COMMON = re.compile("[\u3040-\u30ff、。ー]")
_RARE = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")
# A voicing mark stands behind a kana that can be voiced, and nowhere else.
_VOICED, _MARK = re.compile("[ｳｶ-ﾄﾊ-ﾎ][ﾞﾟ]"), re.compile("[ﾞﾟ]")
_SECOND_LEVEL = 0xD0  # of EUC-JP, by its first byte: characters that few texts have
_PLAUSIBLE = re.compile(
    "[\t\n\r\f\x20-\x7e\u2010-\u203b\u2190-\u2193\u2460-\u24ff\u25a0-\u25ef\u3000-\u30ff\u3200-\u9fff\uff01-\uff9f]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_END_OF_FILE = b"\x1a"
_MOST_ODD = 0.1
_SAMPLE = 200_000


class NotText(Exception):
    """The bytes are no text in any encoding that is taken."""


def decode(data: bytes) -> str:
    """The text of UTF-8, UTF-16, ISO-2022-JP, CP932 or EUC-JP bytes, with or without a BOM. Raises NotText.

    What old systems put behind the end of a text (Ctrl+Z, and NUL up to the end of a block) is no part of it.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding).rstrip("\x00\x1a")
    if b"\x00" in data:
        return _padded(data) or _wide(data)
    data = data.rstrip(_END_OF_FILE)
    if _ISO_2022_JP.search(data):
        try:
            return decode_iso_2022_jp(data)
        except UnicodeDecodeError as problem:
            raise NotText from problem
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _older(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise NotText from problem


def _padded(data: bytes) -> str:
    """The text before a row of NUL at the end; empty where NUL is part of a text of two bytes to the letter.

    A single one may be either: half of the last letter, or the end of a text. Where two bytes to the letter give a
    text with kana, or one byte none, it is half a letter.
    """
    bare = data.rstrip(b"\x00" + _END_OF_FILE)
    if not bare or b"\x00" in bare:
        return ""
    if data.count(b"\x00") == 1 and data.endswith(b"\x00"):
        wide = _decoded(data, "utf-16-le")
        if _CONTROL.search(_decoded(bare, "utf-8") or "\x00") or (_is_plausible(wide) and _COMMON.search(wide)):
            return ""
    try:
        text = decode(bare)
    except NotText:
        return ""
    return "" if _CONTROL.search(text) else text


def _wide(data: bytes) -> str:
    """UTF-16 without a BOM: of both orders the one that gives a text."""
    found = [text for encoding in ("utf-16-le", "utf-16-be") if _is_plausible(text := _decoded(data, encoding))]
    if not found:
        raise NotText
    if data[:_SAMPLE:2].count(0) > data[1:_SAMPLE:2].count(0):
        found.reverse()  # most of what is NUL stands first: where nothing else tells, that is the order
    return max(found, key=lambda text: len(_PLAUSIBLE.findall(text[:_SAMPLE])) + len(_COMMON.findall(text[:_SAMPLE])))


def _is_plausible(text: str) -> bool:
    sample = text[:_SAMPLE]
    return bool(sample) and "\x00" not in text and len(_PLAUSIBLE.findall(sample)) >= (1 - _MOST_ODD) * len(sample)


def _decoded(data: bytes, encoding: str) -> str:
    """Empty where the bytes are none of that encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _older(data: bytes) -> str:
    """CP932, EUC-JP, or UTF-16 in which no byte is NUL: the one that looks most like Japanese."""
    narrow = _decoded(data, "cp932")
    euc = _decoded(data, "euc_jp") or _decoded(data, "euc_jis_2004")
    if narrow and euc and not _COMMON.search(euc) and _is_half_width(narrow, euc):
        return narrow
    wide = [text for encoding in ("utf-16-le", "utf-16-be") if _is_plausible(text := _decoded(data, encoding))]
    found = [text for text in (narrow, euc, *wide) if text]
    if not found:
        raise NotText
    return max(found, key=_likeness)


def _likeness(text: str) -> int:
    return len(_COMMON.findall(text)) - 2 * len(_RARE.findall(text))


def _is_half_width(text: str, euc: str) -> bool:
    """Whether bytes that may be kanji of EUC-JP are rather half-width kana: short lists of names are."""
    marks = len(_MARK.findall(text))
    if marks:
        return marks == len(_VOICED.findall(text))
    leads = (sign.encode("euc_jp", "replace")[0] for sign in euc[:_SAMPLE] if sign > "\x7f")
    return bool(_HALF_WIDTH.search(text)) and any(lead >= _SECOND_LEVEL for lead in leads)
