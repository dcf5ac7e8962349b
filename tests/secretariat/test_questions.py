"""A question that no other body answers for five office days comes before the desk, until that is over."""

from datetime import UTC, date, datetime, timedelta

import pytest

import clock
from discussion import actions
from discussion.models import Comment
from library import actions as library
from library.models import ClosedDay, Visibility
from notices.models import Notice
from notices.reminders import remind
from tests.discussion.talking import Talker
from tests.notices.worker import forget, tell
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
MONDAY = datetime(2024, 7, 1, 1, tzinfo=UTC)  # in Japan 10:00
NEXT_TUESDAY = MONDAY + timedelta(days=8)
WORDS = "ほかの県ではどう使っていますか"


@pytest.fixture
def at(monkeypatch):
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_clock


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目", visibility=Visibility.OBSERVERS)


@pytest.fixture
def asked(live, tochigi) -> Comment:
    return actions.open_thread(live, by=tochigi, text=WORDS, is_question=True, now=MONDAY)


def waits(desk) -> bool:
    return WORDS in Talker(desk).page("/review/?type=question")


def test_it_comes_when_five_office_days_have_passed(asked, at, secretariat):
    for days in range(8):
        at(MONDAY + timedelta(days=days, hours=13))
        assert not waits(secretariat), days
    at(NEXT_TUESDAY)
    assert waits(secretariat)
    ClosedDay.objects.create(day=date(2024, 7, 3))
    assert not waits(secretariat)
    at(NEXT_TUESDAY + timedelta(days=1))
    assert waits(secretariat)


def test_it_stands_in_the_queue_with_who_asked_and_leads_to_the_thread(asked, at, secretariat):
    at(NEXT_TUESDAY)
    desk = Talker(secretariat)
    page = desk.page("/review/")
    assert f"質問「{WORDS}」" in page
    assert "栃木県" in page
    assert "5開庁日のあいだ、ほかの団体の返信がありません" in page
    assert "審査（1件）" in page
    assert f'href="/comments/{asked.pk}/"' in desk.client.get("/review/").content.decode()
    for kind in ("edition", "report"):
        assert WORDS not in desk.page(f"/review/?type={kind}")


@pytest.mark.parametrize(
    ("what", "is_there"),
    [
        ("an answer of another body", False),
        ("an answer of the desk", False),
        ("an answer of the own body", True),
        ("an answer that was deleted", True),
        ("an answer that was hidden", True),
        ("resolved", False),
        ("resolved and reopened", True),
        ("deleted", False),
        ("hidden", False),
        ("hidden and shown", True),
        ("locked", False),
        ("locked and unlocked", True),
        ("no question any more", False),
        ("withdrawn", False),
        ("withdrawn and restored", True),
    ],
)
def test_what_takes_it_off_the_desk(asked, live, at, tochigi, tochigi2, kagawa, secretariat, what, is_there):
    at(NEXT_TUESDAY)
    assert waits(secretariat)
    thread = asked.thread
    answer = {"an answer of the own body": tochigi2, "an answer of the desk": secretariat}.get(what, kagawa)
    if what.startswith("an answer"):
        given = actions.reply(thread, by=answer, text="こう使っています")
    {
        "an answer that was deleted": lambda: actions.delete(given, by=kagawa),
        "an answer that was hidden": lambda: actions.hide(given, by=secretariat, reason="見本"),
        "resolved": lambda: actions.resolve(thread, by=tochigi),
        "resolved and reopened": lambda: (actions.resolve(thread, by=tochigi), actions.reopen(thread, by=tochigi)),
        "deleted": lambda: actions.delete(asked, by=tochigi),
        "hidden": lambda: actions.hide(asked, by=secretariat, reason="見本"),
        "hidden and shown": lambda: (
            actions.hide(asked, by=secretariat, reason="見本"),
            actions.show(asked, by=secretariat),
        ),
        "locked": lambda: actions.lock(thread, by=secretariat),
        "locked and unlocked": lambda: (actions.lock(thread, by=secretariat), actions.unlock(thread, by=secretariat)),
        "no question any more": lambda: actions.mark_question(thread, is_question=False, by=tochigi),
        "withdrawn": lambda: library.withdraw(live, by=kagawa, reason="見本"),
        "withdrawn and restored": lambda: (
            library.withdraw(live, by=kagawa, reason="見本"),
            library.restore(live, by=kagawa),
        ),
    }.get(what, lambda: None)()
    assert waits(secretariat) == is_there


def test_other_threads_and_other_people_have_nothing_to_do_with_it(
    live, asked, at, tochigi, kagawa, observer, admin, secretariat
):
    actions.open_thread(live, by=tochigi, text="質問ではない話題", now=MONDAY)
    forget()
    at(NEXT_TUESDAY)
    assert "質問ではない話題" not in Talker(secretariat).page("/review/")
    for person in (tochigi, kagawa, observer, admin):
        assert Talker(person).client.get("/review/?type=question").status_code == 403
    remind(now=NEXT_TUESDAY)
    tell(now=NEXT_TUESDAY)
    assert not Notice.objects.exists(), "nobody is told of it"
