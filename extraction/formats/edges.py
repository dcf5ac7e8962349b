"""Tables whose cells are known by their right edges, as Word and RTF keep them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.formats import tables
from extraction.pages import Block

_NEAR = 30  # twips: edges that people see as one


@dataclass(frozen=True)
class EdgeCell:
    """`right` is in twips; `joins_left` and `joins_up` say that it is part of the cell beside or above."""

    text: str
    right: int
    joins_left: bool = False
    joins_up: bool = False


@dataclass(frozen=True)
class EdgeRow:
    cells: Sequence[EdgeCell]
    is_head: bool = False


def table(rows: Sequence[EdgeRow]) -> Block:
    columns = _columns(cell.right for row in rows for cell in row.cells)
    begun: dict[int, dict[str, object]] = {}  # column → the cell that stands there, for those that join it from below
    return tables.table([_row(row, columns, begun) for row in rows])


def _row(row: EdgeRow, columns: dict[int, int], begun: dict[int, dict[str, object]]) -> tables.Row:
    made: tables.Row = []
    column = 0
    for cell in row.cells:
        end = max(columns[cell.right], column + 1)
        above = begun.get(column)
        if cell.joins_left and made:
            made[-1]["colspan"] = int(str(made[-1]["colspan"])) + end - column
        elif cell.joins_up and above is not None:
            above["rowspan"] = int(str(above["rowspan"])) + 1
        else:
            entry = tables.cell(cell.text, colspan=end - column, head=row.is_head)
            made.append(entry)
            begun[column] = entry
        column = end
    return made


def _columns(edges: Iterable[int]) -> dict[int, int]:
    """For each edge the number of columns that end at or before it; the count goes on where edges lie near."""
    numbers: dict[int, int] = {}
    count, last = 0, None
    for edge in sorted(set(edges)):
        if last is None or edge - last > _NEAR:
            count += 1
            last = edge
        numbers[edge] = count
    return numbers
