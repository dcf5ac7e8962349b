"""What the desk moves or takes back is told to those whom it concerns."""

from datetime import timedelta

import pytest

import clock
from audit.models import Event
from discussion import actions as talking
from library import actions
from library.models import Visibility
from library.models.follow import Level
from notices import telling
from notices.models import Kind, Notice
from notices.reminders import remind
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


def test_what_was_told_when_it_was_shown_again_is_not_told_once_more(live, said, tochigi, kagawa, secretariat):
    """The worker comes to the first event last: it had failed, and was put off."""
    events = list(Event.objects.filter(verb__in=["comment"]).values_list("sequence", flat=True))
    forget()
    talking.hide(said, by=secretariat, reason="理由")
    talking.show(said, by=secretariat)
    tell()
    for sequence in events:
        telling.tell(sequence, now=clock.now())
    assert heard(tochigi) == [Kind.COMMENT]


def test_in_confidence_too_it_is_told_when_it_is_shown_again(tochigi, secretariat, secretariat2):
    forget()
    confided = talking.confide(tochigi.organization, by=secretariat, text="相談です")
    talking.hide(confided, by=secretariat2, reason="理由")
    tell()
    assert heard(tochigi) == []
    talking.show(confided, by=secretariat2)
    tell()
    assert heard(tochigi) == [Kind.CONFIDED]


def test_moved_and_merged_before_it_was_told_its_new_document_hears(live, said, fukui, secretariat):
    to = factories.make_live(fukui, reviewer=secretariat, visibility=Visibility.OBSERVERS, title="福井の手引き")
    there = talking.open_thread(to, by=secretariat, text="前からの話題です")
    forget()
    talking.move(said.thread, by=secretariat, to=to)
    said.thread.refresh_from_db()
    talking.merge(said.thread, by=secretariat, into=there.thread)
    tell(times=2)
    assert Kind.COMMENT in heard(fukui)


def test_an_answer_that_is_split_off_before_it_was_told_is_told_to_who_asked(said, kagawa, tochigi, secretariat):
    forget()
    answer = talking.reply(said.thread, by=tochigi, text="返信です")
    talking.split(said.thread, by=secretariat, answers=[answer.pk])
    tell()
    assert Kind.ANSWER in heard(kagawa)


def test_moved_without_its_opening_the_answers_are_told(live, said, kagawa, tochigi, fukui, secretariat):
    talking.reply(said.thread, by=tochigi, text="残る返信です")
    talking.delete(said, by=kagawa)
    to = factories.make_live(fukui, reviewer=secretariat, visibility=Visibility.OBSERVERS, title="福井の手引き")
    forget()
    talking.move(said.thread, by=secretariat, to=to)
    tell()
    assert heard(fukui) == [Kind.COMMENT]


def test_what_was_sent_back_and_what_is_due_is_not_read_with_the_live_document(live, tochigi, secretariat, client):
    edition = factories.make_draft(tochigi, publication=live, title="次の版")
    actions.send_back(actions.submit(edition, by=tochigi, declared=True), by=secretariat, reason="出典を書いてください")
    tell()
    for person, kind in ((tochigi, Kind.DECISION), (secretariat, Kind.DUE)):
        if kind == Kind.DUE:
            Notice.objects.create(
                event=1, person=person, kind=kind, edition=edition, made_at=clock.now(), is_shown=True, mail="at_once"
            )
        client.force_login(person)
        assert client.get(live.get_absolute_url()).status_code == 200
        assert Notice.objects.get(person=person, kind=kind, edition=edition).read_at is None


def test_that_something_confidential_waits_stands_in_no_log_but_the_desks(tochigi, secretariat, admin, client):
    long_ago = clock.now() - timedelta(days=30)
    confided = talking.confide(tochigi.organization, by=tochigi, text="電話は03-1234-5678です", now=long_ago)
    assert confided.concerns.open().exists()
    remind(now=clock.now())
    assert Event.objects.filter(verb="remind", target_id=str(confided.pk)).exists()
    for person, is_there in ((secretariat, True), (admin, False)):
        client.force_login(person)
        page = client.get("/manage/audit/?verb=remind").content.decode()
        assert (f"コメント{confided.pk}" in page) == is_there
