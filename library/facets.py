"""Keeps what lists are narrowed by in step with what is live, inside the transaction of the verb."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import F

from accounts.models import Organization
from audit.models import Event
from japanese.fiscal import fiscal_year
from library.kinds import entry_of
from library.models import Edition, FacetCount, FacetValue, Publication, PublicationState

type Value = tuple[str, str]
type CountKey = tuple[str, str, int]

TOTAL: Value = ("", "")


def follow(event: Event) -> None:
    """Follower of the log: whatever happened to a publication, its rows are made to agree with it."""
    if event.target_kind == "publication":
        refresh(int(event.target_id))


def values_of(edition: Edition) -> Iterator[Value]:
    """(facet, value) of an edition: what every kind has, then what its kind adds."""
    owner = edition.publication.owner
    for slug in edition.types.values_list("slug", flat=True):
        yield "kind", slug
    for slug, parent in edition.themes.values_list("slug", "parent__slug"):
        yield "theme", slug
        if parent:
            yield "theme", parent
    if owner.kind == Organization.Kind.PREFECTURE and owner.prefecture is not None:
        yield "pref", owner.prefecture.code
        yield "region", owner.prefecture.region
    if day := edition.publication.dated_on:
        yield "fy", str(fiscal_year(day))
    yield from entry_of(edition).facet_values(edition)


def refresh(publication_id: int) -> None:
    """Make values and counts of one publication right; does nothing when they are."""
    publication = (
        Publication.objects.select_related("live_edition", "owner__prefecture").filter(pk=publication_id).first()
    )
    old = set(FacetValue.objects.filter(publication=publication_id).values_list("facet", "value"))
    counted = _counted(publication_id)
    new: set[Value] = set()
    if publication is not None and publication.state == PublicationState.LIVE and publication.live_edition is not None:
        publication.live_edition.publication = publication
        new = {*values_of(publication.live_edition), TOTAL}
    gone, come = old - new, new - old
    for facet, value in gone:
        FacetValue.objects.filter(publication=publication_id, facet=facet, value=value).delete()
    FacetValue.objects.bulk_create(
        FacetValue(publication_id=publication_id, facet=facet, value=value) for facet, value in sorted(come)
    )
    _recount(old, counted, new, None if publication is None else publication.visibility)
    if publication is not None:
        Publication.objects.filter(pk=publication_id).update(counted_visibility=publication.visibility if new else None)


def _counted(publication_id: int) -> int | None:
    """Under which visibility the publication is counted now; None when it is not."""
    return Publication.objects.filter(pk=publication_id).values_list("counted_visibility", flat=True).first()


def _recount(old: set[Value], counted: int | None, new: set[Value], visibility: int | None) -> None:
    deltas: Counter[CountKey] = Counter()
    if counted is not None:
        deltas.update({(facet, value, counted): -1 for facet, value in old})
    for facet, value in new:
        if visibility is not None:
            deltas[facet, value, visibility] += 1
    # Always in the same order: two verbs at once must not wait for each other in a ring.
    for (facet, value, level), delta in sorted(deltas.items()):
        if delta == 0:
            continue
        rows = FacetCount.objects.filter(facet=facet, value=value, visibility=level)
        if not rows.update(count=F("count") + delta):
            FacetCount.objects.get_or_create(facet=facet, value=value, visibility=level, defaults={"count": 0})
            rows.update(count=F("count") + delta)


def rebuild() -> None:
    """Count everything anew from what is live; for imports by bulk rows and for the check."""
    FacetCount.objects.all().delete()
    totals: Counter[CountKey] = Counter()
    rows = FacetValue.objects.filter(publication__state=PublicationState.LIVE)
    for facet, value, level in rows.values_list("facet", "value", "publication__visibility").iterator(chunk_size=5000):
        totals[facet, value, level] += 1
    FacetCount.objects.bulk_create(
        [FacetCount(facet=f, value=v, visibility=level, count=n) for (f, v, level), n in sorted(totals.items())],
        batch_size=500,
    )
    Publication.objects.filter(state=PublicationState.LIVE).update(counted_visibility=F("visibility"))
