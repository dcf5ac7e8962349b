"""The deadlines of one person, from wherever they come, as a calendar."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

import clock
from accounts.models import User
from discussion import deadlines as of_comments
from library import deadlines as of_documents
from library.deadlines import Deadline
from library.office_days import OfficeDays, office_days
from notices.feeds.ics import Day, as_ics
from notices.models import Feed


def of_accounts(person: User, _: OfficeDays) -> Iterator[Deadline]:
    """The end of one's own access, and of the addresses of one's feeds; one query."""
    if person.access_ends_on is not None:
        yield Deadline(f"access-{person.pk}", person.access_ends_on, "ポータルの利用の期限", reverse("me:home"))
    for feed in Feed.objects.filter(person=person).with_subject().order_by("expires_at", "pk"):
        on = feed.expires_at.astimezone(clock.JAPAN).date()
        yield Deadline(f"feed-{feed.pk}", on, f"フィード「{feed.name}」のアドレスの期限", reverse("me:feeds"))


SOURCES: tuple[Callable[[User, OfficeDays], Iterable[Deadline]], ...] = (
    of_documents.deadlines_of,
    of_comments.deadlines_of,
    of_accounts,
)
"""What has a day of its own gives it here, in one line: of what the person may see, in a constant number of queries."""


def deadlines_of(person: User) -> list[Deadline]:
    days = office_days()
    return [deadline for source in SOURCES for deadline in source(person, days)]


def as_calendar(feed: Feed, *, now: datetime) -> bytes:
    host = urlsplit(settings.BASE_URL).hostname
    days = [
        Day(f"{each.key}@{host}", each.on, each.title, f"{settings.BASE_URL}{each.url}")
        for each in deadlines_of(feed.person)
    ]
    return as_ics(days, name="生成AI知見共有ポータルの期限", now=now)
