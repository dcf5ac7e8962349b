"""Rules about plain texts: a table that a spreadsheet would run instead of show."""

import csv
import io
import re
from collections.abc import Iterator

from extraction.encodings import decode
from extraction.gate.inspection import Inspection, shown
from extraction.gate.verdict import Refusal

_FORMULA = ("=", "+", "-", "@")
_QUOTED = re.compile(r"\"[^\"]*\"")
_CELL_NAME = r"\$?[A-Za-z]{1,3}\$?\d+"
_DDE = re.compile(
    rf"(?<![\w.\\:])(?!{_CELL_NAME}\|)[A-Za-z][A-Za-z0-9_.\\:]*'?\|\s*(?:'[^']*'|[^\s'!|]+)\s*!|'[^'|]+'\|\s*'[^']*'\s*!"
)
_SYLK = re.compile(r"ID;[^\r\n]*\r?\n(?:[BCEFNOPW](?:;|[A-Z]?;|\r?\n|$))")


def check(inspection: Inspection) -> None:
    if inspection.suspect.kind == "csv":
        words = decode(inspection.suspect.path.read_bytes())
        no_symbolic_links(inspection, words)
        no_dde_cells(inspection, words)


def no_symbolic_links(inspection: Inspection, words: str) -> None:
    """Excel opens a file of records that begin with ID as SYLK, whatever its name, with macros and all."""
    if _SYLK.match(words):
        raise Refusal(
            f"「{inspection.name}」は中身がCSVではありません（SYLK）。"
            "Excelで開いて「CSV UTF-8」か .xlsx で保存し直してください"
        )


def no_dde_cells(inspection: Inspection, words: str) -> None:
    """A cell like =program|'topic'!item starts that program when Excel opens the table."""
    if "|" not in words or "!" not in words:
        return
    for cell in _cells(words):
        if cell.startswith(_FORMULA) and _DDE.search(_QUOTED.sub('""', cell[1:])):
            raise Refusal(
                f"「{inspection.name}」のセル（{shown(cell)}）は、Excelで開くとほかのプログラムを動かします（DDE）。"
                "そのセルを文字だけに直してください"
            )


def _cells(words: str) -> Iterator[str]:
    """Cut at commas, tabs and semicolons, each of which some Excel takes; those without both marks are left out."""
    csv.field_size_limit(max(csv.field_size_limit(), len(words) + 1))
    for mark in ",;\t":
        for row in csv.reader(io.StringIO(words, newline=""), delimiter=mark):
            yield from (cell.strip(" '\ufeff\u3000") for cell in row if "|" in cell and "!" in cell)
