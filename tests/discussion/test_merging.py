"""Two threads about the same thing become one: every address leads there, and nobody new reads."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from discussion import actions
from discussion.actions import Place
from discussion.models import Comment, MergedThread, Thread
from discussion.talk import Talk
from library.models import File, Follow, Visibility
from library.rules import Refused
from notices.models import Notice
from posting.once import fresh_key
from tests import factories
from tests.discussion.talking import Talker
from tests.notices.worker import forget, tell
from tests.search.live import make_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(kagawa):
    return make_found(kagawa, "CatBotの手引き", "一枚目", "二枚目", visibility=Visibility.OBSERVERS)


@pytest.fixture
def first(live, tochigi) -> Comment:
    return Talker(tochigi).say(live, "議事録の作り方の話です", file=factories.first_file(live).pk, page=2)


@pytest.fixture
def second(live, kagawa) -> Comment:
    """Asked once more, and answered."""
    said = Talker(kagawa).say(live, "議事録はどう作りますか")
    Talker(kagawa).answer(said, "自分で見つけました")
    return said


def numbers(thread: Thread) -> list[tuple[int, int]]:
    return list(thread.comments.order_by("number").values_list("pk", "number"))


def test_one_goes_behind_the_other_and_its_addresses_lead_there(live, first, second, tochigi, secretariat):
    desk, old, answer = Talker(secretariat), second.thread, second.thread.comments.get(number=2)
    actions.resolve(old, by=secretariat)
    page = desk.page(f"/comments/{second.pk}/merge/")
    assert "2ページ栃木県" in page
    assert "議事録の作り方の話です" in page
    assert "議事録はどう作りますか" not in page, "not into itself"
    led_to = desk.arrange(second, "merge", into=first.thread_id)
    assert led_to.headers["location"] == f"/comments/{second.pk}/"
    thread = Thread.objects.get()
    assert thread.pk == first.thread_id
    assert numbers(thread) == [(first.pk, 1), (second.pk, 2), (answer.pk, 3)]
    assert (thread.resolved_at, thread.page, thread.last_at) == (None, 2, answer.written_at)
    reader = Talker(tochigi)
    whole = [f"c{first.pk}", f"c{second.pk}", f"c{answer.pk}"]
    for address in (f"/comments/{answer.pk}/", f"{live.get_absolute_url()}?thread={old.pk}#comments"):
        assert reader.follow(address).anchors == whole, address
    assert actions.reply(thread, by=tochigi, text="つづきです").number == 4
    event = Event.objects.get(verb="merge_thread")
    assert (event.target_id, event.data) == (str(thread.pk), {"publication": live.pk, "merged": old.pk, "behind": 1})
    assert f"話題{old.pk}を" in desk.page("/manage/audit/?verb=merge_thread")


def test_an_old_address_leads_on_through_two_merges_and_only_for_who_sees_it(
    live, first, second, tochigi, kagawa, observer, secretariat
):
    third = Talker(kagawa).say(live, "三つめの議事録の話です")
    actions.merge(first.thread, by=secretariat, into=second.thread)
    actions.merge(second.thread, by=secretariat, into=third.thread)
    assert set(MergedThread.objects.values_list("number", "into")) == {
        (first.thread_id, third.thread_id), (second.thread_id, third.thread_id),
    }  # fmt: skip
    for number in (first.thread_id, second.thread_id):
        assert Talker(observer).read(live, thread=number).anchors[0] == f"c{third.pk}"
    closer = make_found(kagawa, "狭い手引き", "一枚目")
    actions.move(third.thread, by=secretariat, to=closer)
    assert "議事録" not in Talker(observer).read(live, thread=first.thread_id).panel
    assert Talker(observer).client.get(closer.get_absolute_url(), {"thread": first.thread_id}).status_code == 404
    assert Talker(tochigi).read(closer, thread=first.thread_id).anchors[0] == f"c{third.pk}"


def test_nobody_reads_there_who_did_not_read_here(live, first, second, tochigi, secretariat):
    File.objects.filter(pk=factories.first_file(live).pk).update(visibility=Visibility.MEMBERS)
    desk = Talker(secretariat)
    answer = desk.arrange(first, "merge", into=second.thread_id)
    assert answer.status_code == 400
    assert "読める人が増えます。先に「話題を動かす」で" in answer.content.decode()
    assert Thread.objects.count() == 2
    assert "構成都道府県と事務局が読めます" in desk.page(f"/comments/{second.pk}/merge/"), "fewer is said"
    actions.merge(second.thread, by=secretariat, into=first.thread)
    assert Thread.objects.get().pk == first.thread_id


def test_only_into_another_of_the_same_document_and_by_the_desk(first, second, live, tochigi, kagawa, secretariat):
    elsewhere = actions.open_thread(make_found(kagawa, "別の手引き", "一枚目"), by=kagawa, text="別の話です")
    confided = actions.confide(tochigi.organization, by=tochigi, text="相談です")
    for into in (elsewhere, first):
        with pytest.raises(Refused, match="同じ資料のほかの話題"):
            actions.merge(first.thread, by=secretariat, into=into.thread)
    for one, other in ((confided, first), (first, confided)):
        with pytest.raises(Refused, match="事務局との相談"):
            actions.merge(one.thread, by=secretariat, into=other.thread)
    with pytest.raises(Refused, match="事務局です"):
        actions.merge(first.thread, by=tochigi, into=second.thread)
    desk = Talker(secretariat)
    for into in (elsewhere.thread_id, confided.thread_id, first.thread_id, 0, "x", ""):
        assert desk.arrange(first, "merge", into=into).status_code == 400
    assert "ほかの話題はありません" in desk.page(f"/comments/{elsewhere.pk}/merge/")
    assert "まとめる" not in desk.page(confided.thread.get_absolute_url())
    assert Thread.objects.count() == 4


def test_others_are_not_offered_it(first, second, live, tochigi, observer, secretariat):
    assert "ほかの話題にまとめる" in Talker(secretariat).read(live).plain
    for person in (tochigi, observer):
        assert "ほかの話題にまとめる" not in Talker(person).read(live).plain
        answer = Talker(person).arrange(first, "merge", into=second.thread_id)
        assert (answer.status_code, answer.headers["location"]) == (302, f"/comments/{first.pk}/")
    assert Thread.objects.count() == 2


def test_a_thread_that_would_be_too_long_is_refused(first, second, secretariat, settings):
    settings.LIMITS = replace(settings.LIMITS, comments_per_thread=2)
    with pytest.raises(Refused, match="数を超えます"):
        actions.merge(first.thread, by=secretariat, into=second.thread)


def test_a_page_that_is_drawn_while_a_thread_goes_shows_the_others(first, second, live, tochigi, secretariat):
    talk = Talk(tochigi, live, None, QueryDict("talk=all"))
    assert {thread.pk for thread in talk.page.object_list} == {first.thread_id, second.thread_id}
    actions.merge(second.thread, by=secretariat, into=first.thread)
    assert [shown.thread.pk for shown in talk.threads] == [first.thread_id]
    assert talk.threads[0].hidden_answers == 0


def test_follows_go_over_the_louder_of_two_and_muted_stays_muted(first, second, tochigi, kagawa, secretariat):
    cases = {
        ("every", None): "every", ("mentions", "every"): "every", ("every", "mentions"): "every",
        ("muted", "every"): "muted", ("every", "muted"): "muted", (None, "important"): "important",
    }  # fmt: skip
    people = {}
    for number, (of_first, of_second) in enumerate(cases):
        person = factories.make_user(f"f{number}@example.jp", body=tochigi.organization)
        people[person.pk] = cases[of_first, of_second]
        for said, level in ((first, of_first), (second, of_second)):
            if level:
                at = said.written_at
                Follow.objects.create(person=person, thread=said.thread_id, level=level, followed_at=at)
    forget()
    actions.merge(second.thread, by=secretariat, into=first.thread)
    assert dict(Follow.objects.values_list("person", "level")) == people
    assert set(Follow.objects.values_list("thread", flat=True)) == {first.thread_id}
    tell(times=2)
    told = {notice.person_id for notice in Notice.objects.filter(kind="moved")}
    assert told == {second.writer_id, *(person for person, level in people.items() if level == "every")}


def test_what_was_split_off_can_be_put_back_and_everything_is_there(live, first, kagawa, tochigi, secretariat):
    rows = [actions.reply(first.thread, by=kagawa, text=f"返信{number}", quoted=first) for number in range(8)]
    now = rows[-1].written_at
    opening = actions.split(first.thread, by=secretariat, answers=[row.pk for row in rows[2:5]])
    merged = actions.merge(opening.thread, by=secretariat, into=first.thread, now=now + timedelta(minutes=1))
    assert [pk for pk, _ in numbers(merged)] == [first.pk, *(rows[at].pk for at in (0, 1, 5, 6, 7, 2, 3, 4))]
    assert (merged.size, merged.last_at) == (9, now)
    beside = Talker(tochigi).read(live, talk="all")
    assert beside.anchors == [f"c{first.pk}", *(f"c{rows[at].pk}" for at in (2, 3, 4))]
    assert "前の返信5件を見る" in beside.plain


def test_the_list_costs_the_same_for_two_and_for_many(live, first, tochigi, secretariat):
    desk, costs = Talker(secretariat), set()
    for number in (2, 5, 12):
        while Thread.objects.count() < number:
            actions.open_thread(live, by=tochigi, text="話題です", place=Place(factories.first_file(live), 1))
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                desk.page(f"/comments/{first.pk}/merge/")
        costs.add(len(queries))
    assert len(costs) == 1, costs


def test_sent_twice_it_is_done_once(first, second, secretariat):
    desk, key = Talker(secretariat), fresh_key()
    answers = [desk.arrange(second, "merge", into=first.thread_id, once=key) for _ in range(2)]
    assert {answer.headers["location"] for answer in answers} == {f"/comments/{second.pk}/"}
    assert Thread.objects.count() == 1


def test_a_page_from_before_follows_and_forgets_what_the_thread_became(first, second, tochigi, secretariat):
    old = second.thread_id
    actions.merge(second.thread, by=secretariat, into=first.thread)
    person = Talker(tochigi)
    for level, followed in (("every", {first.thread_id}), ("", set())):
        assert person.post("/notices/follow/", what="thread", number=old, level=level).status_code == 302
        assert set(Follow.objects.filter(person=tochigi).values_list("thread", flat=True)) == followed
