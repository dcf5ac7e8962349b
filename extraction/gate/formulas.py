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
_QUOTED = re.compile(r"\"[^\"]*\"")
_CELL_NAME = r"\$?[A-Za-z]{1,3}\$?\d+"
_DDE = re.compile(
    rf"(?<![\w.\\:])(?!{_CELL_NAME}\|)[A-Za-z][A-Za-z0-9_.\\:]*'?\|\s*(?:'[^']*'|[^\s'!|]+)\s*!|'[^'|]+'\|\s*'[^']*'\s*!"
)
_WORDS = ("webservice", "image", "rtd", "register")
_TELLING = (*(word.encode() for word in _WORDS), b"|", b"&#", b"<!--", b"<![cdata[")
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


def is_dde(formula: str) -> bool:
    """Whether it is like program|'topic'!item; words in quotation marks are shown and not run."""
    return "|" in formula and "!" in formula and bool(_DDE.search(_QUOTED.sub('""', formula)))


def may_call(words: str) -> bool:
    """Quickly, because a table may be long."""
    small = words.lower()
    return any(word in small for word in _WORDS)


def no_calling_formulas(package: Package) -> None:
    """In cells, names, conditions and charts of a workbook, wherever their parts lie."""
    if not package.parts_of_type("spreadsheetml"):
        return
    for name in package.markup:
        part = narrow(package.read(name))
        if not _has_something(part):
            continue
        found = [html.unescape(formula.decode("utf-8", "replace")) for formula in _FORMULA.findall(bare(part))]
        no_calling_formula(package.inspection, "\n".join(found))
        for formula in filter(is_dde, found):
            raise Refusal(
                f"「{package.inspection.name}」には、ほかのプログラムを動かす数式（DDE、{shown(formula)}）があります。"
                f"{KEEP_VALUES}"
            )


def _has_something(part: bytes) -> bool:
    """Quickly again: a word to look for, or a way to hide one. An instruction is one unless it is the first thing."""
    small = part.lower()
    return small.find(b"<?", len(b"<?")) > 0 or any(word in small for word in _TELLING)
