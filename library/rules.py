"""Who may do a verb, and why not: reasons are Japanese sentences that are shown to the person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

import clock
from accounts.models import User
from audit.verbs import Verb
from library.models import Edition, EditionState, Publication, PublicationState, Visibility
from library.workflow import TABLE, Subject, Transition, Who, transition


class Refused(Exception):
    """A verb that may not be done now or by this person; the message says why and what to do."""


class AlreadyDecided(Refused):
    """Somebody else was quicker; names who and when."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        super().__init__("ほかの人が先に判断しました。最新の状態を確かめてください")


def standing(user: User, publication: Publication, edition: Edition | None = None) -> frozenset[Who]:
    """What a person is towards a publication."""
    roles = set()
    works_there = publication.owner_id == user.organization_id and (user.is_member or user.is_secretariat)
    if works_there and not _is_kept_by_desk(publication, edition):
        roles.add(Who.OWNER)
    if user.is_secretariat:
        roles.add(Who.DESK)
        if edition is not None and edition.is_proxy:
            roles.add(Who.PROXY)
    return frozenset(roles)


def _is_kept_by_desk(publication: Publication, edition: Edition | None) -> bool:
    """Registered for the owner by the secretariat, which keeps it to itself: the owner does not even know of it."""
    if edition is not None and edition.state not in EditionState.PUBLIC:
        return edition.is_proxy and edition.requested_visibility == Visibility.SECRETARIAT
    begun = publication.state == PublicationState.UNPUBLISHED
    return publication.is_proxy and publication.visibility == Visibility.SECRETARIAT and not begun


def why_not(row: Transition, *, user: User, publication: Publication, edition: Edition | None = None) -> str:
    """Why this person may not do this verb now; empty when they may."""
    if not (row.who & standing(user, publication, edition)):
        return f"「{row.label}」ができるのは{'、'.join(sorted(who.value for who in row.who))}です"
    subject = edition if row.subject is Subject.EDITION else publication
    if subject is None or subject.state not in row.sources:
        state = subject.get_state_display() if subject is not None else "版がない状態"
        return f"いまは「{state}」のため、「{row.label}」はできません"
    is_binned = subject.binned_at is not None
    if is_binned != (row.verb == Verb.RECOVER):
        return "ごみ箱に入っています。先に戻してください" if is_binned else "ごみ箱に入っていません"
    if row.four_eyes and settings.LIMITS.four_eyes and edition is not None and edition.submitted_by_id == user.pk:
        return "自分が提出した資料は、ほかの事務局の人が判断してください"
    return _why_not_publication(row, publication) or _why_not_claim(row, user=user, edition=edition)


_NEEDS_OPEN_PUBLICATION = {(Subject.EDITION, Verb.SUBMIT), (Subject.EDITION, Verb.PUBLISH)}


def _why_not_publication(row: Transition, publication: Publication) -> str:
    """What the publication's own state forbids: an edition would bring back what was ended, or end with it."""
    if (row.subject, row.verb) in _NEEDS_OPEN_PUBLICATION:
        if publication.binned_at is not None:
            return "この資料はごみ箱に入っています。先に戻してください"
        if publication.state == PublicationState.WITHDRAWN:
            return "この資料は公開を終えています。先に「公開に戻す」で戻してください"
    return ""


def _why_not_claim(row: Transition, *, user: User, edition: Edition | None) -> str:
    if edition is None:
        return ""
    holder = claim_holder(edition, now=clock.now())
    if row.verb == Verb.RELEASE and edition.claimed_by_id is None:
        return "担当の人はいません"
    if row.verb == Verb.CLAIM and holder is not None and holder.pk != user.pk:
        return f"いまは{holder}が担当しています"
    return ""


def claim_holder(edition: Edition, *, now: datetime) -> User | None:
    """Who reviews it now; a claim fades after some minutes, so that nobody locks a submission for ever."""
    if edition.claimed_at is None or edition.claimed_at < now - timedelta(minutes=settings.LIMITS.claim_minutes):
        return None
    return edition.claimed_by


def check(
    subject: Subject, verb: Verb, *, user: User, publication: Publication, edition: Edition | None = None
) -> Transition:
    """The row of the table when the verb may be done; raises Refused with the reason otherwise."""
    row = transition(subject, verb)
    if reason := why_not(row, user=user, publication=publication, edition=edition):
        if edition is not None and row.four_eyes and edition.decided_at and edition.state not in row.sources:
            raise AlreadyDecided(edition)
        raise Refused(reason)
    return row


@dataclass(frozen=True)
class Offer:
    """A button: the transition, and why it cannot be pressed (empty when it can)."""

    transition: Transition
    reason: str

    @property
    def is_allowed(self) -> bool:
        return not self.reason


def offers(publication: Publication, *, user: User, edition: Edition | None = None) -> Iterator[Offer]:
    """What this person may do with a publication and its edition, in the order of the table.

    Verbs that are not for this person at all are left out; those that must wait carry their reason.
    """
    mine = standing(user, publication, edition)
    for row in TABLE:
        if row.who & mine and (edition is not None or row.subject is Subject.PUBLICATION):
            yield Offer(row, why_not(row, user=user, publication=publication, edition=edition))
