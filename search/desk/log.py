"""What was searched for, without who: a row for each search, told from three bodies on, deleted after some weeks.

A GET writes it, as it does the log of readings, read marks of saved views, and the event of a list that is saved.
See docs/decisions/0021.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Q
from django.utils.crypto import salted_hmac

import clock
from accounts.models import User
from japanese.personal import find_personal
from library.readers import Person
from search.answers.asked import Asked
from search.lookup.time_limit import TookTooLong
from search.models import Searched
from search.normalise import normalise
from search.query import LONGEST
from search.synonyms import is_fit

LEAST_BODIES = 3
MOST_WITHOUT_BODY = 2000  # a day: nobody who has not signed in can fill the disk


@dataclass(frozen=True)
class Told:
    words: str
    times: int
    bodies: int

    @property
    def may_have_synonyms(self) -> bool:
        return is_fit(self.words)


def is_new(asked: Asked) -> bool:
    """Whether somebody asks this for the first time: not when turning pages, ordering, narrowing what was found."""
    return (
        asked.conditions.page == 1
        and not asked.is_for_letters
        and {name for name, _ in asked.parameters()} <= {"q", "part"}
    )


def note(person: Person, typed: str, *, is_found: bool, today: date | None = None) -> None:
    """Keep one row, unless it looks like personal data. A search is answered whether or not this could be written."""
    words, day = as_kept(typed), today or clock.today()
    if not words:
        return
    mark = _mark(person, words)
    try:
        with _not_waiting(), transaction.atomic():
            if mark or Searched.objects.filter(day=day, body_mark="").count() < MOST_WITHOUT_BODY:
                Searched.objects.create(day=day, words=words, body_mark=mark, is_found=is_found)
    except (DatabaseError, TookTooLong):
        return


def as_kept(typed: str) -> str:
    """The words in one spelling; empty for what is not kept at all."""
    words = " ".join(normalise(typed, is_query=True).text.split()).casefold()
    if len(words) > LONGEST or find_personal(typed) or find_personal(words):
        return ""
    return words


def _mark(person: Person, words: str) -> str:
    """Another one for each wording, so that nobody can put together what one body asked.

    Empty for the secretariat and administrators, who read the report, and for people without sign-in: none of them
    makes a wording known.
    """
    if not isinstance(person, User) or person.is_secretariat or person.is_administrator:
        return ""
    return salted_hmac("search.log", f"{person.organization_id}|{words}", algorithm="sha256").hexdigest()[:32]


@contextmanager
def _not_waiting() -> Iterator[None]:
    """SQLite would wait its turn behind another writer, and the reader with it."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = f"PRAGMA busy_timeout = {int(cursor.execute('PRAGMA busy_timeout').fetchone()[0])}"
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(usual)


def report(*, is_missed: bool, most: int, today: date | None = None) -> list[Told]:
    """Wordings from enough different bodies, the most frequent first; `is_missed`: that no document had all words of.

    Bodies are counted within the same rows, so that each number stands for enough of them.
    """
    since = (today or clock.today()) - timedelta(days=settings.LIMITS.search_log_days)
    rows = Searched.objects.filter(day__gt=since)
    if is_missed:
        rows = rows.filter(is_found=False)
    bodies = Count("body_mark", distinct=True, filter=~Q(body_mark=""))
    told = rows.values("words").annotate(times=Count("pk"), bodies=bodies).filter(bodies__gte=LEAST_BODIES)
    return [Told(**row) for row in told.order_by("-times", "words")[:most]]


def forget_old(*, today: date) -> int:
    """Delete what is older than its period; returns how many."""
    return Searched.objects.filter(day__lte=today - timedelta(days=settings.LIMITS.search_log_days)).delete()[0]
