"""Tells a text that begins with the mark of another format, because it writes about it, from that format itself."""

import re
from collections.abc import Callable
from pathlib import Path

from extraction import foreign
from extraction.encodings import NotText, decode
from extraction.foreign import Foreign
from extraction.sniff import Sniffed

_PDF = re.compile(r"%PDF-\d.*?^\d+ +\d+ +obj\b", re.DOTALL | re.MULTILINE)
_HEAD, _FEW = 10_000, 3
_WORD = re.compile(r"\\[a-z]+")
_SCRIPT = re.compile(r"#!\s*/[\x21-\x7e]+(?: [\x20-\x7e]*)?\r?(?:\n|\Z)")
_MARKUP = re.compile(
    r"</[a-z]|<[a-z][\w:.-]*\s+[a-z][\w:.-]*\s*=|<[a-z][\w:.-]*\s*/>|\?>\s*<|<!doctype[^<>]*>\s*<|<!(?:entity|doctype[^<>]*\[)",
    re.IGNORECASE,
)


def _is_rich(words: str) -> bool:
    return words.rstrip().endswith("}") or len(_WORD.findall(words[:_HEAD])) >= _FEW


_WHOLE: dict[str, Callable[[str], object]] = {"pdf": _PDF.match, "rtf": _is_rich}
_FOREIGN: dict[Foreign, Callable[[str], object]] = {
    foreign.HTML: _MARKUP.search,
    foreign.SVG: _MARKUP.search,
    foreign.XML: _MARKUP.search,
    foreign.SCRIPT: _SCRIPT.match,
    foreign.PICTURE: lambda _words: False,  # the bytes of a picture are no text
}


def only_mentions(path: Path, found: Sniffed) -> bool:
    """Whether the bytes are a text that has the mark which was `found`, and nothing of what would follow it."""
    is_whole = _FOREIGN.get(found.foreign) if found.foreign else _WHOLE.get(found.kind)
    if is_whole is None:
        return False
    try:
        words = decode(path.read_bytes())
    except NotText:
        return False
    return not is_whole(words.lstrip("\ufeff \t\r\n"))
