"""The desk: claimed, released, sent back, declined, published."""

from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.verbs import Verb
from library.actions.locking import lock_edition, log, note_seen
from library.actions.submitting import close_submission
from library.completeness import files_in_quarantine
from library.models import Edition, EditionState, Publication, PublicationState, Submission, Visibility
from library.rules import Refused, check
from library.workflow import Subject


@transaction.atomic
def claim(edition: Edition, *, by: User, now: datetime | None = None) -> Edition:
    """Say that one is on it; the claim fades by itself."""
    now = now or clock.now()
    edition = lock_edition(edition)
    check(Subject.EDITION, Verb.CLAIM, user=by, publication=edition.publication, edition=edition)
    edition.claimed_at, edition.claimed_by = now, by
    edition.save(update_fields=["claimed_at", "claimed_by"])
    log(Verb.CLAIM, edition, by=by, now=now)
    return edition


@transaction.atomic
def release(edition: Edition, *, by: User, now: datetime | None = None) -> Edition:
    now = now or clock.now()
    edition = lock_edition(edition)
    check(Subject.EDITION, Verb.RELEASE, user=by, publication=edition.publication, edition=edition)
    edition.claimed_at = edition.claimed_by = None
    edition.save(update_fields=["claimed_at", "claimed_by"])
    log(Verb.RELEASE, edition, by=by, now=now)
    return edition


class HandedInAnew(Refused):
    """What was looked at is not what waits now: it was taken back or sent back, and handed in again."""

    def __init__(self) -> None:
        super().__init__("画面を開いたあとに、この資料は出し直されました。今の内容を確かめてから判断してください")


@transaction.atomic
def send_back(
    edition: Edition, *, by: User, reason: str, seen: int | None = None, now: datetime | None = None
) -> Edition:
    """Give back to be mended; the reason says what. `seen`: the number of the submission that was looked at."""
    return _refuse(
        edition,
        Verb.SEND_BACK,
        EditionState.RETURNED,
        Submission.Outcome.RETURNED,
        by=by,
        reason=reason,
        seen=seen,
        now=now,
    )


@transaction.atomic
def decline(
    edition: Edition, *, by: User, reason: str, seen: int | None = None, now: datetime | None = None
) -> Edition:
    """Not to be published; final for this edition."""
    return _refuse(
        edition,
        Verb.DECLINE,
        EditionState.DECLINED,
        Submission.Outcome.DECLINED,
        by=by,
        reason=reason,
        seen=seen,
        now=now,
    )


def _refuse(
    edition: Edition,
    verb: Verb,
    state: EditionState,
    outcome: Submission.Outcome,
    *,
    by: User,
    reason: str,
    seen: int | None,
    now: datetime | None,
) -> Edition:
    now = now or clock.now()
    edition = lock_edition(edition)
    check(Subject.EDITION, verb, user=by, publication=edition.publication, edition=edition)
    _check_seen(edition, seen)
    if not reason.strip():
        raise Refused("提出した団体への連絡に理由を書いてください")
    _decide(edition, state, by=by, now=now, reason=reason.strip())
    edition.save()
    close_submission(edition, outcome, by=by, now=now, message=reason.strip())
    log(verb, edition, by=by, now=now)
    return edition


@transaction.atomic
def publish(
    edition: Edition,
    *,
    by: User,
    visibility: Visibility | None = None,
    message: str = "",
    seen: int | None = None,
    now: datetime | None = None,
) -> Edition:
    """Make the edition the live one; the former live edition becomes an old one with its address kept.

    Waits for the gate (files still in quarantine), never for text or pictures. Where something is live already,
    another visibility than the present one needs a reason, as narrowing and widening do.
    """
    now = now or clock.now()
    edition = lock_edition(edition)
    publication = edition.publication
    check(Subject.EDITION, Verb.PUBLISH, user=by, publication=publication, edition=edition)
    _check_seen(edition, seen)
    level = Visibility(edition.requested_visibility if visibility is None else visibility)
    reason = _reason_of_change(publication, level, message)
    if files_in_quarantine(edition):
        raise Refused("検査が終わっていないファイルがあります。終わってから公開してください")
    if former := publication.live_edition:
        Edition.objects.filter(pk=former.pk).update(state=EditionState.SUPERSEDED)
    _decide(edition, EditionState.PUBLISHED, by=by, now=now, reason=message.strip())
    edition.save()
    publication.live_edition = edition
    publication.state = PublicationState.LIVE
    publication.visibility = level
    publication.seen_visibility = max(publication.seen_visibility or 0, level)
    publication.closed_reason = reason
    publication.dated_on = edition.revised_on or edition.issued_on or now.astimezone(clock.JAPAN).date()
    publication.published_at = publication.published_at or now
    publication.updated_at = now
    publication.save()
    note_seen(publication)
    close_submission(edition, Submission.Outcome.PUBLISHED, by=by, now=now, message=message.strip())
    log(Verb.PUBLISH, edition, by=by, now=now, data={"visibility": publication.visibility})
    return edition


def _check_seen(edition: Edition, seen: int | None) -> None:
    if seen is not None and seen != edition.submissions.count():
        raise HandedInAnew


def _reason_of_change(publication: Publication, level: Visibility, message: str) -> str:
    """What those are told who lose sight of it by this publishing; what earlier ones were told stays said to them."""
    if publication.state != PublicationState.LIVE:
        return ""
    if level != publication.visibility and not message.strip():
        now = Visibility(publication.visibility).label
        raise Refused(f"公開範囲をいまの「{now}」から変えるときは、連絡に理由を書いてください")
    if level < publication.visibility:
        return message.strip()[:400]
    return "" if level >= (publication.seen_visibility or 0) else publication.closed_reason


def _decide(edition: Edition, state: EditionState, *, by: User, now: datetime, reason: str) -> None:
    edition.state = state
    edition.decided_at, edition.decided_by, edition.decision_reason = now, by, reason
    edition.claimed_at = edition.claimed_by = None
