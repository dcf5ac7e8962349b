"""Rules about plain texts: a table that a spreadsheet would run instead of show."""

import re

from extraction.encodings import decode
from extraction.gate.inspection import Inspection, shown
from extraction.gate.verdict import Refusal

_DDE = re.compile(r"(?:^|[,;\t\r\n])[ \"']*([=+@-][^,;\t\r\n|]{0,200}\|[ '\"]{0,4}[^\r\n|!]{0,500}!)", re.IGNORECASE)


def check(inspection: Inspection) -> None:
    if inspection.suspect.kind == "csv":
        no_dde_cells(inspection)


def no_dde_cells(inspection: Inspection) -> None:
    """A cell like =program|'topic'!item starts that program when Excel opens the table."""
    match = _DDE.search(decode(inspection.suspect.path.read_bytes()))
    if match:
        raise Refusal(
            f"「{inspection.name}」のセル（{shown(match[1])}）は、Excelで開くとほかのプログラムを動かします（DDE）。"
            "そのセルを文字だけに直してください"
        )
