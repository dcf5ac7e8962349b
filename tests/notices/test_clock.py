"""The clock jumps, forward and back, by a day: every notice is mailed once, and no digest comes twice (P77)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

import clock
from discussion import actions as talking
from jobs import schedule
from library.models import Visibility
from notices.actions import choose
from notices.models import Kind, Mailing, Notice, Way
from tests import factories
from tests.notices.worker import forget, tell, write

pytestmark = pytest.mark.django_db
MONDAY = datetime(2024, 7, 14, 23, 30, tzinfo=UTC)  # 8:30 in Japan
JUMPS = {
    "a day ahead and back": [timedelta(), timedelta(days=1), timedelta()],
    "a day back and ahead": [timedelta(), -timedelta(days=1), timedelta(), timedelta(minutes=1)],
    "to and fro about the moment": [timedelta(seconds=each) for each in (1, -1, 1, -3600, 0, 3600, 0)],
    "a day ahead for good": [timedelta(), timedelta(days=1), timedelta(days=1, minutes=5)],
}


@pytest.mark.parametrize("jumps", JUMPS.values(), ids=JUMPS)
@pytest.mark.parametrize("mail", [Mailing.AT_ONCE, Mailing.DAILY, Mailing.WEEKLY])
def test_a_jump_makes_no_second_letter_and_loses_none(tochigi, kagawa, secretariat, monkeypatch, mail, jumps):
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS)
    forget()
    choose({kind: Way(True, mail) for kind in Kind}, by=tochigi)
    letters = []
    for number, jump in enumerate(jumps):
        now = MONDAY + jump
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        talking.open_thread(live, by=kagawa, text=f"話題{number}", now=now - timedelta(minutes=3))
        tell(now=now - timedelta(minutes=3))
        letters += write(now) + write(now)
    for week in range(1, 3):  # time goes on
        letters += write(MONDAY + timedelta(weeks=week))
    told = [set(Notice.objects.filter(letter=letter).values_list("pk", flat=True)) for letter in letters]
    assert all(told), "none is empty"
    assert sum(map(len, told)) == len(set().union(*told)) == len(jumps)


def test_what_is_due_comes_back_after_a_clock_that_stood_too_far_ahead(settings, monkeypatch):
    """Else nothing would be sent, told or looked after for a day."""
    enqueued = []
    settings.JOBS_SCHEDULE = {"見本の仕事": 60}
    monkeypatch.setattr(schedule, "import_string", lambda _: type("Named", (), {"enqueue": lambda: enqueued.append(1)}))
    now = timezone.now()
    for jump in (timedelta(), timedelta(days=1), timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=61)):
        schedule.enqueue_due(now=now + jump)
    assert len(enqueued) == 4
