"""Fetches what a verb changes, locked: the publication's row first, always, so that verbs wait in one order."""

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from audit.record import record
from audit.verbs import Verb
from library.models import Edition, EditionState, Publication
from library.rules import Refused

_GONE = "この資料は、もうありません。ごみ箱に残る期間が過ぎたものは戻せません"


def lock_publication(pk: int) -> Publication:
    """The publication with its owner, locked until the transaction ends. Raises Refused when it is erased."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("owner__prefecture")
    publication = rows.filter(pk=pk).first()
    if publication is None:
        raise Refused(_GONE)
    return publication


def lock_edition(edition: Edition) -> Edition:
    """The edition as it is now, its publication locked."""
    publication = lock_publication(edition.publication_id)
    rows = Edition.objects.select_related("submitted_by__organization", "claimed_by__organization")
    fresh = rows.filter(pk=edition.pk).first()
    if fresh is None:
        raise Refused(_GONE)
    fresh.publication = publication
    return fresh


def log(verb: Verb, edition: Edition, *, by: User, now: datetime, data: dict[str, object] | None = None) -> None:
    """One event about an edition, told of its publication. The log names it by number, never by its title."""
    record(
        verb,
        by=by,
        target=("publication", edition.publication_id, f"資料{edition.publication_id} {edition.name}"),
        data={"edition": edition.number, **(data or {})},
        now=now,
    )


def note_seen(publication: Publication) -> None:
    """Write down how wide its published editions have been open: old ones follow the publication's present level.

    Only who could see an edition is told later that it ended.
    """
    level = publication.visibility
    narrower = Q(seen_visibility=None) | Q(seen_visibility__lt=level)
    publication.editions.filter(narrower, state__in=EditionState.PUBLIC).update(seen_visibility=level)
