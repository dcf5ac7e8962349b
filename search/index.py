"""Writes rows, takes them out, and keeps what is counted of words exact, all in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from django.db import connection, transaction
from django.db.models import F, QuerySet

import clock
from library.models import Publication
from search import freshness
from search.analyser import dictionary_version
from search.backends import backend
from search.models import Generation, Indexed, SearchRow, Term
from search.sources import Source, said_about, sources_of
from search.tally import Tally
from search.tokens import VERSION

_AT_ONCE = 500


def generation() -> Generation:
    """The one that is read: the latest that is finished; made where there is none."""
    found = Generation.objects.exclude(finished_at=None).order_by("-pk").first()
    return found or _first()


def growing() -> Generation | None:
    """The one that is built beside it, if there is one."""
    return Generation.objects.filter(finished_at=None, pk__gt=generation().pk).order_by("-pk").first()


def written() -> list[Generation]:
    """All that new words go into, so that none misses what happens while it grows."""
    return [each for each in (generation(), growing()) if each is not None]


def is_outdated(to: Generation) -> bool:
    return (to.tokens_version, to.dictionary_version) != (VERSION, dictionary_version())


@transaction.atomic
def _first() -> Generation:
    """Empty, and so is what is found; what is live already waits."""
    made = begin(finished=True)
    freshness.wait(made, Publication.objects.live().values_list("live_edition", flat=True).iterator())
    return made


def begin(*, finished: bool = False) -> Generation:
    now = clock.now()
    return Generation.objects.create(
        tokens_version=VERSION,
        dictionary_version=dictionary_version(),
        started_at=now,
        finished_at=now if finished else None,
    )


def index(publication_id: int) -> int:
    """Make the rows of a publication right: those of its live edition, or none. Returns their number.

    Words are worked out first, which takes long; then they are written, if nothing else was published meanwhile. What
    was read meanwhile makes the edition behind again.
    """
    publication = Publication.objects.live().with_live_edition().filter(pk=publication_id).first()
    edition = publication.live_edition if publication else None
    if publication is None or edition is None:
        remove([publication_id])
        return 0
    edition.publication = publication
    as_read = freshness.as_read(edition)
    sources = list(sources_of(edition))
    with transaction.atomic():
        same = Publication.objects.live().select_for_update().filter(pk=publication_id, live_edition=edition)
        if same.order_by().values_list("pk").first() is None:
            return 0  # whoever changed that asked for it again
        for to in written():
            write(publication, edition.pk, sources, to=to)
            freshness.mark(to, edition, as_read)
    return len(sources)


def name(publication_id: int) -> bool:
    """What is said about a live edition can be found at once; whether its pages are still to come."""
    publication = Publication.objects.live().with_live_edition().filter(pk=publication_id).first()
    edition = publication.live_edition if publication else None
    if publication is None or edition is None:
        remove([publication_id])
        return False
    rows = SearchRow.objects.filter(publication=publication, edition=edition)
    missing = [to for to in written() if not rows.filter(generation=to).exists()]
    edition.publication = publication
    for to in missing:
        write(publication, edition.pk, [said_about(edition)], to=to)
        freshness.wait(to, [edition.pk])
    return bool(missing)


def write(publication: Publication, edition_id: int, sources: list[Source], *, to: Generation) -> None:
    """Replace all rows of a publication."""
    old = SearchRow.objects.filter(generation=to, publication=publication)
    change = _Change(to)
    change.lose(old)
    rows = [_row(to, publication.pk, edition_id, source) for source in sources]
    for some in batched(rows, _AT_ONCE):
        backend().write(SearchRow.objects.bulk_create(some))
    change.gain(rows)
    change.save()


@transaction.atomic
def remove(publications: Sequence[int]) -> None:
    """Also the note that they were looked through: when they are live again, they are behind until they are."""
    for each in Generation.objects.order_by("pk"):
        change = _Change(each)
        change.lose(SearchRow.objects.filter(generation=each, publication__in=publications))
        change.save()
    Indexed.objects.filter(edition__publication__in=publications).delete()


def counted(rows: QuerySet[SearchRow]) -> Iterator[SearchRow]:
    """As a tally wants them."""
    wanted = rows.order_by("publication", "pk").only("publication", "number", "title_words", "body_words", "length")
    return wanted.iterator(chunk_size=_AT_ONCE)


def _row(to: Generation, publication: int, edition: int, source: Source) -> SearchRow:
    words = source.words
    return SearchRow(
        generation=to,
        publication_id=publication,
        edition_id=edition,
        file_id=source.file,
        number=source.number,
        title_words=" ".join(words.title),
        body_words=" ".join(words.body),
        strong_words=" ".join(words.strong()),
        length=words.length,
        text=words.text,
    )


class _Change:
    """What the counts of words become."""

    def __init__(self, to: Generation) -> None:
        self.to, self.tally = to, Tally()

    def lose(self, rows: QuerySet[SearchRow]) -> None:
        self.tally.add(counted(rows), -1)
        rows.delete()

    def gain(self, rows: Iterable[SearchRow]) -> None:
        self.tally.add(rows)

    def save(self) -> None:
        """Words in one order for all, so that two writers never wait for each other in a ring."""
        changed = sorted((word, times) for word, times in self.tally.words.items() if times)
        with connection.cursor() as cursor:
            for some in batched(changed, _AT_ONCE):
                cursor.execute(_upsert(len(some)), list(self._values(some)))
        if any(times < 0 for _, times in changed):
            Term.objects.filter(generation=self.to, rows__lte=0).delete()
        Generation.objects.filter(pk=self.to.pk).update(
            rows=F("rows") + self.tally.rows,
            length=F("length") + self.tally.length,
            title_length=F("title_length") + self.tally.title_length,
        )

    def _values(self, some: Iterable[tuple[str, int]]) -> Iterator[int | str]:
        for word, times in some:
            yield from (self.to.pk, word, times)


def _upsert(number: int) -> str:
    places = ", ".join(["(%s, %s, %s)"] * number)
    return (
        f"INSERT INTO search_term (generation_id, word, rows) VALUES {places}"  # noqa: S608  only places
        " ON CONFLICT (generation_id, word) DO UPDATE SET rows = search_term.rows + excluded.rows"
    )
