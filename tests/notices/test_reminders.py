"""The desk is reminded of what waits: at half of the time and at its end, only those responsible, each once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import clock
from audit.models import Event
from discussion import actions as talking
from library import actions
from library.models import ClosedDay, Visibility
from notices.models import Kind, Notice
from notices.reminders import remind
from tests import factories
from tests.notices.worker import forget, heard, tell, write

pytestmark = pytest.mark.django_db


def japan(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2024, month, day, hour, minute, tzinfo=clock.JAPAN)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock; what was told meanwhile is forgotten with the first time."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_clock


@pytest.fixture
def submitted(at, tochigi):
    """On a Monday at ten: half of three office days is over on Wednesday, the whole on Thursday."""
    at(japan(7, 1, 10))
    edition = factories.make_submitted(tochigi, title="審査待ちの見本")
    forget()
    return edition


def come_by(at, moment: datetime, times: int = 2) -> None:
    """The worker does its round, more than once."""
    at(moment)
    for _ in range(times):
        remind(now=moment)
        tell(now=moment)


def test_at_half_and_at_the_end_each_once_and_only_the_secretariat(
    submitted, at, tochigi, tochigi2, kagawa, admin, secretariat, secretariat2
):
    desk = (secretariat, secretariat2)
    come_by(at, japan(7, 2, 23))
    assert not Notice.objects.exists()
    come_by(at, japan(7, 3, 8, 29))
    assert not Notice.objects.exists(), "not at night"
    come_by(at, japan(7, 3, 8, 30))
    assert [heard(person) for person in desk] == [[Kind.DUE]] * 2
    for hour in (9, 12, 23):
        come_by(at, japan(7, 3, hour))
    assert [heard(person) for person in desk] == [[Kind.DUE]] * 2
    come_by(at, japan(7, 4))
    for day in (5, 8, 20):
        come_by(at, japan(7, day))
    assert [heard(person) for person in desk] == [[Kind.DUE] * 2] * 2
    assert all(heard(person) == [] for person in (tochigi, tochigi2, kagawa, admin))
    assert Event.objects.filter(verb="remind").count() == 2


def test_the_mail_goes_at_once_names_the_document_and_leads_to_the_desk(submitted, at, secretariat):
    come_by(at, japan(7, 4))
    [letter] = write(japan(7, 4, 9, 5))
    assert letter.to == secretariat.email
    assert "審査とコメントの確認の期限" in letter.subject
    assert "栃木県の「審査待ちの見本」の審査がまだ済んでいません" in letter.body
    reader = Client()
    reader.force_login(secretariat)
    notice = Notice.objects.get()
    assert reader.get(f"/notices/{notice.pk}/").headers["location"] == f"/review/{submitted.pk}/"


def test_who_took_it_on_hears_alone_though_the_claim_has_faded(submitted, at, secretariat, secretariat2):
    actions.claim(submitted, by=secretariat2, now=japan(7, 1, 11))
    come_by(at, japan(7, 3))
    assert (heard(secretariat), heard(secretariat2)) == ([], [Kind.DUE])
    actions.release(submitted, by=secretariat2)
    come_by(at, japan(7, 4))
    assert (heard(secretariat), heard(secretariat2)) == ([Kind.DUE], [Kind.DUE] * 2)


def test_who_took_it_on_and_left_does_not_keep_it_from_the_others(submitted, at, secretariat, secretariat2, admin):
    actions.claim(submitted, by=secretariat2, now=japan(7, 1, 11))
    stopped = {"is_active": False, "suspended_at": clock.now(), "suspended_by": admin}
    type(admin).objects.filter(pk=secretariat2.pk).update(**stopped)
    come_by(at, japan(7, 3))
    assert (heard(secretariat), heard(secretariat2)) == ([Kind.DUE], [])


def test_what_one_handed_in_oneself_is_for_the_others(at, secretariat, secretariat2, settings):
    at(japan(7, 1, 10))
    factories.make_submitted(secretariat)
    come_by(at, japan(7, 3))
    assert (heard(secretariat), heard(secretariat2)) == ([], [Kind.DUE])
    settings.LIMITS = replace(settings.LIMITS, four_eyes=0)
    come_by(at, japan(7, 4))
    assert (heard(secretariat), heard(secretariat2)) == ([Kind.DUE], [Kind.DUE] * 2)


@pytest.mark.parametrize("decide", ["send_back", "publish", "recall"])
def test_what_is_decided_is_reminded_of_no_more_and_not_mailed(submitted, at, tochigi, secretariat, decide):
    come_by(at, japan(7, 3))
    {
        "send_back": lambda: actions.send_back(submitted, by=secretariat, reason="見本の理由"),
        "publish": lambda: actions.publish(submitted, by=secretariat),
        "recall": lambda: actions.recall(submitted, by=tochigi),
    }[decide]()
    assert [letter for letter in write(japan(7, 4)) if letter.to == secretariat.email] == []
    come_by(at, japan(7, 4))
    assert heard(secretariat).count(Kind.DUE) == 1
    reader = Client()
    reader.force_login(secretariat)
    assert "「審査待ちの見本」の審査は済みました" in reader.get("/notices/").content.decode()
    assert reader.get(f"/notices/{Notice.objects.get(kind='due').pk}/", follow=True).status_code == 200


def test_handed_in_again_it_has_its_time_anew(submitted, at, tochigi, secretariat):
    come_by(at, japan(7, 4))
    actions.send_back(submitted, by=secretariat, reason="見本の理由")
    at(japan(7, 5, 10))
    actions.submit(submitted, by=tochigi, declared=True)
    come_by(at, japan(7, 5, 12))
    assert heard(secretariat) == [Kind.DUE]
    come_by(at, japan(7, 9))
    come_by(at, japan(7, 10))
    assert heard(secretariat) == [Kind.DUE] * 3


def test_a_reported_comment_is_reminded_of_too_until_it_is_decided(at, tochigi, kagawa, secretariat):
    at(japan(7, 1, 10))
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS, title="見本の手引き")
    said = talking.open_thread(live, by=kagawa, text="秘密の言葉です")
    talking.report(said, by=tochigi, reason="unfit")
    forget()
    come_by(at, japan(7, 3))
    assert (heard(secretariat), heard(tochigi), heard(kagawa)) == ([Kind.DUE], [], [])
    [letter] = write(japan(7, 3, 9, 5))
    assert "「見本の手引き」へのコメントの確認がまだ済んでいません" in letter.body
    assert "秘密の言葉" not in letter.body
    reader = Client()
    reader.force_login(secretariat)
    assert reader.get(f"/notices/{Notice.objects.get().pk}/").headers["location"] == f"/review/reports/{said.pk}/"
    talking.leave(said, by=secretariat)
    come_by(at, japan(7, 8))
    assert heard(secretariat) == [Kind.DUE]


def test_what_the_desk_cannot_read_now_waits_with_its_reminder(at, tochigi, kagawa, secretariat):
    at(japan(7, 1, 10))
    live = factories.make_live(tochigi, reviewer=secretariat)
    said = talking.open_thread(live, by=kagawa, text="話題です")
    talking.report(said, by=tochigi, reason="unfit")
    actions.withdraw(live, by=tochigi, reason="見直します")
    actions.discard_publication(live, by=tochigi)
    forget()
    come_by(at, japan(7, 4))
    assert heard(secretariat) == []
    actions.recover_publication(live, by=tochigi)
    come_by(at, japan(7, 5))
    assert heard(secretariat) == [Kind.DUE]


@pytest.mark.parametrize(
    ("came", "half", "end"),
    [
        (date(2024, 7, 5), date(2024, 7, 9), date(2024, 7, 10)),  # over a weekend
        (date(2024, 4, 26), date(2024, 5, 1), date(2024, 5, 2)),  # into Golden Week
        (date(2024, 5, 1), date(2024, 5, 7), date(2024, 5, 8)),  # through it
        (date(2024, 12, 27), date(2025, 1, 7), date(2025, 1, 8)),  # over the turn of the year
        (date(2024, 8, 9), date(2024, 8, 19), date(2024, 8, 20)),  # over days that the secretariat closes
    ],
)
def test_days_on_which_nobody_is_there_do_not_count(at, tochigi, secretariat, came, half, end):
    ClosedDay.objects.bulk_create(ClosedDay(day=date(2024, 8, day)) for day in (13, 14, 15))
    at(datetime(came.year, came.month, came.day, 15, tzinfo=clock.JAPAN))
    factories.make_submitted(tochigi)
    forget()
    told = []
    for offset in range(1, 20):
        day = came + timedelta(days=offset)
        come_by(at, datetime(day.year, day.month, day.day, 10, tzinfo=clock.JAPAN))
        if len(heard(secretariat)) > len(told):
            told.append(day)
    assert told == [half, end]


@pytest.mark.parametrize(("days", "told"), [(1, [2]), (2, [2, 3]), (5, [4, 8])])
def test_half_of_other_times(submitted, at, secretariat, settings, days, told):
    settings.LIMITS = replace(settings.LIMITS, review_days=days)
    found = []
    for day in range(2, 12):
        come_by(at, japan(7, day))
        if len(heard(secretariat)) > len(found):
            found.append(day)
    assert found == told


def test_a_worker_that_stood_still_reminds_once_of_the_later(submitted, at, secretariat):
    come_by(at, japan(7, 20))
    assert heard(secretariat) == [Kind.DUE]


def test_many_that_wait_and_are_reminded_of_cost_as_many_queries_as_one(submitted, at, tochigi, secretariat):
    numbers = set()
    for more in (0, 5):
        for _ in range(more):
            factories.make_submitted(tochigi)
        at(japan(7, 20))
        remind(now=japan(7, 20))
        with CaptureQueriesContext(connection) as queries:
            remind(now=japan(7, 20))
        numbers.add(len(queries))
    assert len(numbers) == 1, numbers
