"""Notices by mail: at once for each thread or document, the rest gathered in the morning; nothing that was read."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import clock
from accounts.models import User
from mail import outbox
from mail.models import Letter
from notices import stopping
from notices.models import Kind, Mailing, Notice
from notices.sentences import sentence

KIND = "notices"
PAUSE = timedelta(minutes=2)
"""What is mailed at once waits that long: more may come to the same thread, or it is read meanwhile."""
_MORNING, _MONDAY = time(8, 30), 0


def last_morning(now: datetime) -> datetime:
    """The last time that it was 8:30 in Japan."""
    local = now.astimezone(clock.JAPAN)
    today = datetime.combine(local.date(), _MORNING, clock.JAPAN)
    return today if today <= local else today - timedelta(days=1)


def last_monday(now: datetime) -> datetime:
    """The last time that it was Monday, 8:30 in Japan."""
    morning = last_morning(now)
    return morning - timedelta(days=(morning.weekday() - _MONDAY) % 7)


def is_due(now: datetime) -> Q:
    """What was not mailed at once, because the day had its letters already, goes with the morning's."""
    at_once = Q(mail=Mailing.AT_ONCE, made_at__lte=now - PAUSE)
    return at_once | _is_for_digest(now)


def _is_for_digest(now: datetime) -> Q:
    daily = Q(mail__in=[Mailing.AT_ONCE, Mailing.DAILY], made_at__lt=last_morning(now))
    return daily | Q(mail=Mailing.WEEKLY, made_at__lt=last_monday(now))


def write_due(*, now: datetime) -> None:
    """Run again, it finds nothing more: what is mailed says so in the transaction that writes the letter."""
    waiting = Notice.objects.to_mail().filter(is_due(now)).values("person")
    people = User.objects.in_good_standing(timezone.localdate(now)).filter(pk__in=waiting)
    for person in people.order_by("pk"):
        _write_to(person, now)


@transaction.atomic
def _write_to(person: User, now: datetime) -> None:
    waiting = Notice.objects.visible_to(person).to_mail().with_targets().order_by("made_at", "pk")
    gathered: defaultdict[tuple[str, int | None], list[Notice]] = defaultdict(list)
    locked = waiting.select_for_update(of=("self",))
    for notice in locked.filter(mail=Mailing.AT_ONCE, made_at__lte=now - PAUSE):
        gathered[notice.gathered_by].append(notice)
    for notices in list(gathered.values())[: _left_today(person, now)]:
        _write(person, notices, heading=_heading(notices), now=now)
    if notices := list(locked.filter(_is_for_digest(now))):
        _write(person, notices, heading="お知らせのまとめ", now=now)


def _left_today(person: User, now: datetime) -> int:
    midnight = datetime.combine(now.astimezone(clock.JAPAN).date(), time(), clock.JAPAN)
    sent = Letter.objects.filter(kind=KIND, to=person.email, created_at__gte=midnight).count()
    return max(settings.LIMITS.notice_mails_per_day - sent, 0)


def _heading(notices: Sequence[Notice]) -> str:
    """A subject names no document: it may be read over somebody's shoulder, and after the document was withdrawn."""
    kinds = {notice.kind for notice in notices}
    return Kind(kinds.pop()).label if len(kinds) == 1 else "お知らせ"


def _write(person: User, notices: Sequence[Notice], *, heading: str, now: datetime) -> None:
    context = _context(person, notices, heading=heading)
    letter = outbox.write(KIND, to=person.email, context=context, stop_url=stopping.address(person), now=now)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now, letter=letter)


def _context(person: User, notices: Sequence[Notice], *, heading: str) -> dict[str, object]:
    rows = [(_told(notice), f"{settings.BASE_URL}{notice.get_absolute_url()}") for notice in notices]
    return {"heading": heading, "rows": rows, "receiver": person}


def _told(notice: Notice) -> str:
    """On one line, and what somebody called a document is no link: mail programs would make one of it."""
    return " ".join(sentence(notice).split()).replace("://", "：//")


@transaction.atomic
def may_go(letter: Letter) -> bool:
    """Leaves in it what may still be said and is still wanted; False when nothing is left.

    What is left out may be told later, unless the letter was tried: the server may have it, and nothing is told twice.
    """
    told = Notice.objects.filter(letter=letter)
    people = User.objects.in_good_standing(timezone.localdate(clock.now()))
    person = people.filter(pk__in=told.values("person")).first()
    if person is None:
        return False
    wanted = Notice.objects.visible_to(person).filter(letter=letter, read_at=None).exclude(mail=Mailing.NONE)
    still = list(wanted.with_targets().order_by("made_at", "pk"))
    left_out = told.exclude(pk__in=[notice.pk for notice in still])
    changes = {"letter": None} if letter.tries else {"letter": None, "mailed_at": None}
    if left_out.update(**changes) and still:
        outbox.rewrite(letter, context=_context(person, still, heading=letter.subject.rpartition("（")[0]))
    return bool(still)
