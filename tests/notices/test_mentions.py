"""Whom a comment addresses hears of it, once, if they may read it; nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client

import clock
from accounts.models import Role, User
from discussion import actions as talking
from discussion.models import Thread
from library import actions
from library.models import Visibility
from library.models.follow import Level
from notices.actions import choose, ways_of
from notices.letters import PAUSE
from notices.models import Kind, Mailing, Notice, Way
from tests import factories
from tests.discussion.talking import plain
from tests.notices.worker import forget, heard, tell, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(kagawa, secretariat):
    publication = factories.make_live(kagawa, reviewer=secretariat, visibility=Visibility.OBSERVERS)
    forget()
    return publication


def follow(person, what: str, number: int, level: Level) -> None:
    actions.follow(what, number, by=person, level=level, now=clock.now() - timedelta(days=1))


def unwanted(person) -> None:
    choose(ways_of(person) | {Kind.MENTION: Way(False, Mailing.NONE)}, by=person)


def test_a_body_that_is_called_hears_with_all_its_people_in_good_standing(live, tochigi, tochigi2, kagawa, admin):
    factories.make_user("ended@example.jp", body=tochigi.organization, access_ends_on=clock.today() - timedelta(days=1))
    gone = factories.make_user("gone@example.jp", body=tochigi.organization)
    User.objects.filter(pk=gone.pk).update(is_active=False, suspended_at=clock.now(), suspended_by=admin)
    talking.open_thread(live, by=kagawa, text="@栃木県 どうですか")
    tell(times=3)
    assert heard(tochigi) == heard(tochigi2) == [Kind.MENTION]
    assert Notice.objects.count() == 2


def test_a_person_hears_alone_and_who_keeps_the_machine_never(live, tochigi, tochigi2, kagawa, secretariat, admin):
    talking.open_thread(live, by=kagawa, text="@栃木県 見本 花子さんと@事務局へ")
    tell()
    assert heard(tochigi) == heard(secretariat) == [Kind.MENTION]
    assert heard(tochigi2) == heard(admin) == []


def test_one_notice_of_one_comment_and_the_call_is_it(live, tochigi, kagawa):
    said = talking.open_thread(live, by=tochigi, text="@香川県 @香川県 見本 さぬきさん、どうですか")
    talking.reply(said.thread, by=kagawa, text="@栃木県 こうです", quoted=said)
    tell()
    assert heard(kagawa) == heard(tochigi) == [Kind.MENTION]


def test_who_wants_no_calls_hears_of_the_answer(live, tochigi, kagawa):
    said = talking.open_thread(live, by=tochigi, text="どうですか")
    unwanted(tochigi)
    talking.reply(said.thread, by=kagawa, text="@栃木県 こうです")
    tell()
    assert heard(tochigi) == [Kind.ANSWER]


@pytest.mark.parametrize(
    ("level", "by_body", "by_name"),
    [
        (Level.EVERY, True, True),
        (Level.IMPORTANT, True, True),
        (Level.MENTIONS, True, True),
        (Level.MUTED, False, True),
    ],
)
@pytest.mark.parametrize("what", ["thread", "publication", "body"])
def test_what_is_muted_calls_nobody_but_by_name(live, tochigi, kagawa, observer, what, level, by_body, by_name):
    said = talking.open_thread(live, by=observer, text="はじまり")
    number = {"thread": said.thread_id, "publication": live.pk, "body": live.owner_id}[what]
    follow(tochigi, what, number, level)
    tell()
    for name, is_told in (("栃木県", by_body), ("栃木県 見本 花子", by_name)):
        forget()
        talking.reply(said.thread, by=kagawa, text=f"@{name} どうですか")
        tell()
        assert (Kind.MENTION in heard(tochigi)) == is_told, name


def test_an_edit_tells_who_is_new_and_nobody_twice(live, tochigi, tochigi2, kagawa, secretariat):
    said = talking.open_thread(live, by=kagawa, text="@栃木県 見本 花子さん、どうですか")
    tell()
    for text in ("@栃木県 見本 花子さん、@事務局、どうですか", "どうですか", "@栃木県 どうですか"):
        talking.edit(said, by=kagawa, text=text)
        tell(times=2)
    assert heard(tochigi) == heard(tochigi2) == heard(secretariat) == [Kind.MENTION]


def test_who_is_taken_out_before_the_worker_comes_hears_nothing(live, tochigi, secretariat, kagawa):
    said = talking.open_thread(live, by=kagawa, text="@栃木県 どうですか")
    talking.edit(said, by=kagawa, text="@事務局 どうですか")
    tell()
    assert heard(tochigi) == []
    assert heard(secretariat) == [Kind.MENTION]


def test_who_may_not_read_it_any_more_hears_nothing(live, observer, tochigi, kagawa, secretariat):
    text = "@日本マイクロソフト株式会社 @栃木県 どうですか"
    said, hidden = (talking.open_thread(live, by=kagawa, text=text) for _ in range(2))
    assert said.mentions.count() == 2
    talking.hide(hidden, by=secretariat, reason="見本の理由")
    actions.narrow(live, by=kagawa, visibility=Visibility.MEMBERS, reason="見直します")
    tell()
    assert Kind.MENTION not in heard(observer)
    assert heard(tochigi) == [Kind.MENTION]
    talking.delete(said, by=kagawa)
    assert not Notice.objects.visible_to(tochigi).filter(kind=Kind.MENTION).exists()


def test_who_joined_another_body_meanwhile_hears_nothing(live, tochigi, kagawa, observer):
    talking.open_thread(live, by=kagawa, text="@栃木県 どうですか")
    User.objects.filter(pk=tochigi.pk).update(organization=observer.organization, role=Role.OBSERVER)
    tell()
    assert heard(tochigi) == []


def test_it_is_mailed_at_once_and_says_who_calls(live, tochigi, kagawa):
    said = talking.open_thread(live, by=kagawa, text="@栃木県 見本 花子さん、どうですか")
    tell()
    [letter] = write(clock.now() + PAUSE + timedelta(seconds=1))
    assert letter.to == tochigi.email
    assert "自分や自分の団体への呼びかけ" in letter.subject
    assert "香川県 見本 さぬきから、" in letter.body
    assert "どうですか" not in letter.body
    client = Client()
    client.force_login(tochigi)
    assert "の話題で呼びかけがありました" in plain(client.get("/notices/").content.decode())
    assert Thread.objects.get().pk == said.thread_id
