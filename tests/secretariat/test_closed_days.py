"""閉庁日: the secretariat's own list of days that count for nothing that is due."""

from datetime import UTC, date, datetime

import pytest

import clock
from audit.models import Event
from library.models import ClosedDay
from library.office_days import office_days
from posting.once import fresh_key
from tests import factories
from tests.discussion.talking import Talker

pytestmark = pytest.mark.django_db
MONDAY = datetime(2024, 7, 1, 1, tzinfo=UTC)  # in Japan 10:00


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def add(person, day: str, note: str = "", once: str = ""):
    return Talker(person).post("/manage/closed-days/new/", day=day, note=note, once=once or fresh_key())


def due_of_the_submission(desk: Talker) -> str:
    return desk.page("/review/").split("経過期限要確認担当")[1]


def test_what_is_due_moves_with_a_closed_day_and_back(tochigi, secretariat):
    edition = factories.make_submitted(tochigi, title="審査待ちの見本")
    type(edition).objects.filter(pk=edition.pk).update(submitted_at=MONDAY)
    desk = Talker(secretariat)
    assert "7月4日" in due_of_the_submission(desk)
    assert add(secretariat, "令和6年7月3日", "見本の一斉休業").headers["location"] == "/manage/closed-days/"
    assert "7月5日" in due_of_the_submission(desk)
    assert "見本の一斉休業" in desk.page("/manage/closed-days/")
    gone = f"/manage/closed-days/{ClosedDay.objects.get().pk}/delete/"
    assert "7月3日（水）を閉庁日から削除しますか" in desk.page(gone)
    for _ in range(2):
        assert desk.post(gone).headers["location"] == "/manage/closed-days/"
    assert "7月4日" in due_of_the_submission(desk)
    told = Event.objects.filter(target_kind="closed_day").order_by("sequence")
    assert [(event.verb, event.target_label) for event in told] == [
        ("add_closed_day", "2024-07-03"),
        ("delete_closed_day", "2024-07-03"),
    ]


def test_a_form_that_is_sent_twice_counts_once(secretariat):
    key = fresh_key()
    assert {add(secretariat, "2024-07-03", once=key).status_code for _ in range(2)} == {302}
    assert ClosedDay.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("", "日を入れてください"),
        ("いつか", "日を確かめてください"),
        ("2024-07-06", "入れなくても数えません"),  # a Saturday
        ("2024-12-31", "入れなくても数えません"),
        ("2024-07-15", "入れなくても数えません"),  # 海の日
        ("2022-07-01", "去年から"),
        ("1900-07-02", "去年から"),
        ("2031-07-01", "去年から"),
        ("2024-07-03", "この日は、もう入っています"),
    ],
)
def test_what_is_no_day_to_close_is_said(secretariat, day, message):
    ClosedDay.objects.create(day=date(2024, 7, 3))
    answer = add(secretariat, day)
    assert answer.status_code == 400
    assert message in answer.content.decode()
    assert ClosedDay.objects.count() == 1


def test_the_list_is_the_secretariats(tochigi, observer, admin, secretariat):
    row = ClosedDay.objects.create(day=date(2024, 7, 3))
    for person in (tochigi, observer, admin):
        for way in ("", "new/", f"{row.pk}/delete/"):
            assert Talker(person).client.get(f"/manage/closed-days/{way}").status_code == 403
            assert Talker(person).post(f"/manage/closed-days/{way}").status_code == 403
    assert "閉庁日" in Talker(secretariat).page("/manage/")
    assert "閉庁日" not in Talker(admin).page("/manage/")


@pytest.mark.parametrize(
    ("since", "number", "due"),
    [
        (datetime(2024, 4, 26, 6, tzinfo=UTC), 3, date(2024, 5, 2)),  # a Friday before Golden Week
        (datetime(2024, 5, 1, 6, tzinfo=UTC), 3, date(2024, 5, 8)),
        (datetime(2024, 12, 27, 6, tzinfo=UTC), 3, date(2025, 1, 8)),  # the turn of the year, by rule
        (datetime(2024, 7, 5, 15, tzinfo=UTC), 1, date(2024, 7, 8)),  # in Japan already Saturday
        (datetime(2024, 8, 9, 6, tzinfo=UTC), 2, date(2024, 8, 19)),  # with three days closed in August
    ],
)
def test_weekends_golden_week_and_the_turn_of_the_year(since, number, due):
    ClosedDay.objects.bulk_create(ClosedDay(day=date(2024, 8, day)) for day in (13, 14, 15))
    assert office_days().after(since, number) == due
