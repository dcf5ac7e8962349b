"""Drafts: begun, saved, thrown away, fetched back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

import clock
from accounts.models import Organization, User
from audit.verbs import Verb
from library.actions.locking import lock_edition, lock_publication, log
from library.kinds import entry_of
from library.models import Edition, EditionState, Kind, Publication, Visibility
from library.rules import Refused, check
from library.workflow import Subject

PLAIN_FIELDS = (
    "title", "summary", "issued_on", "revised_on", "as_of_on", "review_by_on",
    "section", "contact", "link_url", "change_note", "requested_visibility",
)  # fmt: skip


class Clash(Refused):
    """Somebody else saved in between; carries the edition as it is now."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        super().__init__("ほかの人がこの下書きを変えました。どちらを残すか選んでください")


@transaction.atomic
def start(*, owner: Organization, by: User, kind: Kind = Kind.DOCUMENT, now: datetime | None = None) -> Edition:
    """Begin a new publication with its first edition. The secretariat may begin one for another body (代理登録)."""
    now = now or clock.now()
    is_proxy = by.organization_id != owner.pk
    if is_proxy and not by.is_secretariat:
        raise Refused("ほかの団体の資料を登録できるのは事務局です")
    if not is_proxy and not (by.is_member or by.is_secretariat):
        raise Refused("資料を登録できるのは構成団体の担当者と事務局です")
    if (
        owner.kind == Organization.Kind.OBSERVER
        or not Organization.objects.that_may_own(now.astimezone(clock.JAPAN).date()).filter(pk=owner.pk).exists()
    ):
        raise Refused("この団体の資料は登録できません。構成団体を選んでください")
    publication = Publication.objects.create(kind=kind, owner=owner, is_proxy=is_proxy, created_at=now, created_by=by)
    edition = _new_edition(publication, by=by, now=now)
    log(Verb.START, edition, by=by, now=now, data={"proxy": is_proxy})
    return edition


@transaction.atomic
def start_revision(publication: Publication, *, by: User, now: datetime | None = None) -> Edition:
    """Begin the next edition of a live publication with the words of the live one; files are chosen anew."""
    now = now or clock.now()
    publication = lock_publication(publication.pk)
    check(Subject.PUBLICATION, Verb.START, user=by, publication=publication)
    live = publication.live_edition
    if live is None or publication.editions.open().exists():
        raise Refused("この資料には作成中の版があります。続きから進めてください")
    edition = _new_edition(publication, by=by, now=now)
    for name in PLAIN_FIELDS:
        setattr(edition, name, getattr(live, name))
    edition.change_note, edition.revised_on = "", None
    edition.requested_visibility = publication.visibility
    edition.save()
    edition.types.set(live.types.all())
    edition.themes.set(live.themes.all())
    entry_of(edition).copy_details(live, edition)
    log(Verb.START, edition, by=by, now=now)
    return edition


def _new_edition(publication: Publication, *, by: User, now: datetime) -> Edition:
    last = publication.editions.aggregate(last=Max("number"))["last"] or 0
    publication.last_number = max(publication.last_number, last) + 1
    edition = Edition(
        publication=publication,
        number=publication.last_number,
        is_proxy=by.organization_id != publication.owner_id,
        requested_visibility=Visibility.MEMBERS,
        created_at=now,
        created_by=by,
        saved_at=now,
        saved_by=by,
    )
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError as problem:
        raise Refused("この資料には作成中の版があります。続きから進めてください") from problem
    publication.save(update_fields=["last_number"])
    return edition


@transaction.atomic
def save_details(
    edition: Edition, *, by: User, revision: int, values: Mapping[str, Any], now: datetime | None = None
) -> Edition:
    """Write what is given of words, dates, themes, types and facts; Clash when `revision` is not the present one.

    Not an event of its own: what was handed in is kept with each submission.
    """
    edition = lock_edition(edition)
    if not Edition.objects.editable_by(by).filter(pk=edition.pk).exists():
        raise Refused("この版はもう直せません。取り戻すか、新しい版を作ってください")
    if edition.revision != revision:
        raise Clash(edition)
    for name in PLAIN_FIELDS:
        if name in values:
            setattr(edition, name, values[name])
    edition.revision += 1
    edition.saved_at, edition.saved_by = now or clock.now(), by
    edition.save()
    for name in ("types", "themes"):
        if name in values:
            getattr(edition, name).set(values[name])
    entry_of(edition).save_details(edition, values)
    return edition


@transaction.atomic
def discard(edition: Edition, *, by: User, now: datetime | None = None) -> Edition:
    """Into the bin; it can be fetched back for some weeks."""
    now = now or clock.now()
    edition = lock_edition(edition)
    check(Subject.EDITION, Verb.DISCARD, user=by, publication=edition.publication, edition=edition)
    edition.binned_at, edition.binned_by = now, by
    edition.save(update_fields=["binned_at", "binned_by"])
    log(Verb.DISCARD, edition, by=by, now=now)
    return edition


@transaction.atomic
def recover(edition: Edition, *, by: User, now: datetime | None = None) -> Edition:
    """Out of the bin; refused while another edition of the publication is on its way."""
    now = now or clock.now()
    edition = lock_edition(edition)
    check(Subject.EDITION, Verb.RECOVER, user=by, publication=edition.publication, edition=edition)
    if edition.state in EditionState.OPEN and edition.publication.editions.open().exists():
        raise Refused("この資料には作成中の別の版があります。先にそれを終えてください")
    edition.binned_at = edition.binned_by = None
    edition.save(update_fields=["binned_at", "binned_by"])
    log(Verb.RECOVER, edition, by=by, now=now)
    return edition
