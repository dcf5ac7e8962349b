"""What the portal tidies by itself: readings left behind and the bin."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from audit.actors import SYSTEM
from audit.record import record
from audit.verbs import Verb
from library.leases import free
from library.models import Edition, File, FileGate, Publication

SILENCE = timedelta(minutes=1)
_AT_ONCE = 100


def left_behind(*, now: datetime, queued: Collection[int] = ()) -> list[int]:
    """Files on their way whose worker is gone and that do not stand in the queue."""
    stale = Q(leased_until__lt=now) | Q(leased_until=None, uploaded_at__lt=now - SILENCE)
    return _first(File.objects.unread().filter(stale), besides=queued)


def left_in_quarantine(*, now: datetime, queued: Collection[int] = ()) -> list[int]:
    """Files that nobody judges and that do not stand in the queue."""
    left = File.objects.filter(free(now), gate=FileGate.CHECKING, uploaded_at__lt=now - SILENCE)
    return _first(left, besides=queued)


def _first(files: QuerySet[File], *, besides: Collection[int]) -> list[int]:
    return list(files.exclude(pk__in=besides).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])


def empty_bin(*, now: datetime) -> int:
    """Erase what has lain in the bin past its period; returns how many editions and publications went."""
    limit = now - timedelta(days=settings.LIMITS.bin_days)
    gone = 0
    for edition in Edition.objects.filter(binned_at__lt=limit):
        gone += _erase_edition(edition, before=limit, now=now)
    for publication in Publication.objects.filter(binned_at__lt=limit):
        gone += _erase_publication(publication, before=limit, now=now)
    return gone


def _lock(publication_id: int) -> Publication | None:
    """The publication and its files: a worker that keeps pages of one ends first."""
    publication = Publication.objects.select_for_update().filter(pk=publication_id).first()
    list(File.objects.select_for_update(of=("self",)).filter(edition__publication=publication_id).order_by("pk"))
    return publication


@transaction.atomic
def _erase_edition(edition: Edition, *, before: datetime, now: datetime) -> int:
    """Looked at again under the lock: somebody may have fetched it back, or another worker erased it."""
    publication = _lock(edition.publication_id)
    if publication is None or not Edition.objects.filter(pk=edition.pk, binned_at__lt=before).exists():
        return 0
    record(
        Verb.ERASE,
        by=SYSTEM,
        target=("publication", publication.pk, f"資料{publication.pk} {edition.name}"),
        data={"edition": edition.number},
        now=now,
    )
    edition.delete()
    if not publication.editions.exists():
        publication.delete()
    return 1


@transaction.atomic
def _erase_publication(publication: Publication, *, before: datetime, now: datetime) -> int:
    found = _lock(publication.pk)
    if found is None or found.binned_at is None or found.binned_at >= before:
        return 0
    record(Verb.ERASE, by=SYSTEM, target=("publication", publication.pk, f"資料{publication.pk}"), now=now)
    Publication.objects.filter(pk=publication.pk).update(
        live_edition=None, state="unpublished", withdrawn_at=None, withdrawn_by=None
    )
    publication.editions.all().delete()
    publication.delete()
    return 1
