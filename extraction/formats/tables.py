"""Tables as blocks: cells with spans, and the same as plain text."""

from collections.abc import Iterable, Sequence

from extraction.pages import Block

type Row = list[dict[str, object]]
type Span = tuple[int, int, int, int]

MOST_CELLS = 20_000  # of one table, for showing; the text of a page has them all
MOST_COLUMNS = 100
_WIDEST = 1000  # what HTML allows


def cell(text: str, *, colspan: int = 1, rowspan: int = 1, head: bool = False) -> dict[str, object]:
    return {"text": text, "colspan": colspan, "rowspan": rowspan, "head": head}


def table(rows: Iterable[Row], *, left_out: int = 0) -> Block:
    """`left_out` counts rows that the file has and the table has not."""
    block: Block = {"t": "table", "rows": tidy(list(rows))}
    return block | {"left_out": left_out} if left_out else block


def letters(column: int) -> str:
    """A, B … Z, AA … as spreadsheets name their columns, counted from 0."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


def grid(values: Sequence[Sequence[str]], merged: Iterable[Span] = ()) -> list[Row]:
    """Rows of texts as cells; `merged` are (top, left, bottom, right), both ends included, counted from 0.

    What is merged beyond the size of the table, because it lies over other merged cells, is not counted.
    """
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    left_to_cover = sum(map(len, values))
    for top, left, bottom, right in merged:
        left_to_cover -= (bottom - top + 1) * (right - left + 1)
        if left_to_cover >= 0:
            spans[top, left] = bottom - top + 1, right - left + 1
    covered = {
        (row, column)
        for (top, left), (rowspan, colspan) in spans.items()
        for row in range(top, top + rowspan)
        for column in range(left, left + colspan)
    } - set(spans)
    return [
        [
            cell(text, rowspan=spans.get((r, c), (1, 1))[0], colspan=spans.get((r, c), (1, 1))[1])
            for c, text in enumerate(row)
            if (r, c) not in covered
        ]
        for r, row in enumerate(values)
    ]


def tidy(rows: Sequence[Row]) -> list[Row]:
    """The table as HTML allows it: no cell over another or past the end, a cell begins in each row and column."""
    placed = _placed(rows)
    columns = _ranks({column for row in placed for column, _ in row})
    lines = _ranks({number for number, row in enumerate(placed) if row})
    for number, row in enumerate(placed):
        for column, entry in row:
            entry["colspan"] = _between(columns, column, column + _span(entry, "colspan"))
            entry["rowspan"] = _between(lines, number, number + _span(entry, "rowspan"))
    return [[entry for _, entry in row] for row in placed if row]


def _placed(rows: Sequence[Row]) -> list[list[tuple[int, dict[str, object]]]]:
    """Each cell with the column in which it comes to stand, its spans cut where another or the end is."""
    open_until: dict[int, int] = {}  # column → first row that is free again
    placed: list[list[tuple[int, dict[str, object]]]] = []
    for number, row in enumerate(rows):
        column, line = 0, []
        for entry in row:
            while open_until.get(column, 0) > number:
                column += 1
            width = 1
            while width < _span(entry, "colspan") and open_until.get(column + width, 0) <= number:
                width += 1
            height = min(_span(entry, "rowspan"), len(rows) - number)
            line.append((column, {**entry, "colspan": width, "rowspan": height}))
            open_until |= dict.fromkeys(range(column, column + width), number + height)
            column += width
        placed.append(line)
    return placed


def _span(entry: dict[str, object], name: str) -> int:
    value = entry[name]
    return min(max(value, 1), _WIDEST) if isinstance(value, int) else 1


def _ranks(begun: set[int]) -> list[int]:
    """For each place up to the last one begun: how many were begun before it."""
    ranks, count = [], 0
    for place in range(max(begun, default=-1) + 1):
        ranks.append(count)
        count += place in begun
    return [*ranks, count]


def _between(ranks: list[int], first: int, end: int) -> int:
    return ranks[min(end, len(ranks) - 1)] - ranks[first]


def plain(rows: Iterable[Row]) -> str:
    """One line a row, cells set apart by a tab."""
    return "\n".join("\t".join(str(entry["text"]).replace("\n", " ") for entry in row) for row in rows)


def text_of(blocks: Iterable[Block]) -> str:
    """What the blocks say, for search and for copying."""
    return "\n".join(plain(block["rows"]) if block["t"] == "table" else _line(block) for block in blocks).strip()


def _line(block: Block) -> str:
    return f"{block['label']} {block['text']}" if block.get("label") else str(block["text"])
