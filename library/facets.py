"""Keeps what lists are narrowed by in step with what is live, inside the transaction of the verb."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import batched, groupby
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from accounts.models import Organization
from audit.models import Event
from audit.verbs import READS, Verb
from extraction.kinds import BY_NAME
from japanese.fiscal import fiscal_year
from library import id_sets
from library.kinds import entry_of
from library.models import Edition, FacetSet, FacetValue, File, FileGate, Publication

type Value = tuple[str, str]

# What decides who sees a publication lies beside its facets, so that counting looks nothing else up.
LEVEL, OWN = "level", "own"
_AT_ONCE = 500


def follow(event: Event) -> None:
    """Follower of the log: whatever changed a publication, its rows are made to agree with it.

    Not after reads: they are told without the publication's lock, and by one who holds the end of the log already.
    """
    if event.verb in READS:
        return
    if event.target_kind == "publication":
        refresh([int(event.target_id)])
    elif event.verb in _VOCABULARY:
        _follow_vocabulary(event)


# What an edition is filed under, and the fields of it that decide values.
_VOCABULARY = {Verb.EDIT_THEME: ("themes", {"parent"}), Verb.EDIT_TYPE: ("types", {"has_facts"})}


def _follow_vocabulary(event: Event) -> None:
    """All publications with an edition filed under it are locked: one that is being published now is waited for."""
    relation, deciding = _VOCABULARY[Verb(event.verb)]
    if not deciding.intersection(event.data.get("fields", ())):
        return
    filed = Edition.objects.filter(**{relation: int(event.target_id)}).values("publication")
    locked = Publication.objects.filter(pk__in=filed).select_for_update().order_by("pk")
    refresh(list(locked.values_list("pk", flat=True)))


def values_of(edition: Edition) -> Iterator[Value]:
    """(facet, value) of an edition: what every kind has, then what its kind adds."""
    owner = edition.publication.owner
    for kind in edition.types.all():
        yield "kind", kind.slug
    for theme in edition.themes.all():
        yield "theme", theme.slug
        if theme.parent:
            yield "theme", theme.parent.slug
    if owner.kind == Organization.Kind.PREFECTURE and owner.prefecture is not None:
        yield "pref", owner.prefecture.code
        yield "region", owner.prefecture.region
    if day := edition.publication.dated_on:
        yield "fy", str(fiscal_year(day))
    for file in edition.files.all():
        if _is_as_open(file, edition.publication) and file.kind in BY_NAME:
            yield "format", BY_NAME[file.kind].format
    yield from entry_of(edition).facet_values(edition)


def _is_as_open(file: File, publication: Publication) -> bool:
    """A file that is kept closer than its publication is told by nothing to those who do not see it."""
    return file.gate == FileGate.TAKEN and (file.visibility is None or file.visibility >= publication.visibility)


def readers_of(publication: Publication) -> Iterator[Value]:
    """The level from which on it is seen, and the body that sees its own below that (`models.publication.seen_by`)."""
    yield LEVEL, str(int(publication.visibility))
    if not publication.is_proxy:
        yield OWN, str(publication.owner_id)


@transaction.atomic
def refresh(publications: Sequence[int]) -> None:
    """Make the rows and sets of these publications right; does nothing where they are."""
    changes: list[tuple[str, str, int, bool]] = []
    for part in batched(sorted(publications), _AT_ONCE):
        old, new = _kept(part), _right(part)
        gone = [(facet, value, pk) for pk in part for facet, value in old[pk] - new[pk]]
        come = [(facet, value, pk) for pk in part for facet, value in new[pk] - old[pk]]
        for facet, value, pk in gone:
            FacetValue.objects.filter(publication=pk, facet=facet, value=value).delete()
        FacetValue.objects.bulk_create(
            FacetValue(publication_id=pk, facet=facet, value=value) for facet, value, pk in sorted(come)
        )
        changes += [(*change, False) for change in gone] + [(*change, True) for change in come]
    # Always in the same order: two verbs at once must not wait for each other in a ring.
    for (facet, value, piece), rows in groupby(sorted(changes), key=_place):
        _mark(facet, value, piece, {pk % id_sets.SPAN: is_member for _, _, pk, is_member in rows})


def _kept(publications: Sequence[int]) -> dict[int, set[Value]]:
    """What the rows say now."""
    found: dict[int, set[Value]] = {pk: set() for pk in publications}
    rows = FacetValue.objects.filter(publication__in=publications)
    for pk, facet, value in rows.values_list("publication", "facet", "value"):
        found[pk].add((facet, value))
    return found


def _right(publications: Sequence[int]) -> dict[int, set[Value]]:
    """What the rows should say; nothing of what is not live."""
    found: dict[int, set[Value]] = {pk: set() for pk in publications}
    rows = Publication.objects.live().filter(pk__in=publications).with_live_edition()
    files = Prefetch("live_edition__files", File.objects.only("edition", "kind", "gate", "visibility"))
    for publication in rows.prefetch_related("live_edition__types", "live_edition__themes__parent", files):
        if publication.live_edition is not None:
            publication.live_edition.publication = publication
            found[publication.pk] = {*values_of(publication.live_edition), *readers_of(publication)}
    return found


def _place(change: tuple[str, str, int, bool]) -> tuple[str, str, int]:
    facet, value, publication, _ = change
    return facet, value, publication // id_sets.SPAN


def _mark(facet: str, value: str, piece: int, members: Mapping[int, bool]) -> None:
    """Put publications into one stored set or take them out of it, by their place in it."""
    key: dict[str, Any] = {"facet": facet, "value": value, "piece": piece}
    row = FacetSet.objects.select_for_update().filter(**key).first()
    if row is None:
        FacetSet.objects.get_or_create(**key)
        row = FacetSet.objects.select_for_update().get(**key)
    found = id_sets.unpacked(bytes(row.members))
    for place, is_member in members.items():
        found = found | 1 << place if is_member else found & ~(1 << place)
    row.members = id_sets.packed(found)
    row.save(update_fields=["members"])


@transaction.atomic
def rebuild() -> None:
    """Make all sets anew from the narrow rows; for imports by bulk rows, and the cure should the two ever differ."""
    members: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    rows = FacetValue.objects.values_list("facet", "value", "publication")
    for facet, value, publication in rows.iterator(chunk_size=5000):
        piece, place = divmod(publication, id_sets.SPAN)
        members[facet, value, piece].append(place)
    FacetSet.objects.all().delete()
    FacetSet.objects.bulk_create(
        [
            FacetSet(facet=facet, value=value, piece=piece, members=id_sets.packed(id_sets.of(places)))
            for (facet, value, piece), places in sorted(members.items())
        ],
        batch_size=200,
    )
