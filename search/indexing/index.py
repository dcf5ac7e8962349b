"""Writes rows, takes them out, and keeps what is counted of words exact, all in one transaction."""

from collections.abc import Sequence
from itertools import batched

from django.db import transaction

import clock
from library.models import Publication
from library.models.choices import PublicationState
from search.analyser import dictionary_version
from search.backends import backend
from search.indexing import freshness, levels
from search.indexing.changes import Change
from search.indexing.sources import Source, files_of, said_about
from search.models import Generation, Indexed, SearchRow
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
    freshness.wait(made, Publication.objects.live().values_list("live_edition", "visibility").iterator())
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
        remove_closed(publication_id)
        return 0
    edition.publication = publication
    as_read = freshness.as_read(edition)
    files = list(files_of(edition))
    with transaction.atomic():
        same = Publication.objects.live().select_for_update().filter(pk=publication_id, live_edition=edition)
        visibility = same.order_by().values_list("visibility", flat=True).first()
        if visibility is None:
            return 0  # whoever changed that asked for it again
        publication.visibility = visibility
        sources = [said_about(edition), *files]
        for to in written():
            write(publication, edition.pk, sources, to=to)
            freshness.mark(to, edition, as_read, level=visibility)
    return len(sources)


@transaction.atomic
def name(publication_id: int) -> bool:
    """What is said about a live edition can be found at once, and counts for those who may see it.

    Returns whether its pages are still to come.
    """
    live = Publication.objects.live().with_live_edition().select_for_update(of=["self"])
    publication = live.filter(pk=publication_id).first()
    edition = publication.live_edition if publication else None
    if publication is None or edition is None:
        remove_closed(publication_id)
        return False
    builds = written()
    for counted in levels.elsewhere(builds).filter(edition=edition).select_related("generation"):
        _settle(publication, counted)
    rows = SearchRow.objects.filter(publication=publication, edition=edition)
    missing = [to for to in builds if not rows.filter(generation=to).exists()]
    edition.publication = publication
    for to in missing:
        write(publication, edition.pk, [said_about(edition)], to=to)
        freshness.wait(to, [(edition.pk, publication.visibility)])
    return bool(missing)


@transaction.atomic
def say_again(publication_id: int) -> None:
    """A theme or a type of a live edition has another name: what is said about it, and none of its pages."""
    live = Publication.objects.live().with_live_edition().select_for_update(of=["self"])
    publication = live.filter(pk=publication_id).first()
    edition = publication.live_edition if publication else None
    if publication is None or edition is None:
        return
    edition.publication = publication
    for to in written():
        rows = SearchRow.objects.filter(generation=to, publication=publication, edition=edition)
        old = rows.filter(file=None).first()
        if old is None:  # all of it is still to come
            continue
        change = Change(to)
        change.lose(rows)  # a publication is counted as a whole
        new = _row(to, publication, edition.pk, said_about(edition))
        new.pk = old.pk  # it stays the first of its rows
        old.delete()
        backend().write(SearchRow.objects.bulk_create([new]))
        change.gain(rows)
        change.save()


def _settle(publication: Publication, counted: Indexed) -> None:
    """It was narrowed or widened: its words count at another level."""
    rows = SearchRow.objects.filter(generation=counted.generation, publication=publication)
    change = Change(counted.generation)
    change.lose(rows)
    counted.level = publication.visibility
    counted.save(update_fields=["level"])
    change.gain(rows)
    change.save()


def write(publication: Publication, edition_id: int, sources: list[Source], *, to: Generation) -> None:
    """Replace all rows of a publication. Who calls holds its row, and notes the level (`freshness`) behind it."""
    old = SearchRow.objects.filter(generation=to, publication=publication)
    change = Change(to)
    change.lose(old)
    old.delete()
    rows = [_row(to, publication, edition_id, source) for source in sources]
    for some in batched(rows, _AT_ONCE):
        backend().write(SearchRow.objects.bulk_create(some))
    counts = [levels.level_of(publication.visibility, source.visibility) for source in sources]
    change.gain(list(zip(rows, counts, strict=True)))
    change.save()


@transaction.atomic
def remove_closed(publication_id: int) -> None:
    """Unless it was made live meanwhile: whoever did that asked for it again, perhaps before this began."""
    same = Publication.objects.select_for_update().filter(pk=publication_id).order_by()
    if PublicationState.LIVE not in same.values_list("state", flat=True):
        remove([publication_id])


@transaction.atomic
def remove(publications: Sequence[int]) -> None:
    """Also the note that they were looked through: when they are live again, they are behind until they are."""
    for each in Generation.objects.order_by("pk"):
        rows = SearchRow.objects.filter(generation=each, publication__in=publications)
        change = Change(each)
        change.lose(rows)
        rows.delete()
        change.save()
    Indexed.objects.filter(edition__publication__in=publications).delete()


def _row(to: Generation, publication: Publication, edition: int, source: Source) -> SearchRow:
    words = source.words
    return SearchRow(
        generation=to,
        publication=publication,
        edition_id=edition,
        file_id=source.file,
        number=source.number,
        title_words=" ".join(words.title),
        body_words=" ".join(words.body),
        strong_words=" ".join(words.strong()),
        length=words.length,
        text=words.text,
    )
