"""CSV: a table, some hundred rows a page."""

import csv
import io
import itertools
from collections.abc import Iterator
from pathlib import Path

from extraction.formats import tables, text
from extraction.pages import PageContent

ROWS = 500
MOST_ROWS = 100_000


def _all_rows(path: Path) -> Iterator[list[str]]:
    words = text.load(path)
    first = words.split("\n", 1)[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    csv.field_size_limit(100_000_000)
    for row in csv.reader(io.StringIO(words), delimiter=delimiter):
        if any(row):
            yield [value.strip() for value in row]


def count(path: Path) -> int:
    rows = sum(1 for _ in itertools.islice(_all_rows(path), MOST_ROWS))
    return max(1, -(-rows // ROWS))


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    """Each page repeats the first row as its head; the last says how many rows lie beyond what is read."""
    rows = _all_rows(path)
    head = next(rows, [])
    kept = itertools.chain([head], itertools.islice(rows, MOST_ROWS - 1))
    for number in itertools.count(1):
        part = list(itertools.islice(kept, ROWS))
        if number > last or (not part and number > 1):
            return
        if number >= first:
            beyond = sum(1 for _ in rows) if number * ROWS >= MOST_ROWS else 0
            yield _page(number, head, part[1:] if number == 1 else part, beyond)


def _page(number: int, head: list[str], body: list[list[str]], beyond: int) -> PageContent:
    words = "\n".join(
        "\t".join(value.replace("\n", " ") for value in row) for row in [*([head] * (number == 1)), *body]
    )
    width = max(1, min(max(map(len, [head, *body])), tables.MOST_COLUMNS))
    shown = body[: tables.MOST_CELLS // width]
    names = [tables.cell(value, head=True) for value in head[:width]]
    rows = [names, *tables.grid([row[:width] for row in shown])]
    block = tables.table(rows, left_out=len(body) - len(shown) + beyond)
    return PageContent(number=number, raw=words, text=words, blocks=[block] if words.strip() else [])
