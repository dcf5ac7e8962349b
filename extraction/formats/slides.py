"""A slide as a page: its title first, then its words from top to bottom; what the speaker noted stands apart."""

from collections.abc import Callable, Iterable, Iterator

from extraction.formats import tables
from extraction.pages import LONGEST_TITLE, Block, Heading, PageContent

_ONE_ROW = 12.0  # points


def page(number: int, title: str, blocks: list[Block], *, notes: str = "", is_hidden: bool = False) -> PageContent:
    heading: list[Block] = [{"t": "h", "level": 1, "text": title}] if title else []
    words = tables.text_of([*heading, *blocks])
    return PageContent(
        number=number,
        label=title[:LONGEST_TITLE],
        raw=words,
        text=words,
        blocks=[*heading, *blocks],
        notes=notes,
        is_hidden=is_hidden,
    )


def point(words: str, level: int) -> Block:
    """A paragraph, or below the first level a point of a list."""
    return {"t": "li", "level": level, "ordered": False, "text": words} if level > 0 else {"t": "p", "text": words}


def outline(slides: Iterable[tuple[int, str, bool]]) -> Iterator[Heading]:
    """Of (number, title, whether it is hidden): the titles of the slides that are shown."""
    return (Heading(1, title, number) for number, title, is_hidden in slides if title and not is_hidden)


def in_rows[T](shapes: Iterable[T], place: Callable[[T], tuple[float, float]]) -> list[T]:
    """From top to bottom; those that begin nearly at one height stand in a row, from left to right.

    `place` gives top and left in points.
    """
    placed = sorted(((place(shape), order, shape) for order, shape in enumerate(shapes)), key=lambda one: one[:2])
    rows: list[list[tuple[float, int, T]]] = []
    begins = 0.0
    for (top, left), order, shape in placed:
        if not rows or top - begins > _ONE_ROW:
            rows.append([])
            begins = top
        rows[-1].append((left, order, shape))
    return [shape for row in rows for _, _, shape in sorted(row, key=lambda one: one[:2])]
