"""What the desk moves or takes back is told to those whom it concerns."""

import pytest

import clock
from discussion import actions as talking
from library import actions
from library.models import Visibility
from library.models.follow import Level
from notices.models import Kind, Notice
from notices.sentences import sentence
from tests import factories
from tests.notices.worker import forget, heard, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(tochigi, secretariat):
    return factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS)


@pytest.fixture
def fukui(db):
    return factories.make_user("fukui@example.jp", body=factories.make_member("18"))


@pytest.fixture
def hokkaido(db):
    return factories.make_user("hokkaido@example.jp", body=factories.make_member("01"))


@pytest.fixture
def said(live, kagawa):
    return talking.open_thread(live, by=kagawa, text="置く場所を間違えた話題です")


def said_to(person) -> list[str]:
    return [sentence(notice) for notice in Notice.objects.with_targets().filter(person=person).order_by("event")]


def test_moved_it_is_told_to_those_of_the_thread_and_to_those_of_its_new_document(
    live, said, tochigi, kagawa, fukui, hokkaido, secretariat
):
    to = factories.make_live(fukui, reviewer=secretariat, visibility=Visibility.OBSERVERS, title="福井の手引き")
    actions.follow("thread", said.thread_id, by=hokkaido, level=Level.EVERY, now=clock.now())
    forget()
    talking.move(said.thread, by=secretariat, to=to)
    tell(times=2)
    assert heard(kagawa) == heard(hokkaido) == [Kind.MOVED]
    assert heard(fukui) == [Kind.COMMENT], "to them it is a new comment"
    assert heard(tochigi) == [], "it is theirs no more"


def test_moved_within_its_document_it_is_no_new_comment(live, said, tochigi, kagawa, secretariat):
    actions.follow("thread", said.thread_id, by=tochigi, level=Level.MUTED, now=clock.now())
    forget()
    place = talking.Place(factories.first_file(live), 1)
    talking.move(said.thread, by=secretariat, to=live, place=place)
    tell()
    assert heard(kagawa) == [Kind.MOVED]
    assert heard(tochigi) == []


def test_what_was_left_and_taken_back_is_said_to_be_looked_at_once_more(said, tochigi, kagawa, secretariat):
    talking.report(said, by=tochigi, reason="wrong")
    talking.leave(said, by=secretariat)
    forget()
    talking.take_back(said, by=secretariat)
    tell(times=2)
    assert [told.partition("への")[2] for told in said_to(tochigi)] == [
        "通報したコメントを、事務局がもう一度確認しています"
    ]
    assert heard(kagawa) == [], "who wrote it had heard nothing"
    talking.leave(said, by=secretariat)
    assert "確認が終わりました" in said_to(tochigi)[0], "what it says is true when it is read"


def test_what_was_hidden_before_it_was_told_is_told_when_it_is_shown_again(live, said, tochigi, kagawa, secretariat):
    tell()
    forget()
    answer = talking.reply(said.thread, by=kagawa, text="返信です")
    talking.hide(answer, by=secretariat, reason="理由")
    tell()
    assert heard(tochigi) == []
    for kinds in ([Kind.COMMENT], [Kind.COMMENT]):
        talking.show(answer, by=secretariat)
        tell(times=2)
        assert heard(tochigi) == kinds, "once, however often it is shown again"
        talking.hide(answer, by=secretariat, reason="理由")
    assert Kind.COMMENT not in heard(kagawa)


def test_who_was_asked_to_mend_hears_that_it_was_taken_back(said, kagawa, secretariat):
    talking.ask(said, by=secretariat, message="直してください")
    forget()
    talking.take_back(said, by=secretariat)
    tell()
    assert heard(kagawa) == [Kind.DESK]
