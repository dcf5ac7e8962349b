"""Notices by mail: at once for each thread or document, the rest gathered in the morning; nothing that was read."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

import clock
from accounts.models import User
from discussion.letters import may_decide, may_hear
from mail import outbox
from mail.models import Letter
from notices import stopping
from notices.models import Kind, Mailing, Notice, Preference
from notices.sentences import sentence

logger = logging.getLogger("notices")
KIND, _AT_ONCE = "notices", 1_000
PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(minutes=10)
"""What is mailed at once waits until nothing more came to its thread for so long, but no longer than the other."""
OUTLIVED = timedelta(days=15)
"""What could not be opened for so long is not mailed any more, and stays in the portal; two Mondays are within it."""
_MORNING, _MONDAY, _GATHERED = time(8, 30), 0, "お知らせのまとめ"


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
    return _is_at_once(now) & Q(made_at__lte=now - PAUSE) | _is_for_digest(now)


def _is_at_once(now: datetime) -> Q:
    """Of this day: what the day before had no letters left for waits for the morning."""
    return Q(mail=Mailing.AT_ONCE, made_at__gte=_midnight(now) - LONGEST_PAUSE)


def _is_for_digest(now: datetime) -> Q:
    daily = Q(mail__in=[Mailing.AT_ONCE, Mailing.DAILY], made_at__lt=last_morning(now))
    return daily | Q(mail=Mailing.WEEKLY, made_at__lt=last_monday(now))


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(clock.JAPAN).date(), time(), clock.JAPAN)


def write_due(*, now: datetime) -> None:
    """Run again, it finds nothing more: what is mailed says so in the transaction that writes the letter.

    One person's trouble is told at the end, and costs nobody else the mail.
    """
    _clear_away(now)
    waiting = Notice.objects.to_mail().filter(is_due(now)).values("person")
    people = User.objects.in_good_standing(timezone.localdate(now)).filter(pk__in=waiting)
    problems: list[Exception] = []
    for person in people.order_by("pk"):
        try:
            if Notice.objects.visible_to(person).to_mail().filter(is_due(now)).exists():
                _write_to(person, now=now)
        except Exception as problem:  # whatever it is, others have nothing to do with it
            logger.exception("no letter to person %d", person.pk)
            problems.append(problem)
    if problems:
        raise ExceptionGroup("letters that could not be written", problems)


def _clear_away(now: datetime) -> None:
    """What nobody will mail any more; what was given up is shown in the portal, whatever was chosen.

    Looks first: where there is nothing, nobody who writes waits.
    """
    outlived = Notice.objects.filter(read_at=None, mailed_at=None, made_at__lt=now - OUTLIVED)
    outlived = outlived.exclude(mail=Mailing.NONE)
    given_up = Notice.objects.unread().filter(is_shown=False, letter__given_up_at__isnull=False)
    for rows, change in ((outlived, {"mail": Mailing.NONE}), (given_up, {"is_shown": True})):
        if found := list(rows.values_list("pk", flat=True)[:_AT_ONCE]):
            Notice.objects.filter(pk__in=found).update(**change)


@transaction.atomic
def _write_to(person: User, *, now: datetime) -> None:
    waiting = Notice.objects.visible_to(person).to_mail().with_targets().order_by("made_at", "pk")
    gathered: defaultdict[tuple[str, int | None], list[Notice]] = defaultdict(list)
    locked = waiting.select_for_update(of=("self",))
    for notice in locked.filter(_is_at_once(now)):
        gathered[notice.gathered_by].append(notice)
    quiet = [notices for notices in gathered.values() if _is_quiet(notices, now)]
    for notices in quiet[: _left_today(person, now)]:
        _write(person, notices, heading=_heading(notices), now=now)
    if notices := list(locked.filter(_is_for_digest(now))):
        _write(person, notices, heading=_GATHERED, now=now)


def _is_quiet(notices: Sequence[Notice], now: datetime) -> bool:
    first, last = notices[0].made_at, notices[-1].made_at
    return last <= now - PAUSE or first <= now - LONGEST_PAUSE


def _left_today(person: User, now: datetime) -> int:
    mailed = Notice.objects.filter(person=person, mailed_at__gte=_midnight(now))
    sent: int = mailed.aggregate(letters=Count("letter", distinct=True))["letters"]
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


def may_tell_desk(letter: Letter) -> bool:
    return _is_wanted(letter, Kind.DUE) and may_decide(letter)


def may_tell_reporter(letter: Letter) -> bool:
    return _is_wanted(letter, Kind.REPORT) and may_hear(letter)


def _is_wanted(letter: Letter, kind: Kind) -> bool:
    return not Preference.objects.filter(person__email=letter.to, kind=kind, mail=Mailing.NONE).exists()


@transaction.atomic
def may_go(letter: Letter) -> bool:
    """Says of it what is to be said now, of what may still be said and is still wanted; False when nothing is left.

    What is left out may be told later, unless the letter was tried: the server may have it, and nothing is told twice.
    """
    told = Notice.objects.filter(letter=letter)
    people = User.objects.in_good_standing(timezone.localdate(clock.now()))
    person = people.filter(pk__in=told.values("person")).first()
    if person is None:
        return False
    wanted = Notice.objects.visible_to(person).still_wanted().filter(letter=letter)
    still = list(wanted.with_targets().order_by("made_at", "pk"))
    left_out = told.exclude(pk__in=[notice.pk for notice in still])
    left_out.update(**({"letter": None} if letter.tries else {"letter": None, "mailed_at": None}))
    if still:
        heading = _GATHERED if letter.subject.startswith(_GATHERED) else _heading(still)
        outbox.rewrite(letter, context=_context(person, still, heading=heading))
    return bool(still)
