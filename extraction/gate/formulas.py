"""Rules about formulas that fetch from elsewhere or start a program by themselves, in every kind of table."""

import html
import re

from extraction.gate.inspection import Inspection, shown
from extraction.gate.markup import bare, narrow
from extraction.gate.package import Package
from extraction.gate.verdict import Refusal
from extraction.gate.words import KEEP_VALUES

# A picture is only ever kept with its mark; without it the word is the name of a file in somebody's link.
_FETCHES = re.compile(r"WEBSERVICE\s*\(|_xlfn\.\s*IMAGE\s*\(", re.IGNORECASE)
_STARTS = re.compile(r"(?<![\w.:/])RTD\s*\(|REGISTER\.ID\s*\(", re.IGNORECASE)
_TELLING = (b"webservice", b"image", b"rtd", b"register", b"&#", b"<!--", b"<![cdata[")
_FORMULA = re.compile(
    rb"<(?:\w+:)?(?:f|formula[12]?|definedName|calculatedColumnFormula|totalsRowFormula)(?:\s[^<>]*)?>([^<]*)"
)


def no_calling_formula(inspection: Inspection, formula: str) -> None:
    """One that asks another computer or starts a program when the table is opened."""
    if found := _FETCHES.search(formula):
        what = "開くと外部からデータを読み込む数式"
    elif found := _STARTS.search(formula):
        what = "ほかのプログラムを動かす数式"
    else:
        return
    raise Refusal(f"「{inspection.name}」には、{what}（{shown(found[0].rstrip('( '))}）があります。{KEEP_VALUES}")


def no_calling_formulas(package: Package) -> None:
    """In cells, names, conditions and charts of a workbook, wherever their parts lie."""
    if not package.parts_of_type("spreadsheetml"):
        return
    for name in package.markup:
        part = narrow(package.read(name))
        if _may_call(part):
            formulas = b"\n".join(_FORMULA.findall(bare(part))).decode("utf-8", "replace")
            no_calling_formula(package.inspection, html.unescape(formulas))


def _may_call(part: bytes) -> bool:
    """Quickly, because a table may be long: whether there is a word to look for, or a way to hide one.

    An instruction is such a way unless it is the first thing of the part.
    """
    small = part.lower()
    return small.find(b"<?", len(b"<?")) > 0 or any(word in small for word in _TELLING)
