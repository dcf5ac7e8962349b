"""Who hears of what happens: those who follow, those it concerns, never oneself, and only who may see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

import clock
from accounts.models import Role, User
from audit.models import Event
from discussion import actions as talking
from library import actions
from library.models import Follow, Visibility
from library.models.follow import Level
from notices import telling
from notices.models import Kind, Notice
from notices.tasks import tell_again
from tests import factories
from tests.notices.worker import forget, heard, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(tochigi, secretariat):
    publication = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS)
    forget()
    return publication


def follow(person, what: str, number: int, level: Level = Level.EVERY) -> None:
    actions.follow(what, number, by=person, level=level, now=clock.now() - timedelta(days=1))


def revise(publication, by, desk) -> None:
    edition = factories.make_draft(by, publication=publication)
    actions.publish(actions.submit(edition, by=by, declared=True), by=desk, visibility=publication.visibility)


def test_a_new_document_is_told_to_who_follows_its_body_or_its_theme(tochigi, tochigi2, kagawa, observer, secretariat):
    follow(kagawa, "body", tochigi.organization_id, Level.IMPORTANT)
    follow(observer, "theme", factories.make_theme().pk, Level.IMPORTANT)
    factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS)
    tell()
    assert heard(kagawa) == heard(observer) == [Kind.NEW]
    assert heard(tochigi) == heard(tochigi2) == [Kind.DECISION], "of one's own, one hears the decision, once"
    assert heard(secretariat) == []


def test_a_theme_is_followed_with_those_below_it(tochigi, kagawa, secretariat):
    above = factories.make_theme("above", "上のテーマ")
    follow(kagawa, "theme", above.pk)
    factories.make_live(
        tochigi, reviewer=secretariat, themes=[factories.make_theme("below", "下のテーマ", parent=above)]
    )
    tell()
    assert heard(kagawa) == [Kind.NEW]


def test_a_next_edition_and_the_end(live, tochigi, kagawa, secretariat):
    follow(kagawa, "publication", live.pk)
    revise(live, tochigi, secretariat)
    tell()
    actions.withdraw(live, by=secretariat, reason="新しいものに替わりました")
    tell()
    assert heard(kagawa) == [Kind.EDITION, Kind.CLOSED]
    assert heard(tochigi) == [Kind.DECISION, Kind.CLOSED]


def test_what_was_sent_back_is_told_to_the_body_alone(live, tochigi, tochigi2, kagawa, secretariat):
    follow(kagawa, "body", tochigi.organization_id)
    edition = factories.make_submitted(tochigi)
    actions.send_back(edition, by=secretariat, reason="出典を書いてください")
    tell()
    assert heard(tochigi) == heard(tochigi2) == [Kind.DECISION]
    assert heard(kagawa) == []


def test_only_who_may_see_it_hears(tochigi, kagawa, observer, secretariat):
    for person in (kagawa, observer):
        follow(person, "body", tochigi.organization_id)
    factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.MEMBERS)
    factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.SECRETARIAT)
    tell()
    assert heard(kagawa) == [Kind.NEW]
    assert heard(observer) == []


def test_it_is_asked_when_it_is_told_not_when_it_happened(tochigi, observer, secretariat):
    follow(observer, "body", tochigi.organization_id)
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS)
    actions.narrow(live, by=tochigi, visibility=Visibility.MEMBERS, reason="見直します")
    tell()
    assert heard(observer) == [Kind.CLOSED], "who could see it hears that it ended, and nothing else"


def test_the_owner_hears_of_a_comment_and_who_spoke_before_of_an_answer(live, tochigi, tochigi2, kagawa, observer):
    said = talking.open_thread(live, by=kagawa, text="どのように使っていますか")
    talking.reply(said.thread, by=tochigi, text="このように使っています")
    tell()
    assert heard(kagawa) == [Kind.ANSWER]
    assert heard(tochigi) == [Kind.COMMENT]
    assert heard(tochigi2) == [Kind.COMMENT, Kind.COMMENT]
    assert heard(observer) == []


def test_settled_is_told_to_those_who_spoke(live, tochigi, kagawa, observer):
    said = talking.open_thread(live, by=kagawa, text="どのように使っていますか")
    follow(observer, "thread", said.thread_id)
    tell()
    forget()
    talking.resolve(said.thread, by=tochigi)
    tell()
    assert heard(kagawa) == heard(observer) == [Kind.RESOLVED]
    assert heard(tochigi) == []


def test_muted_hears_nothing_of_it(live, tochigi, tochigi2, kagawa):
    follow(tochigi2, "publication", live.pk, Level.MUTED)
    said = talking.open_thread(live, by=kagawa, text="どのように使っていますか")
    follow(kagawa, "thread", said.thread_id, Level.MUTED)
    talking.reply(said.thread, by=tochigi, text="このように使っています")
    tell()
    assert heard(tochigi2) == heard(kagawa) == []


def test_whose_words_are_quoted_hears_even_who_wants_to_hear_little(live, tochigi, kagawa, observer):
    said = talking.open_thread(live, by=kagawa, text="どのように使っていますか")
    follow(kagawa, "thread", said.thread_id, Level.MENTIONS)
    talking.reply(said.thread, by=observer, text="こちらも知りたいです")
    talking.reply(said.thread, by=tochigi, text="このように使っています", quoted=said)
    tell()
    assert heard(kagawa) == [Kind.ANSWER]


def test_who_reported_and_who_wrote_hear_what_the_desk_decided(live, tochigi, kagawa, observer, secretariat):
    said = talking.open_thread(live, by=kagawa, text="どうでもよい言葉")
    talking.report(said, by=observer, reason="unfit")
    tell()
    forget()
    talking.hide(said, by=secretariat, reason="見本の理由")
    tell()
    assert heard(observer) == [Kind.REPORT]
    assert heard(kagawa) == [Kind.DESK]
    assert heard(tochigi) == []


def test_nobody_hears_who_reported(live, kagawa, observer, secretariat):
    said = talking.open_thread(live, by=kagawa, text="どうでもよい言葉")
    tell()
    forget()
    talking.report(said, by=observer, reason="unfit")
    tell()
    assert not Notice.objects.exists()


def test_who_followed_afterwards_hears_nothing_of_before(live, kagawa, tochigi, secretariat):
    revise(live, tochigi, secretariat)
    actions.follow("publication", live.pk, by=kagawa, level=Level.EVERY, now=clock.now() + timedelta(hours=1))
    tell()
    assert heard(kagawa) == []


def test_who_left_hears_nothing(live, kagawa, admin, tochigi, secretariat):
    follow(kagawa, "publication", live.pk)
    User.objects.filter(pk=kagawa.pk).update(is_active=False, suspended_at=clock.now(), suspended_by=admin)
    revise(live, tochigi, secretariat)
    tell()
    assert heard(kagawa) == []


def test_told_again_it_is_told_once(live, tochigi, kagawa, secretariat):
    follow(kagawa, "publication", live.pk)
    revise(live, tochigi, secretariat)
    tell(times=3)
    assert heard(kagawa) == [Kind.EDITION]


def test_what_is_gone_is_told_to_nobody(live, tochigi, kagawa):
    said = talking.open_thread(live, by=kagawa, text="どのように使っていますか")
    said.thread.delete()
    tell()
    assert not Notice.objects.exists()


def test_five_hundred_followers_of_one_body_cost_as_many_queries_as_one(live, tochigi, kagawa, secretariat):
    def cost() -> int:
        revise(live, tochigi, secretariat)
        event = Event.objects.filter(verb="publish").latest("sequence")
        with CaptureQueriesContext(connection) as queries:
            telling.tell(event.sequence, now=clock.now())
        return len(queries)

    follow(kagawa, "publication", live.pk)
    before = cost()
    body, since = kagawa.organization, clock.now() - timedelta(days=1)
    people = User.objects.bulk_create(
        User(email=f"k{number}@example.jp", name="見本", organization=body, role=Role.OFFICER) for number in range(500)
    )
    Follow.objects.bulk_create(
        Follow(person=person, publication=live, level=Level.EVERY, followed_at=since) for person in people
    )
    assert cost() <= before + 2, "rows are written by the five hundred"
    assert Notice.objects.filter(kind=Kind.EDITION).count() == 1 + 501


def test_what_failed_as_often_as_it_may_is_tried_again(live, tochigi, kagawa):
    talking.open_thread(live, by=kagawa, text="話題です")
    waiting = DBTaskResult.objects.filter(task_path="notices.tasks.tell")
    waiting.update(status="FAILED", worker_ids=["a", "b", "c", "d", "e"])
    tell()
    assert heard(tochigi) == [], "nobody takes it up"
    tell_again.func()
    assert waiting.get().worker_ids == []
    tell()
    assert heard(tochigi) == [Kind.COMMENT]
