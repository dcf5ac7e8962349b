"""Rules about what a new Office document runs without being a macro: controls, ribbons, programs."""

import re

from extraction.gate import ole
from extraction.gate.inspection import shown
from extraction.gate.package import Package, values
from extraction.gate.reach import plain
from extraction.gate.verdict import Refusal

_CONTROLS = re.compile(r"(?:^|/)activeX/", re.IGNORECASE)
_BINDINGS = {"control", "activeXControlBinary"}
_RIBBON = re.compile(r"(?:^|/)customUI/", re.IGNORECASE)
_RUNS = re.compile(r"^ppaction://(?:program|macro)", re.IGNORECASE)


def no_controls(package: Package) -> None:
    """Form fields and check boxes of Word and Excel are no such controls."""
    if (
        any(_CONTROLS.search(name) for name in package.names)
        or any(b.kind in _BINDINGS for b in package.bindings)
        or package.parts_of_type("activeX")
    ):
        raise Refusal(
            f"「{package.inspection.name}」に別のファイルやプログラムが埋め込まれています（ActiveXコントロール）。"
            "「開発」→「デザインモード」で消し、入力欄はフォームコントロールに替えて保存し直してください"
        )


def no_own_ribbon(package: Package) -> None:
    if any(_RIBBON.search(name) for name in package.names) or any(b.kind == "extensibility" for b in package.bindings):
        raise Refusal(
            f"「{package.inspection.name}」には独自のリボン（customUI）が組み込まれています。"
            "新しい文書に内容を写して保存し直してください"
        )


def no_program_by_click(package: Package) -> None:
    """On a slide, wherever its part lies."""
    clicks = ("hlinkClick", "hlinkHover", "hlinkMouseOver")
    for name in package.parts_with(*clicks):
        for element in package.elements(name, *clicks):
            if any(_RUNS.match(plain(action)) for action in values(element, "action")):
                raise Refusal(
                    f"「{package.inspection.name}」には、クリックするとプログラムが動く設定があります。"
                    "「挿入」→「動作」で「なし」にして保存し直してください"
                )


def no_object_of_a_file(package: Package) -> None:
    """The document's own word for an object counts as well as the object's: Office goes by it."""
    shapes = ("OLEObject", "oleObject", "oleObj")
    for name in package.parts_with(*shapes):
        for element in package.elements(name, *shapes):
            for program in (*values(element, "ProgID"), *values(element, "progId")):
                if ole.is_of_a_file(program.strip().encode()):
                    raise ole.embedded(package.inspection, f"貼り付けたファイル（{shown(program)}）")
