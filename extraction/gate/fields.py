"""Rules about fields of Word documents: what they say once their pieces are put together."""

import re
from collections.abc import Iterator

from extraction.gate.codes import Codes
from extraction.gate.inspection import Inspection, shown
from extraction.gate.package import Package, values
from extraction.gate.reach import Reach, reach, runs
from extraction.gate.verdict import Refusal
from extraction.gate.words import CLICK_RUNS

_DDE = re.compile(r"^[\s\"'{\\]*DDE(?:AUTO)?(?![A-Za-z])", re.IGNORECASE)
_LOADS = re.compile(
    r"^[\s\"'{\\]*(?:INCLUDE(?:PICTURE|TEXT)?|IMPORT|DATABASE|DATA|RD|LINK(?=.*\\a\b))(?![A-Za-z])",
    re.IGNORECASE | re.DOTALL,
)
_CLICK = re.compile(r"^[\s\"'{\\]*HYPERLINK(?![A-Za-z])", re.IGNORECASE)
_WORD = re.compile(r"\"([^\"]*)\"?|(\S+)")
_WHERE = (
    ("header", "ヘッダー"),
    ("footer", "フッター"),
    ("footnote", "脚注"),
    ("endnote", "文末脚注"),
    ("comment", "コメント"),
)


def no_dde_field(inspection: Inspection, instruction: str, where: str) -> None:
    """A field that starts another program and talks to it. `instruction` is the whole text of the field's code."""
    if _DDE.match(instruction):
        raise Refusal(
            f"「{inspection.name}」の{where}に、ほかのプログラムを動かすリンク（DDE）があります"
            f"（{shown(instruction)}）。そのフィールドを消すか文字だけにして（Ctrl+Shift+F9）保存し直してください"
        )


def no_loading_field(inspection: Inspection, instruction: str, where: str) -> None:
    """A field that fetches a picture, text or data from another computer by itself."""
    if not _LOADS.match(instruction):
        return
    far = [word for word in _words(instruction) if reach(word) is Reach.FAR]
    if far:
        raise Refusal(
            f"「{inspection.name}」の{where}に、開くと外部からデータ（{shown(far[0])}）を読み込むフィールドがあります。"
            "そのフィールドを消すか文字や図だけにして（Ctrl+Shift+F9）保存し直してください"
        )


def no_running_link(inspection: Inspection, instruction: str, where: str) -> None:
    """A link whose click runs something instead of opening a page."""
    if _CLICK.match(instruction) and (found := [word for word in _words(instruction) if runs(word)]):
        raise Refusal(f"「{inspection.name}」の{where}に、{CLICK_RUNS.format(shown(found[0]))}")


def _words(instruction: str) -> list[str]:
    """Those of a code, in quotation marks or not: as they stand, and with one stroke for two as Word writes them."""
    plain = ["".join(found) for found in _WORD.findall(instruction)]
    return [*plain, *(word.replace("\\\\", "\\") for word in plain if "\\\\" in word)]


def no_acting_field(inspection: Inspection, instruction: str, where: str) -> None:
    """One that runs a program or reaches out to another computer. `instruction` is the whole text of its code."""
    no_dde_field(inspection, instruction, where)
    no_loading_field(inspection, instruction, where)
    no_running_link(inspection, instruction, where)


def no_acting_fields(package: Package) -> None:
    """In every part of a Word document, also where a code is split over runs or put together by inner fields."""
    for name in package.parts_with("fldSimple", "fldChar"):
        for instruction in _instructions(package, name):
            no_acting_field(package.inspection, instruction, _where(name))


def _where(name: str) -> str:
    return next((words for word, words in _WHERE if word in name.lower()), "本文")


def _instructions(package: Package, name: str) -> Iterator[str]:
    codes = Codes()
    for element in package.elements(name, "fldSimple", "fldChar", "instrText", "delInstrText", "t"):
        local = str(element.tag).rpartition("}")[2]
        marks = values(element, "fldCharType")
        if local == "fldSimple":
            yield from values(element, "instr")
        elif "begin" in marks:
            yield from codes.begin()
        elif "separate" in marks:
            codes.separate()
        elif "end" in marks:
            yield from codes.end()
        elif element.text:
            codes.words(str(element.text), is_code=local != "t")
    yield from codes.rest()
