"""Rules about plain texts: a table that a spreadsheet would run instead of show."""

import csv
import io
import re
from collections.abc import Iterator

from extraction.encodings import decode
from extraction.gate import formulas
from extraction.gate.inspection import Inspection, shown
from extraction.gate.verdict import Refusal

_FORMULA = ("=", "+", "-", "@")
_PICTURE = re.compile(r"^=\s*IMAGE\s*\(", re.IGNORECASE)  # typed, it has no mark
_SYLK = re.compile(r"ID;[^\r\n]*\r?\n(?:[BCEFNOPW](?:;|[A-Z]?;|\r?\n|$))")


def check(inspection: Inspection) -> None:
    if inspection.suspect.kind == "csv":
        words = decode(inspection.suspect.path.read_bytes())
        no_symbolic_links(inspection, words)
        no_acting_cells(inspection, words)


def no_symbolic_links(inspection: Inspection, words: str) -> None:
    """Excel opens a file of records that begin with ID as SYLK, whatever its name, with macros and all."""
    if _SYLK.match(words):
        raise Refusal(
            f"「{inspection.name}」は中身がCSVではありません（SYLK）。"
            "Excelで開いて「CSV UTF-8」か .xlsx で保存し直してください"
        )


def no_acting_cells(inspection: Inspection, words: str) -> None:
    """A cell like =program|'topic'!item starts that program when Excel opens the table; a function may fetch."""
    if not ("|" in words and "!" in words) and not formulas.may_call(words):
        return
    for cell in _cells(words):
        if formulas.is_dde(cell[1:]):
            raise Refusal(
                f"「{inspection.name}」のセル（{shown(cell)}）は、Excelで開くとほかのプログラムを動かします（DDE）。"
                "そのセルを文字だけに直してください"
            )
        formulas.no_calling_formula(inspection, _PICTURE.sub("=_xlfn.IMAGE(", cell))


def _cells(words: str) -> Iterator[str]:
    """Formulas that could act. Cut at commas, tabs and semicolons, each of which some Excel takes."""
    csv.field_size_limit(max(csv.field_size_limit(), len(words) + 1))
    for mark in ",;\t":
        for row in csv.reader(io.StringIO(words, newline=""), delimiter=mark):
            cells = (cell.strip(" '\ufeff\u3000") for cell in row if "(" in cell or ("|" in cell and "!" in cell))
            yield from (cell for cell in cells if cell.startswith(_FORMULA))
