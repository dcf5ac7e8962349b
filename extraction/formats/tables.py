"""Tables as blocks: cells with spans, and the same as plain text."""

from collections.abc import Iterable, Sequence

from extraction.pages import Block

type Row = list[dict[str, object]]


def cell(text: str, *, colspan: int = 1, rowspan: int = 1, head: bool = False) -> dict[str, object]:
    return {"text": text, "colspan": colspan, "rowspan": rowspan, "head": head}


def table(rows: Iterable[Row]) -> Block:
    return {"t": "table", "rows": [row for row in rows if row]}


def grid(values: Sequence[Sequence[str]], merged: Iterable[tuple[int, int, int, int]] = ()) -> list[Row]:
    """Rows of texts as cells; `merged` are (top, left, bottom, right), both ends included, counted from 0."""
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merged}
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


def plain(rows: Iterable[Row]) -> str:
    """One line a row, cells set apart by a tab."""
    return "\n".join("\t".join(str(entry["text"]).replace("\n", " ") for entry in row) for row in rows)


def text_of(blocks: Iterable[Block]) -> str:
    """What the blocks say, for search and for copying."""
    return "\n".join(plain(block["rows"]) if block["t"] == "table" else str(block["text"]) for block in blocks).strip()
