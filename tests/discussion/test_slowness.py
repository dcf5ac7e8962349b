"""ゆっくり: once in ten minutes for each person, counted in the comments themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

import clock
from audit.models import Event
from discussion import actions
from discussion.models import Comment
from discussion.slowness import TooSoon
from library.rules import Refused
from posting.once import fresh_key
from tests import factories
from tests.discussion.talking import Talker
from tests.search.live import make_found

pytestmark = pytest.mark.django_db
WORDS = "書きかけの長い文章です。消えては困ります。"
LINE = "この話題には、1人10分に1回まで書けます（事務局が設定）"


@pytest.fixture
def said(kagawa, tochigi) -> Comment:
    return Talker(tochigi).say(make_found(kagawa, "CatBotの手引き", "一枚目"), "熱くなった話題です")


@pytest.fixture
def slow(said, secretariat) -> Comment:
    Talker(secretariat).press(said, "slow")
    return said


def later(monkeypatch, **by: float) -> None:
    now = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: now)


def send(person: Talker, said: Comment, **fields: object):
    return person.post(f"/comments/{said.pk}/reply/", text=WORDS, once=fresh_key(), **fields)


def test_the_desk_switches_it_on_and_off_and_all_read_it(said, tochigi, kagawa, secretariat):
    live, desk = said.thread.publication, Talker(secretariat)
    assert "ゆっくりにする" in desk.read(live).buttons
    desk.press(said, "slow")
    desk.press(said, "slow")
    for person in (tochigi, kagawa, secretariat):
        assert LINE in Talker(person).read(live).plain
    assert "ゆっくりにする" not in Talker(tochigi).read(live).buttons
    assert "ゆっくりをやめる" in desk.read(live).buttons
    desk.press(said, "unslow")
    assert LINE not in Talker(tochigi).read(live).plain
    assert [event.verb for event in Event.objects.filter(target_kind="thread").order_by("sequence")] == [
        "slow", "unslow",
    ]  # fmt: skip
    assert "話題のゆっくりをやめました" in desk.page("/manage/audit/?verb=unslow")
    assert send(Talker(tochigi), said).status_code == 302


def test_nobody_else_switches_it(said, tochigi, kagawa, observer):
    for person in (tochigi, kagawa):
        Talker(person).press(said, "slow")
        with pytest.raises(Refused, match="事務局"):
            actions.slow(said.thread, by=person)
    assert Talker(observer).press(said, "slow").status_code == 404
    said.thread.refresh_from_db()
    assert said.thread.slowed_at is None


def test_who_is_too_soon_is_told_when_and_keeps_words_and_files(slow, tochigi, kagawa, secretariat, monkeypatch):
    person = Talker(tochigi)
    later(monkeypatch, minutes=3, seconds=30)
    answer = send(person, slow, files=factories.text_upload("付ける.txt", "付けたもの"))
    page = answer.content.decode()
    assert answer.status_code == 429
    assert 380 <= int(answer.headers["Retry-After"]) <= 390
    assert "1人10分に1回まで書けます。あと7分ほど待ってから" in page
    assert WORDS in page
    assert "付ける.txt" in page
    for other in (kagawa, secretariat, secretariat):
        assert send(Talker(other), slow).status_code == 302, "each person by themselves, the desk as often as it likes"
    later(monkeypatch, minutes=7)
    assert send(person, slow).status_code == 302
    assert send(person, slow).status_code == 429


def test_the_next_thread_and_what_was_written_stay_free(slow, tochigi):
    person = Talker(tochigi)
    assert person.press(slow, "edit", text="言い直します").status_code == 302
    assert person.say(slow.thread.publication, "別の話題です")


def test_what_was_taken_back_counts_still(slow, kagawa):
    person = Talker(kagawa)
    answer = person.answer(slow, "言い過ぎました")
    person.press(answer, "delete")
    assert send(person, slow).status_code == 429


def test_how_many_minutes_is_a_limit(slow, tochigi, settings, monkeypatch):
    settings.LIMITS = replace(settings.LIMITS, slow_minutes=2)
    assert "1人2分に1回まで" in Talker(tochigi).read(slow.thread.publication).plain
    later(monkeypatch, seconds=119)
    with pytest.raises(TooSoon, match="あと1分ほど"):
        actions.reply(slow.thread, by=tochigi, text=WORDS)
    later(monkeypatch, seconds=1)
    actions.reply(slow.thread, by=tochigi, text=WORDS)
