"""Workers come to the same due task, event, notice or letter at the same moment: each is done once."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail as django_mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import clock
from audit.models import Event
from discussion import actions as talking
from jobs import schedule
from jobs.models import Due
from library import actions
from library.models import Visibility
from mail import outbox
from mail.models import Letter
from notices import letters, telling
from notices.actions import choose
from notices.models import Kind, Mailing, Notice, Way
from tests import factories
from tests.jobs.tasks_for_tests import count_up
from tests.notices.worker import forget
from tests.races.together import raised, together

WORKERS, ROUNDS = 4, 5
NAMES = [f"見本の仕事{number}" for number in range(40)]


class Named:
    """Stands in for each task of the schedule."""

    @staticmethod
    def enqueue() -> None:
        count_up.enqueue("見本")


@pytest.fixture
def live(officers, desks):
    publication = factories.make_live(officers[0], reviewer=desks[0], visibility=Visibility.OBSERVERS)
    forget()
    return publication


def test_what_is_due_is_enqueued_once_whoever_looks(settings, monkeypatch):
    settings.JOBS_SCHEDULE = dict.fromkeys(NAMES, 60)
    monkeypatch.setattr(schedule, "import_string", lambda _: Named)
    now = timezone.now()
    for round_ in range(ROUNDS):
        DBTaskResult.objects.all().delete()
        Due.objects.update_or_create(name=NAMES[0], defaults={"next_at": now})
        at = now + timedelta(minutes=2 * round_)
        taken = together([partial(schedule.enqueue_due, now=at)] * WORKERS)
        assert raised(taken) == []
        assert sum(taken) == DBTaskResult.objects.count() == len(NAMES)


def test_of_eight_decisions_one_is_told_and_told_once(officers, desks):
    edition = factories.make_submitted(officers[0])
    forget()
    decisions = [
        *[partial(actions.publish, edition, by=desk, visibility=Visibility.MEMBERS) for desk in desks * 2],
        *[partial(actions.send_back, edition, by=desk, reason="出典を書いてください") for desk in desks * 2],
    ]
    outcomes = together(decisions)
    assert len(raised(outcomes)) == len(decisions) - 1
    [event] = Event.objects.filter(verb__in=["publish", "send_back"])
    assert raised(together([partial(telling.tell, event.sequence, now=clock.now())] * WORKERS)) == []
    told = Counter(Notice.objects.filter(kind=Kind.DECISION).values_list("person", flat=True))
    assert told == Counter(officer.pk for officer in officers)


def test_an_event_is_told_once_and_written_and_sent_once(live, officers, desks, monkeypatch):
    for person in officers:
        choose({kind: Way(True, Mailing.AT_ONCE) for kind in Kind}, by=person)
    for number in range(ROUNDS):
        talking.open_thread(live, by=desks[0], text=f"話題{number}")
    events = list(Event.objects.filter(verb="comment").values_list("sequence", flat=True))
    tells = [partial(telling.tell, event, now=clock.now()) for event in events for _ in range(WORKERS)]
    assert raised(together(tells)) == []
    assert Notice.objects.count() == len(officers) * ROUNDS
    soon = clock.now() + letters.PAUSE
    assert raised(together([partial(letters.write_due, now=soon)] * WORKERS)) == []
    assert Letter.objects.count() == len(officers) * ROUNDS, "a thread, a letter"
    assert not Notice.objects.filter(mailed_at=None).exists()
    assert raised(together([partial(outbox.send_waiting, now=soon + timedelta(seconds=1))] * WORKERS)) == []
    ids = Counter(message.extra_headers["Message-ID"] for message in django_mail.outbox)
    assert set(ids.values()) == {1}
    assert len(ids) == len(officers) * ROUNDS
