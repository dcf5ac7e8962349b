"""What is live: withdrawn, brought back, narrowed, widened, thrown away."""

from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.record import record
from audit.verbs import Verb
from library.actions.locking import lock_publication, note_seen
from library.models import EditionState, Publication, PublicationState, Visibility
from library.rules import Refused, check
from library.workflow import Subject


def _begin(publication: Publication, verb: Verb, *, by: User, reason: str | None = None) -> Publication:
    publication = lock_publication(publication.pk)
    row = check(Subject.PUBLICATION, verb, user=by, publication=publication)
    if row.needs_reason and not (reason or "").strip():
        raise Refused("理由を書いてください")
    return publication


def _log(
    verb: Verb, publication: Publication, *, by: User, now: datetime, data: dict[str, object] | None = None
) -> None:
    record(verb, by=by, target=("publication", publication.pk, f"資料{publication.pk}"), data=data or {}, now=now)


@transaction.atomic
def withdraw(
    publication: Publication,
    *,
    by: User,
    reason: str,
    successor: Publication | None = None,
    now: datetime | None = None,
) -> Publication:
    """End the publication: readers who could see it get the reason and, if they may see it, the successor."""
    now = now or clock.now()
    publication = _begin(publication, Verb.WITHDRAW, by=by, reason=reason)
    if successor is not None and successor.pk == publication.pk:
        raise Refused("後継の資料には、別の資料を選んでください")
    publication.state = PublicationState.WITHDRAWN
    publication.withdrawn_at, publication.withdrawn_by = now, by
    publication.closed_reason, publication.successor = reason.strip(), successor
    publication.save()
    _log(Verb.WITHDRAW, publication, by=by, now=now)
    return publication


@transaction.atomic
def restore(publication: Publication, *, by: User, now: datetime | None = None) -> Publication:
    """Make a withdrawn publication live again, under the visibility it had."""
    now = now or clock.now()
    publication = _begin(publication, Verb.RESTORE, by=by)
    publication.state = PublicationState.LIVE
    publication.withdrawn_at = publication.withdrawn_by = publication.successor = None
    publication.closed_reason = ""
    publication.save()
    _log(Verb.RESTORE, publication, by=by, now=now)
    return publication


@transaction.atomic
def narrow(
    publication: Publication, *, by: User, visibility: Visibility, reason: str, now: datetime | None = None
) -> Publication:
    """Show it to fewer, at once."""
    now = now or clock.now()
    publication = _begin(publication, Verb.NARROW, by=by, reason=reason)
    if visibility >= publication.visibility:
        raise Refused("いまより狭い公開範囲を選んでください")
    return _set_visibility(publication, Verb.NARROW, visibility, by=by, reason=reason, now=now)


@transaction.atomic
def widen(
    publication: Publication, *, by: User, visibility: Visibility, reason: str, now: datetime | None = None
) -> Publication:
    """Show it to more."""
    now = now or clock.now()
    publication = _begin(publication, Verb.WIDEN, by=by, reason=reason)
    if visibility <= publication.visibility:
        raise Refused("いまより広い公開範囲を選んでください")
    return _set_visibility(publication, Verb.WIDEN, visibility, by=by, reason=reason, now=now)


def _set_visibility(
    publication: Publication, verb: Verb, visibility: Visibility, *, by: User, reason: str, now: datetime
) -> Publication:
    before = publication.visibility
    publication.visibility = visibility
    publication.seen_visibility = max(publication.seen_visibility or 0, visibility)
    if verb == Verb.NARROW:
        publication.closed_reason = reason.strip()
    elif visibility >= publication.seen_visibility:
        publication.closed_reason = ""  # nobody is left who lost sight of it
    publication.save()
    note_seen(publication)
    _log(verb, publication, by=by, now=now, data={"before": before, "after": int(visibility)})
    return publication


@transaction.atomic
def discard_publication(publication: Publication, *, by: User, now: datetime | None = None) -> Publication:
    """A withdrawn publication into the bin; refused while an edition of it is on its way, which would end with it."""
    now = now or clock.now()
    publication = _begin(publication, Verb.DISCARD, by=by)
    on_its_way = publication.editions.open().first()
    if on_its_way is not None and on_its_way.state == EditionState.SUBMITTED:
        raise Refused("審査中の版があります。先に取り戻すか、審査が終わるのを待ってください")
    if on_its_way is not None:
        raise Refused("作成中の版があります。先にその版をごみ箱に入れてください")
    publication.binned_at, publication.binned_by = now, by
    publication.save(update_fields=["binned_at", "binned_by"])
    _log(Verb.DISCARD, publication, by=by, now=now)
    return publication


@transaction.atomic
def recover_publication(publication: Publication, *, by: User, now: datetime | None = None) -> Publication:
    """Out of the bin, withdrawn as before."""
    now = now or clock.now()
    publication = _begin(publication, Verb.RECOVER, by=by)
    publication.binned_at = publication.binned_by = None
    publication.save(update_fields=["binned_at", "binned_by"])
    _log(Verb.RECOVER, publication, by=by, now=now)
    return publication
