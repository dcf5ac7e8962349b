"""Cuts a document into sections by its top headings: its pages depend on the program that shows it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extraction.formats import tables
from extraction.pages import LONGEST_TITLE, Block, Heading, PageContent

_DEEPEST = 3  # of an outline


@dataclass
class Section:
    label: str = ""
    blocks: list[Block] = field(default_factory=list)


def cut(blocks: Iterable[Block], notes: Iterable[Block] = ()) -> list[Section]:
    """At least one section; `notes` come to stand at the end of the last."""
    blocks = list(blocks)
    top = top_level(blocks)
    sections = [Section()]
    for block in blocks:
        is_top = block["t"] == "h" and block["level"] == top
        if is_top and sections[-1].blocks:
            sections.append(Section())
        if is_top and not sections[-1].label:
            sections[-1].label = str(block["text"])[:LONGEST_TITLE]
        sections[-1].blocks.append(block)
    sections[-1].blocks += notes
    return sections


def top_level(blocks: Iterable[Block]) -> int:
    """The highest level of headings there is; 0 where there are none."""
    return min((block["level"] for block in blocks if block["t"] == "h"), default=0)


def pages(sections: Sequence[Section], first: int, last: int) -> Iterator[PageContent]:
    for number, section in enumerate(sections, start=1):
        if first <= number <= last:
            words = tables.text_of(section.blocks)
            yield PageContent(number=number, label=section.label, raw=words, text=words, blocks=section.blocks)


def outline(sections: Sequence[Section]) -> Iterator[Heading]:
    """The headings, three levels deep from the highest that is used; each with its place among all of its section."""
    top = top_level(block for section in sections for block in section.blocks)
    for number, section in enumerate(sections, start=1):
        headings = (block for block in section.blocks if block["t"] == "h")
        for place, block in enumerate(headings, start=1):
            if block["level"] < top + _DEEPEST:
                yield Heading(block["level"] - top + 1, str(block["text"]), number, place)
