"""Takes RTF apart: groups, control words, and bytes of text; each byte is looked at once."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?\x20?"
    rb"|(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<sign>[^a-zA-Z])|(?P<text>[^\\{}\r\n\x00]+)|[\r\n\x00]+|\\",
    re.DOTALL,
)
_IN_SKIPPED = re.compile(rb"[{}]|\\bin(\d{1,10})\x20?|\\.", re.DOTALL)


class Token(NamedTuple):
    """The begin or end of a group, a control word with its number, a sign (`*`, `~` …), or bytes of text."""

    word: str = ""
    number: int | None = None
    sign: str = ""
    data: bytes = b""
    is_open: bool = False
    is_close: bool = False


class Tokens:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def __iter__(self) -> Iterator[Token]:
        while match := _TOKEN.match(self._data, self._place):
            self._place = match.end()
            kind = match.lastgroup
            if kind in {"open", "close"}:
                yield Token(is_open=kind == "open", is_close=kind == "close")
            elif kind in {"word", "number"}:
                yield from self._word(match)
            elif kind == "hex":
                yield Token(data=bytes.fromhex(match[0].replace(b"\\'", b"").decode()))
            elif kind == "sign":
                yield Token(sign=match["sign"].decode("latin-1"))
            elif kind == "text":
                yield Token(data=match[0])

    def _word(self, match: re.Match[bytes]) -> Iterator[Token]:
        word = match["word"].decode()
        number = None if match["number"] is None else int(match["number"])
        if word == "bin":
            self._place += max(number or 0, 0)
        else:
            yield Token(word=word, number=number)

    def skip_group(self) -> None:
        """Past the end of the group that is open."""
        depth = 1
        while depth and (match := _IN_SKIPPED.search(self._data, self._place)):
            self._place = match.end()
            if match[1] is not None:
                self._place += int(match[1])
            elif match[0] in {b"{", b"}"}:
                depth += 1 if match[0] == b"{" else -1
        if depth:
            self._place = len(self._data)
