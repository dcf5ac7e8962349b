"""Answers that went their own way become a thread of their own; addresses, and all that hangs on them, go along."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from discussion import actions
from discussion.audience import audience_of
from discussion.models import Comment, Thread
from discussion.talk import COMMENTS_SHOWN
from library.actions import narrow
from library.models import Follow, Visibility
from library.rules import Refused
from notices.models import Notice
from notices.sentences import sentence
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
def said(live, tochigi) -> Comment:
    return Talker(tochigi).say(live, "議事録の作り方の話です", file=factories.first_file(live).pk, page=2)


@pytest.fixture
def answers(said, tochigi, kagawa, observer) -> list[Comment]:
    """About minutes, about costs, about minutes, about costs."""
    return [
        actions.reply(said.thread, by=kagawa, text="議事録はこう作ります"),
        actions.reply(said.thread, by=observer, text="費用の話になりますが", quoted=said),
        actions.reply(said.thread, by=tochigi, text="議事録の続きです"),
        actions.reply(
            said.thread,
            by=kagawa,
            text="費用は年ごとです",
            files=[factories.sent_with_a_comment(kagawa, "費用.txt", "表")],
        ),
    ]


def numbers(thread: Thread) -> list[tuple[int, int]]:
    return list(thread.comments.order_by("number").values_list("pk", "number"))


def test_what_is_ticked_is_a_thread_of_its_own_and_the_rest_stays(live, said, answers, tochigi, secretariat):
    desk, old, (minutes, costs, more, last) = Talker(secretariat), said.thread, answers
    page = desk.client.get(f"/comments/{costs.pk}/split/").content.decode()
    listed = re.findall(r'name="answers" value="(\d+)"( checked)?', page.replace("\n", " "))
    assert [int(pk) for pk, _ in listed] == [costs.pk, more.pk, last.pk]
    assert re.search(rf'value="{costs.pk}"[^>]* checked', page)
    assert not re.search(rf'value="{last.pk}"[^>]* checked', page)
    led_to = desk.arrange(costs, "split", answers=[costs.pk, last.pk], is_question="on")
    assert led_to.headers["location"] == f"/comments/{costs.pk}/"
    new = Thread.objects.exclude(pk=old.pk).get()
    assert numbers(new) == [(costs.pk, 1), (last.pk, 2)]
    assert numbers(old) == [(said.pk, 1), (minutes.pk, 2), (more.pk, 4)]
    assert (new.publication, new.file, new.page, new.is_question) == (live, old.file, 2, True)
    assert (new.opened_at, new.last_at) == (costs.written_at, last.written_at)
    old.refresh_from_db()
    assert (old.last_number, old.last_at) == (5, more.written_at)
    assert actions.reply(old, by=tochigi, text="もう一つ").number == 6
    assert actions.reply(new, by=tochigi, text="費用のこと").number == 3
    reader = Talker(tochigi)
    assert reader.follow(f"/comments/{last.pk}/").anchors[:2] == [f"c{costs.pk}", f"c{last.pk}"]
    assert f"c{costs.pk}" not in reader.follow(f"/comments/{more.pk}/").anchors
    [file] = last.attachments.all()
    assert reader.client.get(f"/comments/files/{file.pk}/").status_code == 200
    event = Event.objects.get(verb="split_thread")
    assert event.data == {"publication": live.pk, "split_from": old.pk, "answers": 2}
    assert f"話題{old.pk}から、返信2件" in desk.page("/manage/audit/?verb=split_thread")


def test_only_a_thread_that_is_there_and_for_all_is_split_and_by_the_desk(said, answers, live, tochigi, secretariat):
    other = actions.open_thread(live, by=tochigi, text="別の話題です")
    elsewhere = actions.reply(other.thread, by=tochigi, text="別の返信です")
    confided = actions.confide(tochigi.organization, by=tochigi, text="相談です")
    answer = actions.reply(confided.thread, by=secretariat, text="相談への返信です")
    for chosen in ([], [said.pk], [answers[0].pk, elsewhere.pk], [0]):
        with pytest.raises(Refused, match="選んだ返信"):
            actions.split(said.thread, by=secretariat, answers=chosen)
    with pytest.raises(Refused, match="事務局です"):
        actions.split(said.thread, by=tochigi, answers=[answers[0].pk])
    with pytest.raises(Refused, match="事務局との相談"):
        actions.split(confided.thread, by=secretariat, answers=[answer.pk])
    desk = Talker(secretariat)
    assert "分けられません" in desk.client.get(f"/comments/{said.pk}/split/", follow=True).content.decode()
    assert "ここから分ける" not in desk.page(confided.thread.get_absolute_url())
    assert desk.arrange(answers[0], "split", answers=[elsewhere.pk]).status_code == 400
    assert Thread.objects.count() == 3


def test_others_are_not_offered_it_and_get_no_list(said, answers, live, tochigi, kagawa, observer, secretariat):
    assert "ここから分ける" in Talker(secretariat).read(live).plain
    narrow(live, by=kagawa, visibility=Visibility.MEMBERS, reason="見直します")
    for person in (tochigi, kagawa):
        assert "ここから分ける" not in Talker(person).read(live).plain
        for answer in (Talker(person).client.get(f"/comments/{answers[0].pk}/split/"),
                       Talker(person).arrange(answers[0], "split", answers=[answers[0].pk])):  # fmt: skip
            assert (answer.status_code, answer.headers["location"]) == (302, f"/comments/{answers[0].pk}/")
    assert Talker(observer).arrange(answers[0], "split", answers=[answers[0].pk]).status_code == 404
    assert Thread.objects.count() == 1


def test_who_follows_and_who_wrote_there_hears_of_it_and_goes_on_hearing(
    said, answers, kagawa, observer, tochigi2, secretariat
):
    coordinator = factories.make_user("quiet@example.jp", body=tochigi2.organization)
    for person, level in ((tochigi2, "every"), (coordinator, "muted")):
        Follow.objects.create(person=person, thread=said.thread_id, level=level, followed_at=said.written_at)
    forget()
    opening = actions.split(said.thread, by=secretariat, answers=[answers[1].pk, answers[3].pk])
    tell(times=2)
    told = Notice.objects.with_targets()
    assert {notice.person for notice in told} == {observer, kagawa, tochigi2}
    assert {notice.comment for notice in told} == {opening}
    assert all("書き込んだかフォローした話題を、事務局が整理しました" in sentence(notice) for notice in told)
    levels = Follow.objects.filter(thread=opening.thread_id).values_list("person", "level")
    assert set(levels) == {(tochigi2.pk, "every"), (coordinator.pk, "muted")}
    forget()
    actions.reply(opening.thread, by=kagawa, text="費用の続きです")
    tell()
    assert {notice.person for notice in Notice.objects.all()} == {observer, tochigi2}


def test_quoted_words_stay_beside_and_do_not_follow_to_other_readers(
    said, answers, live, tochigi, kagawa, observer, secretariat
):
    """The quotation stands in the wider place; what it quotes was moved to a narrower one."""
    opening = actions.split(said.thread, by=secretariat, answers=[answers[1].pk])
    assert Talker(observer).read(live, thread=opening.thread_id).plain.count("議事録の作り方の話です") == 1
    closer = make_found(kagawa, "狭い手引き", "一枚目")
    actions.move(said.thread, by=secretariat, to=closer)
    for person in (observer, tochigi):
        assert "議事録の作り方の話です" not in Talker(person).read(live, thread=opening.thread_id).plain
    actions.move(said.thread, by=secretariat, to=live, place=actions.Place(factories.first_file(live), 1),
                 agreed=audience_of(live, None))  # fmt: skip
    assert "議事録の作り方の話です" in Talker(observer).read(live, thread=opening.thread_id).plain


def lengthen(said: Comment, by, to: int) -> list[Comment]:
    return [actions.reply(said.thread, by=by, text=f"返信{number}") for number in range(to)]


def test_empty_numbers_hide_nothing_and_lead_nowhere_else(said, live, tochigi, kagawa, secretariat):
    """Two full pages stay of three: beside the document the last three are shown, and each stands on its page."""
    rows = lengthen(said, kagawa, 2 * COMMENTS_SHOWN + 20)
    actions.split(said.thread, by=secretariat, answers=[row.pk for row in rows[10:20]])
    actions.split(said.thread, by=secretariat, answers=[row.pk for row in rows[-10:]])
    stay = [row for row in rows[:-10] if row not in rows[10:20]]
    reader = Talker(tochigi)
    beside = reader.read(live, talk="all")
    assert f"前の返信{len(stay) - 3}件を見る" in beside.plain
    assert [f"c{row.pk}" for row in stay[-3:]] == [each for each in beside.anchors if each in
                                                  {f"c{row.pk}" for row in stay}]  # fmt: skip
    for number in (0, 9, 10, COMMENTS_SHOWN - 1, COMMENTS_SHOWN, 2 * COMMENTS_SHOWN - 1, len(stay) - 1):
        assert f"c{stay[number].pk}" in reader.follow(f"/comments/{stay[number].pk}/").anchors, number
    last = reader.read(live, thread=said.thread_id, comments=99)
    assert last.anchors == [f"c{said.pk}", *(f"c{row.pk}" for row in stay[COMMENTS_SHOWN:])]
    assert "2/2" in last.plain


def test_the_page_costs_the_same_with_empty_numbers(said, live, tochigi, kagawa, secretariat):
    rows, reader, costs = lengthen(said, kagawa, 12), Talker(tochigi), set()
    for chosen in (rows[:2], rows[4:8], rows[9:]):
        actions.split(said.thread, by=secretariat, answers=[row.pk for row in chosen])
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                reader.read(live, talk="all")
        costs.add(len(queries))
    assert len(costs) == 1


def test_a_branch_of_what_is_closed_or_slow_is_closed_or_slow(said, answers, secretariat):
    actions.lock(said.thread, by=secretariat)
    actions.slow(said.thread, by=secretariat)
    new = actions.split(said.thread, by=secretariat, answers=[answers[0].pk]).thread
    assert new.locked_at is not None
    assert (new.slowed_at, new.slowed_by) != (None, None)


def test_sent_twice_it_is_done_once(said, answers, secretariat):
    desk, key = Talker(secretariat), fresh_key()
    sent = {"answers": [answers[0].pk], "once": key}
    first, second = (desk.arrange(answers[0], "split", **sent) for _ in range(2))
    assert first.headers["location"] == second.headers["location"] == f"/comments/{answers[0].pk}/"
    assert Thread.objects.count() == 2
