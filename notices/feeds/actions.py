"""Feeds: made, used, revoked. Who holds the address needs no sign-in, so the log tells when one was made."""

import secrets
from base64 import b32encode
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

import clock
from accounts.models import User
from audit.record import record
from audit.verbs import Verb
from library.rules import Refused
from notices.models import Feed, Subject

_BYTES = 20
"""160 bits: 32 letters, small ones and 2 to 7 only, so that they can be copied by hand."""
_ONE_USE = timedelta(hours=1)


def address_of(feed: Feed, token: str) -> str:
    page = "calendar" if feed.subject == Subject.CALENDAR else "feed"
    return f"{settings.BASE_URL}{reverse(page, args=[token])}"


@transaction.atomic
def make(subject: Subject, target: int | None = None, *, by: User, now: datetime | None = None) -> tuple[Feed, str]:
    """The feed and its token, which is kept nowhere. `target`: the theme or the body. Raises Refused."""
    now, most = now or clock.now(), settings.LIMITS.feeds
    person = User.objects.select_for_update().get(pk=by.pk)  # two tabs are counted one after the other
    if Feed.objects.filter(person=person).count() >= most:
        raise Refused(f"フィードは{most}件までです。使わないものを取り消してから、もう一度作ってください")
    token = b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    feed = Feed.objects.create(
        person=person,
        epoch=person.session_epoch,
        subject=subject,
        theme_id=target if subject == Subject.THEME else None,
        body_id=target if subject == Subject.BODY else None,
        digest=Feed.digest_of(token),
        made_at=now,
        expires_at=now + timedelta(days=settings.LIMITS.feed_days),
    )
    _log(Verb.MAKE_FEED, feed, by=by, now=now)
    return feed, token


@transaction.atomic
def revoke(feed: Feed, *, by: User, now: datetime | None = None) -> None:
    """Its address opens nothing from the commit on; revoked already, nothing happens."""
    gone, _ = Feed.objects.filter(pk=feed.pk, person=by).delete()
    if gone:
        _log(Verb.REVOKE_FEED, feed, by=by, now=now)


def note_use(feed: Feed, *, now: datetime) -> None:
    """A read mark: programs ask every few minutes, and must not wait each time for who is writing."""
    if feed.last_used_at is None or feed.last_used_at <= now - _ONE_USE:
        Feed.objects.filter(pk=feed.pk).update(last_used_at=now)


def _log(verb: Verb, feed: Feed, *, by: User, now: datetime | None) -> None:
    """By its number: what somebody follows is their own business."""
    record(verb, by=by, target=("feed", feed.pk, str(feed)), now=now)
