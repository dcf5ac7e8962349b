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
_COLUMNS = 100


def _rows(path: Path) -> Iterator[list[str]]:
    words = text.load(path)
    first = words.split("\n", 1)[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    csv.field_size_limit(10_000_000)
    for row in itertools.islice(csv.reader(io.StringIO(words), delimiter=delimiter), MOST_ROWS):
        if any(row):
            yield [value.strip() for value in row[:_COLUMNS]]


def count(path: Path) -> int:
    return max(1, -(-sum(1 for _ in _rows(path)) // ROWS))


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    """Each page repeats the first row as its head."""
    rows = _rows(path)
    head = next(rows, [])
    for number, part in enumerate(itertools.batched(itertools.chain([head], rows), ROWS), start=1):
        if number > last:
            return
        if number < first:
            continue
        body = part[1:] if number == 1 else part
        block = tables.table([[tables.cell(words, head=True) for words in head], *tables.grid(body)])
        words = tables.plain(block["rows"] if number == 1 else block["rows"][1:])
        yield PageContent(number=number, raw=words, text=words, blocks=[block])
