"""A page of results as it is shown: each publication with the pages that prove it, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.utils.http import urlencode

from library.in_words import days_of, files_in_words
from library.models import DocumentType, Edition, File, Publication, Reading
from library.readers import Person
from library.told_apart import told_apart
from search.answers.asked import Asked
from search.answers.excerpts import Marked, excerpt, whole
from search.answers.failures import pictures_only
from search.answers.page_hits import PageHit, Place, page_hits, places_of
from search.answers.results import Answer, Results
from search.answers.row_words import RowWords, Words, row_words
from search.query import Query

PAGES_SHOWN = 3


@dataclass(frozen=True)
class Row:
    """`pages`: how many have what is sought; `is_more`: others are beyond them. `also`: where else it stands.

    `lacking`: words that none of what is shown has, where nothing has them all.
    """

    publication: Publication
    edition: Edition
    types: list[DocumentType]
    title: Marked
    summary: Marked | None
    files: str
    pages: int
    is_more: bool
    hits: list[PageHit]
    more_address: str
    also: list[tuple[str, Marked]]
    unread: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    @property
    def days(self) -> list[tuple[date, str]]:
        return days_of(self.edition)

    @property
    def is_found_beside(self) -> bool:
        """By its body, its types or its facts: nothing that is shown has a mark to say so."""
        is_marked = self.title.spans or (self.summary and self.summary.spans)
        return not (is_marked or self.also or self.hits or self.is_more)

    @property
    def left(self) -> int:
        """Pages beside those that are shown."""
        return self.pages - len(self.hits)


@dataclass(frozen=True)
class Shown:
    """`pages`: of all publications found; None where there are more than were ranked."""

    rows: list[Row]
    pages: int | None


def shown(results: Results, ids: Sequence[int]) -> Shown:
    """In the order given. What became hidden meanwhile is left out."""
    person, query = results.person, results.sought
    found = (
        Publication.objects.visible_to(person)
        .with_live_edition()
        .prefetch_related("live_edition__types", "live_edition__themes")
    )
    publications = {publication.pk: publication for publication in found.filter(pk__in=ids)}
    editions = [publication.live_edition_id for publication in publications.values()]
    files = files_with_words(person, [edition for edition in editions if edition])
    near = _near(results, ids)
    seen = {file.pk for some in files.values() for file in some}
    places = places_of(hit for hit in near.hits if hit.file in seen) if not results.asked.is_for_titles else {}
    best_of = {pk: dict(islice(places.get(pk, {}).items(), PAGES_SHOWN)) for pk in ids}
    best = {place: row for some in best_of.values() for place, row in some.items()}
    words = row_words(person, results.generation, publications, best.values())
    hits = page_hits({place: words.pages.get(row) for place, row in best.items()}, files.values(), query)
    rows = []
    for pk in ids:
        publication = publications.get(pk)
        edition = publication.live_edition if publication else None
        if publication is None or edition is None:
            continue
        own = [hits[place] for place in best_of[pk] if place in hits]
        if not results.query.units:
            own = [hit for hit in own if hit.told_by_marks]
        rows.append(
            Row(
                publication=publication,
                edition=edition,
                types=sorted(edition.types.all(), key=lambda kind: (kind.order, kind.pk)),
                title=whole(edition.title, query, words.titles.get(pk)),
                summary=_summary(edition.summary, query, words.about.get(pk), has_hits=bool(own)),
                files=files_in_words(files[edition.pk]) or ("リンクだけの登録" if edition.link_url else ""),
                pages=len(places.get(pk, {})),
                is_more=not near.is_whole,
                hits=[hit.at(publication, results.asked) for hit in own],
                more_address=_list_address(publication, results.asked),
                also=_also(edition, files[edition.pk], query, words),
                unread=unread(files[edition.pk]),
                lacking=_lacking(results, words, pk, best_of[pk]),
            )
        )
    return Shown(rows, sum(map(len, places.values())) if results.found.is_whole else None)


def _near(results: Results, ids: Sequence[int]) -> Answer:
    """The pages of the publications that are shown, also those that stand beyond the ranked ones of all."""
    if results.found.is_whole or results.found.is_partial or not ids:
        return results.found
    return results.found.of(ids)


def _lacking(results: Results, words: RowWords, publication: int, pages: Mapping[Place, int]) -> list[str]:
    if not results.found.is_partial or results.asked.is_for_letters:
        return []
    said = (words.titles, words.about, words.names)
    there = {word for known in said for word in known.get(publication, ())}
    there.update(word for row in pages.values() for word in words.pages.get(row, ()))
    units = (unit for unit in results.sought.units if not any(there.issuperset(way) for way in unit.ways))
    return list(dict.fromkeys(unit.typed for unit in units if unit.typed))


def _list_address(publication: Publication, asked: Asked) -> str:
    """All its pages that fit, listed in the reader."""
    return f"{publication.get_absolute_url()}?{urlencode({'in': asked.typed, **asked.exactness})}#viewer"


def _summary(summary: str, query: Query, words: Words | None, *, has_hits: bool) -> Marked | None:
    said = excerpt(summary, query, words)
    return said if said.spans or not has_hits else None


def _also(edition: Edition, files: Sequence[File], query: Query, words: RowWords) -> list[tuple[str, Marked]]:
    """What is said about it and has marks, but stands nowhere else in the row."""
    about, names = (known.get(edition.publication_id) for known in (words.about, words.names))
    said = {
        "テーマ": ("、".join(theme.name for theme in edition.themes.all()), about),
        "作成した部署": (edition.section, about),
        "変更の要点": (edition.change_note, about),
        "ファイル": ("、".join(told_apart(files).values()), names),
    }
    found = ((label, excerpt(text, query, known)) for label, (text, known) in said.items() if text)
    return [(label, part) for label, part in found if part.spans]


def files_with_words(person: Person, editions: Sequence[int]) -> Mapping[int, list[File]]:
    """Those that this reader may see, with whether they are pictures only."""
    found: defaultdict[int, list[File]] = defaultdict(list)
    files = File.objects.visible_to(person).taken().filter(edition__in=editions).in_order()
    for file in files.annotate(is_pictures_only=pictures_only()).defer("outline", "gate_remarks"):
        found[file.edition_id].append(file)
    return found


def unread(files: Sequence[File]) -> list[str]:
    """Sentences on files in which nothing, or not everything, can be found: all that a reader sees of an edition."""
    names, said = told_apart(files), []
    for file in files:
        name = names[file.pk]
        if file.reading == Reading.FAILED:
            said.append(f"「{name}」は文字を読み取れなかったため、中の言葉では見つかりません")
        elif file.reading == Reading.PARTIAL:
            said.append(f"「{name}」は一部のページしか読み取れていません")
        elif getattr(file, "is_pictures_only", False):
            said.append(f"「{name}」は画像だけで文字がないため、中の言葉では見つかりません")
    return said
