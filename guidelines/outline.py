"""The way through a file: its headings, bookmarks, sheets or slides, nested, each leading to its page or place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

type Row = tuple[int, str, int, int]
"""Level, title, page, place among the page's headings (0: the page itself)."""

DEEPEST = 3
LONG = 20  # entries; a longer outline is folded


@dataclass
class Entry:
    """One line; `below` are those that stand under it."""

    title: str
    page: int
    address: str = ""
    is_current: bool = False
    below: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True)
class Outline:
    """Empty for a file of one page, and for one in which nothing is named."""

    entries: list[Entry]
    count: int

    def __bool__(self) -> bool:
        return bool(self.entries)

    @property
    def is_long(self) -> bool:
        return self.count > LONG


def outline_of(rows: Iterable[Row], number: int, address: Callable[[int, int], str]) -> Outline:
    """Of rows in order; the entry that is marked is the last at or before the page shown.

    `address` is told page and place.
    """
    top: list[Entry] = []
    all_entries: list[Entry] = []
    open_lists: list[tuple[int, list[Entry]]] = [(0, top)]
    for level, title, page, place in rows:
        while len(open_lists) > 1 and open_lists[-1][0] >= level:
            open_lists.pop()
        entry = Entry(title, page, address(page, place))
        open_lists[-1][1].append(entry)
        all_entries.append(entry)
        if len(open_lists) < DEEPEST:
            open_lists.append((level, entry.below))
    current = _current(all_entries, number)
    if current is not None:
        current.is_current = True
    return Outline(top, len(all_entries))


def _current(entries: list[Entry], number: int) -> Entry | None:
    """The first that leads to the page; on a page that none leads to, the last before it."""
    here = next((entry for entry in entries if entry.page == number), None)
    before = [entry for entry in entries if entry.page < number]
    return here or max(before, key=lambda entry: entry.page, default=None)
