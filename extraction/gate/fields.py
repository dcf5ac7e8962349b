"""Rules about fields of Word documents: what they say once their pieces are put together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extraction.gate.inspection import Inspection, shown
from extraction.gate.package import Package, attribute
from extraction.gate.verdict import Refusal

_DDE = re.compile(r"^[\s\"'{\\]*DDE(?:AUTO)?(?![A-Za-z])", re.IGNORECASE)
_CODES = re.compile(r"^\s*QUOTE\s+((?:\d+\s*)+)", re.IGNORECASE)
_QUOTED = re.compile(r"^\s*QUOTE\s+(.*)", re.IGNORECASE | re.DOTALL)
_WHERE = (
    ("header", "ヘッダー"),
    ("footer", "フッター"),
    ("footnote", "脚注"),
    ("endnote", "文末脚注"),
    ("comment", "コメント"),
)
_DEEPEST = 50
_MOST_CODES = 10_000


def no_dde_field(inspection: Inspection, instruction: str, where: str) -> None:
    """A field that starts another program and talks to it. `instruction` is the whole text of the field's code."""
    if _DDE.match(instruction):
        raise Refusal(
            f"「{inspection.name}」の{where}に、ほかのプログラムを動かすリンク（DDE）があります"
            f"（{shown(instruction)}）。そのフィールドを消すか文字だけにして（Ctrl+Shift+F9）保存し直してください"
        )


def no_dde_fields(package: Package) -> None:
    """In every part of a Word document, also where a code is split over runs or put together by inner fields."""
    for name in package.parts_with("fldSimple", "fldChar"):
        for instruction in _instructions(package, name):
            no_dde_field(package.inspection, instruction, _where(name))


def _where(name: str) -> str:
    return next((words for word, words in _WHERE if word in name.lower()), "本文")


@dataclass
class _Field:
    code: list[str] = field(default_factory=list)
    result: list[str] = field(default_factory=list)
    has_result: bool = False


def _instructions(package: Package, name: str) -> Iterator[str]:
    open_fields: list[_Field] = []
    wanted = ("fldSimple", "fldChar", "instrText", "delInstrText", "t")
    for element in package.elements(name, *wanted):
        local = str(element.tag).rpartition("}")[2]
        if local == "fldSimple":
            yield attribute(element, "instr")
        elif local == "fldChar":
            yield from _at_mark(open_fields, attribute(element, "fldCharType"))
        elif open_fields and element.text:
            _collect(open_fields[-1], element, is_code=local != "t")
    for unclosed in open_fields:
        yield "".join(unclosed.code)


def _collect(inner: _Field, element: Any, *, is_code: bool) -> None:
    (inner.code if is_code and not inner.has_result else inner.result).append(str(element.text))


def _at_mark(open_fields: list[_Field], mark: str) -> Iterator[str]:
    if mark == "begin" and len(open_fields) < _DEEPEST:
        open_fields.append(_Field())
    elif mark == "separate" and open_fields:
        open_fields[-1].has_result = True
    elif mark == "end" and open_fields:
        closed = open_fields.pop()
        code = "".join(closed.code)
        yield code
        if open_fields and not open_fields[-1].has_result:
            open_fields[-1].code.append(_value(code, "".join(closed.result)))


def _value(code: str, result: str) -> str:
    """What an inner field puts into the outer one: letters given by number, quoted words, or its last result."""
    if numbers := _CODES.match(code):
        codes = [int(number) for number in numbers[1].split()[:_MOST_CODES]]
        return "".join(chr(number) for number in codes if 0 < number < 0xD800)
    if quoted := _QUOTED.match(code):
        return quoted[1].strip().strip('"')
    return result
