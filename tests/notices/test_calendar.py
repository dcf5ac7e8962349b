"""期限 as a calendar: what one has to do by when, on the days on which it is due, and nothing of others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import clock
from accounts.actions import end_access
from discussion import actions as talking
from japanese.holidays import office_days_after
from library.models import ClosedDay, Edition, Visibility
from notices.models import Feed
from tests import factories
from tests.notices.fetching import fetch, made
from tests.notices.test_ics import events, read

pytestmark = pytest.mark.django_db
SOON = clock.today() + timedelta(days=40)


def days(address: str) -> dict[str, str]:
    """Title → day, but for the end of the address itself."""
    answer = fetch(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    found = {read(event["SUMMARY"]): event["DTSTART;VALUE=DATE"] for event in events(answer.content)}
    return {title: day for title, day in found.items() if "アドレスの期限" not in title}


@pytest.fixture
def live(tochigi, secretariat):
    found = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.PUBLIC, title="見直すもの")
    Edition.objects.filter(publication=found).update(review_by_on=SOON)
    return found


def test_a_body_has_the_days_on_which_its_documents_are_looked_through(live, tochigi, kagawa, observer, admin):
    assert days(made(tochigi, "calendar")) == {"「見直すもの」の内容を見直す": f"{SOON:%Y%m%d}"}
    for other in (kagawa, observer, admin):
        assert days(made(other, "calendar")) == {}


def test_what_is_hidden_withdrawn_or_not_public_yet_is_no_deadline_of_others(live, tochigi, kagawa, secretariat):
    hidden = factories.make_draft(tochigi, title="下書きの語", review_by_on=SOON)
    kept = factories.make_live(
        secretariat, owner=kagawa.organization, reviewer=factories.make_user(
            "third@example.jp", body=secretariat.organization, role=secretariat.role
        ), visibility=Visibility.SECRETARIAT, title="事務局限りの語", review_by_on=SOON,
    )  # fmt: skip
    assert (hidden.review_by_on, kept.owner) == (SOON, kagawa.organization)
    assert days(made(kagawa, "calendar")) == {}
    assert "下書きの語" not in str(days(made(tochigi, "calendar")))


def test_a_day_on_which_the_desk_is_closed_moves_what_is_due(tochigi, secretariat):
    factories.make_submitted(tochigi, title="審査を待つもの")
    first, later = (office_days_after(clock.today(), number) for number in (3, 4))
    assert days(made(secretariat, "calendar")) == {"「審査を待つもの」を審査する": f"{first:%Y%m%d}"}
    ClosedDay.objects.create(day=first, note="見本の閉庁日")
    Feed.objects.all().delete()
    assert days(made(secretariat, "calendar")) == {"「審査を待つもの」を審査する": f"{later:%Y%m%d}"}


def test_the_desk_has_what_waits_with_its_due_day_and_no_word_of_a_comment(live, tochigi, kagawa, secretariat):
    submitted = factories.make_submitted(tochigi, title="審査を待つもの")
    talking.report(talking.open_thread(live, by=tochigi, text="秘密の言葉"), by=kagawa, reason="wrong")
    due = f"{office_days_after(clock.today(), 3):%Y%m%d}"
    address = made(secretariat, "calendar")
    assert days(address) == {f"「{submitted}」を審査する": due, "通報などのあったコメントを確認する": due}
    assert "秘密" not in fetch(address).content.decode()
    assert days(made(kagawa, "calendar")) == {}


def test_ends_of_access_and_of_addresses_are_in_it(observer, secretariat):
    end_access(observer, ends_on=SOON, by=secretariat)
    address = made(observer, "calendar")
    assert days(address) == {"ポータルの利用の期限": f"{SOON:%Y%m%d}"}
    ends = Feed.objects.get().expires_at.astimezone(clock.JAPAN)
    own = {read(event["SUMMARY"]): event for event in events(fetch(address).content)}
    event = own["フィード「期限のカレンダー」のアドレスの期限"]
    assert event["DTSTART;VALUE=DATE"] == f"{ends:%Y%m%d}"
    assert event["URL"] == "http://127.0.0.1:8000/me/feeds/"


def test_it_stays_the_same_day_under_the_same_name(live, tochigi):
    address = made(tochigi, "calendar")
    first = [event["UID"] for event in events(fetch(address).content)]
    Edition.objects.filter(publication=live).update(review_by_on=SOON + timedelta(days=1), title="別の名前")
    assert [event["UID"] for event in events(fetch(address).content)] == first
    assert len(set(first)) == 2


def test_it_costs_the_same_however_much_there_is(live, tochigi, kagawa, secretariat):
    address, costs = made(secretariat, "calendar"), []
    fetch(address)
    for number in range(3):
        factories.make_submitted(tochigi, title=f"審査を待つもの{number}")
        talking.report(talking.open_thread(live, by=tochigi, text=f"話題{number}"), by=kagawa, reason="wrong")
        with CaptureQueriesContext(connection) as queries:
            assert len(days(address)) >= number + 2
        costs.append(len(queries))
    assert len(set(costs)) == 1
    assert costs[0] <= 6
