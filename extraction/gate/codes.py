"""What the codes of fields say once their pieces and inner fields are put together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NUMBERS = re.compile(r"^\s*QUOTE\s+((?:\d+\s*)+)", re.IGNORECASE)
_QUOTED = re.compile(r"^\s*QUOTE\s+(.*)", re.IGNORECASE | re.DOTALL)
_DEEPEST = 50
_MOST_LETTERS = 100_000
_MOST_NUMBERS = 10_000


@dataclass
class _Field:
    code: list[str] = field(default_factory=list)
    result: list[str] = field(default_factory=list)
    has_result: bool = False


@dataclass
class Codes:
    """Takes the marks of fields and the words between them in their order, gives the whole code of each field."""

    _open: list[_Field] = field(default_factory=list)

    def begin(self) -> Iterator[str]:
        """Begins an inner field; the outermost is given up (and given) where no honest document has so many."""
        self._open.append(_Field())
        if len(self._open) > _DEEPEST:
            yield "".join(self._open.pop(0).code)

    def separate(self) -> None:
        """The code ends here, the last result follows."""
        if self._open:
            self._open[-1].has_result = True

    def end(self) -> Iterator[str]:
        if self._open:
            closed = self._open.pop()
            code = "".join(closed.code)
            yield code
            if self._open and not self._open[-1].has_result:
                self._open[-1].code.append(value(code, "".join(closed.result)))

    def words(self, words: str, *, is_code: bool) -> None:
        if self._open:
            inner = self._open[-1]
            (inner.code if is_code and not inner.has_result else inner.result).append(words[:_MOST_LETTERS])

    def rest(self) -> Iterator[str]:
        """The codes of fields that never end."""
        for unclosed in self._open:
            yield "".join(unclosed.code)


def value(code: str, result: str) -> str:
    """What an inner field puts into the outer one: letters given by number, quoted words, or its last result."""
    if numbers := _NUMBERS.match(code):
        codes = [int(number) for number in numbers[1].split()[:_MOST_NUMBERS] if len(number) <= 5]
        return "".join(chr(number) for number in codes if 0 < number < 0xD800)
    if quoted := _QUOTED.match(code):
        return quoted[1].strip().strip('"')
    return result
