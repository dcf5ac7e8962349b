"""全体のお知らせ: written, changed, ended by the desk; put away by who has read it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.record import record
from audit.verbs import Verb
from library.readers import Person
from notices.models import Announcement, PutAway
from notices.models.announcement import AnnouncementQuerySet


def shown_to(person: Person, *, now: datetime) -> AnnouncementQuerySet:
    """Those that this person has not put away, the newest first."""
    return Announcement.objects.visible_to(person).current(now).not_put_away_by(person).newest_first()


@transaction.atomic
def keep(announcement: Announcement, *, by: User, fields: Iterable[str], now: datetime | None = None) -> Announcement:
    """Written or changed; who put it away sees it again."""
    announcement.save()
    PutAway.objects.filter(announcement=announcement).delete()
    _log(Verb.EDIT_ANNOUNCEMENT, announcement, by=by, now=now, fields=sorted(fields))
    return announcement


@transaction.atomic
def end(announcement: Announcement, *, by: User, now: datetime | None = None) -> None:
    """Not shown from this moment on; of one that has not begun, never. Ended already, nothing happens."""
    now = now or clock.now()
    row = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if row.ends_at <= max(now, row.starts_at):
        return
    row.ends_at = max(now, row.starts_at)
    row.save(update_fields=["ends_at"])
    _log(Verb.END_ANNOUNCEMENT, row, by=by, now=now)


def put_away(announcement: Announcement, *, by: User) -> None:
    """Their own business: not logged."""
    PutAway.objects.get_or_create(announcement=announcement, person=by)


def _log(verb: Verb, announcement: Announcement, *, by: User, now: datetime | None, **data: object) -> None:
    record(verb, by=by, target=("announcement", announcement.pk, announcement.title), data=data, now=now)
