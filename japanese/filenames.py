"""Names of files: as people sent them, safe to show, to store and to hand out again."""

import re
import unicodedata

from japanese.widths import clean_line

_LONGEST = 150
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))}
_UNSTORABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')


def shown_name(sent: str, *, limit: int = _LONGEST) -> str:
    """The name as sent, to be shown: NFC, without path, control, bidi and zero-width characters, at most `limit` long.

    Full-width characters, emoji and inner dots stay; the extension survives the cut; nothing left becomes 「名前なし」.
    """
    name = re.split(r"[/\\]", clean_line(sent))[-1].strip(" 　")
    name = name.rstrip(". ") or "名前なし"
    if len(name) <= limit:
        return name
    stem, extension = split(name)
    return unicodedata.normalize("NFC", stem[: limit - len(extension)] + extension)


def kept_name(sent: str, *, limit: int) -> str:
    """The name as sent, for provenance: not folded, not stripped; what no database or log line takes becomes U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", sent)[:limit]


def split(name: str) -> tuple[str, str]:
    """("資料.v2", ".pdf"): stem and extension; a leading dot and a tail longer than ten characters are no extension."""
    stem, dot, tail = name.rpartition(".")
    if not dot or not stem or not tail or len(tail) > 10:
        return name, ""
    return stem, f".{tail}"


def download_name(name: str, extension: str) -> str:
    """A name that every system can save: the type's own extension, no forbidden characters, no device names."""
    stem, given = split(shown_name(name))
    if given.lower() != extension:
        stem += given if given and not re.fullmatch(r"\.[A-Za-z0-9]{1,5}", given) else ""
    stem = _FORBIDDEN.sub("_", stem).rstrip(". ") or "file"
    if stem.split(".")[0].upper() in _DEVICES:
        stem = f"_{stem}"
    return stem[: _LONGEST - len(extension)] + extension
