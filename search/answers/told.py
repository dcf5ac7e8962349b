"""What the page says about the search itself: words that were widened, words that stand nowhere, ways out."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from library import facet_counts
from library.models import Edition, Publication
from library.readers import Person
from search.answers import known_synonyms
from search.answers.asked import PARTS, Asked
from search.answers.results import Results
from search.backends import backend
from search.normalise import normalise
from search.query import Way
from search.typed import runs

_MOST_ASKED, _MOST_DROPPED, _NEWS = 8, 6, 5
_UNQUOTED = dict.fromkeys(map(ord, '"＂'), " ")
_PIECE = re.compile(r'[^\s"「“]*(?:"[^"]*"?|「[^」]*」?|“[^”]*”?|[^\s"「“]+)')

type Standing = Callable[[Sequence[Way]], Collection[Way]]
"""Of some ways to say something, those that stand somewhere."""


@dataclass(frozen=True)
class Instead:
    typed: str
    others: list[str]


def widened(results: Results, *, standing: Standing | None = None) -> list[Instead]:
    """Only other words that stand somewhere this reader may look: in documents, or where `standing` says."""
    units = [unit for unit in results.query.units if unit.others]
    if not units:
        return []
    written = known_synonyms.names(known_synonyms.rows())
    others = [way for unit in units for way in unit.others if way in written]
    asked = others[:_MOST_ASKED]
    there = standing(asked) if standing else backend().standing(asked, results.seen)
    found = [Instead(unit.typed, [written[way] for way in unit.others if way in there]) for unit in units]
    return [each for place, each in enumerate(found) if each.others and each not in found[:place]]


def missing(results: Results) -> list[str]:
    """What was typed in one, where a word of it stands nowhere this reader may look: 会儀録, and not 儀."""
    typed = results.asked.typed
    lost = dict.fromkeys(unit.typed for unit in results.everything.missing if unit.typed)
    clean = normalise(typed, is_query=True)
    told = dict.fromkeys(lost)
    for run in runs(clean.text) if lost else ():
        begins, ends = {token.begin for token in run}, {token.end for token in run}
        written = {clean.text[begin:end] for begin in begins for end in ends if begin < end}
        if own := written.intersection(lost):
            begin, end = clean.origin(run[0].begin, run[-1].end)
            told = {typed[begin:end] if each in own else each: None for each in told}
    return list(told)


def begun(results: Results) -> list[Instead]:
    """Words that stand nowhere, with the words looked for instead, which begin with them."""
    return [Instead(unit.typed, [words for (words,) in unit.ways]) for unit in results.everything.widened]


def ways_out(results: Results) -> list[tuple[str, str]]:
    """For an empty answer: each condition and word that could be dropped, with what there is without it."""
    found = [*_without_conditions(results), *_with_numbers(results, _without_words(results.asked))]
    if found or not results.chosen:
        return found
    bare = replace(results.asked, conditions=replace(results.asked.conditions, chosen={}))
    return [(f"条件をすべて外し、{label}", address) for label, address in _with_numbers(results, _without_words(bare))]


def _with_numbers(results: Results, others: Iterable[tuple[str, Asked]]) -> Iterator[tuple[str, str]]:
    """Only searches that find something."""
    made = list(others)
    numbers = results.numbers_of([asked for _, asked in made])
    for (label, asked), number in zip(made, numbers, strict=True):
        if number:
            yield f"{label}（{number:,}件）", asked.address()


def _without_conditions(results: Results) -> Iterator[tuple[str, str]]:
    labels = {facet.name: facet.label for facet in results.facets}
    for name in results.chosen:
        there = facet_counts.meet(results.everything.publications, results.chosen, without=name)
        if number := there.bit_count():
            yield f"「{labels[name]}」の条件を外す（{number:,}件）", results.asked.address_without(name)
    if len(results.chosen) > 1 and (number := results.everything.publications.bit_count()):
        yield f"条件をすべて外す（{number:,}件）", results.asked.address_without_facets


def _without_words(asked: Asked) -> Iterator[tuple[str, Asked]]:
    """Other searches with less in them, and what they leave out; conditions are kept."""
    if asked.is_for_titles:
        yield f"「{PARTS['title']}」をやめて、本文も探す", replace(asked, part="all")
    plain = " ".join(asked.typed.translate(_UNQUOTED).split())
    if plain != asked.typed:
        yield "引用符を外して探す", replace(asked, typed=plain)
    pieces = _PIECE.findall(asked.typed)
    for place, piece in enumerate(pieces[:_MOST_DROPPED] if len(pieces) > 1 else []):
        rest = " ".join([*pieces[:place], *pieces[place + 1 :]])
        yield f"「{piece}」を外す", replace(asked, typed=rest)


def news(person: Person) -> list[tuple[Publication, Edition]]:
    rows = Publication.objects.visible_to(person).with_live_edition().order_by("-updated_at", "-id")[:_NEWS]
    return [(row, row.live_edition) for row in rows if row.live_edition is not None]
