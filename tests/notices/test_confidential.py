"""Who hears of what was confided: the other side, and who wrote there; in words that tell nothing."""

from datetime import timedelta

import pytest

import clock
from accounts.models import Role
from discussion import actions as talking
from library import actions
from library.models import Visibility
from library.models.follow import Level
from notices.models import Kind, Notice
from tests import factories
from tests.discussion.talking import Talker
from tests.notices.worker import forget, heard, tell, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(kagawa, secretariat):
    publication = factories.make_live(
        kagawa, reviewer=secretariat, title="香川の手引き", visibility=Visibility.OBSERVERS
    )
    forget()
    return publication


@pytest.fixture
def said(live, tochigi):
    return talking.confide(tochigi.organization, by=tochigi, text="使ってよいですか", about=live)


def test_the_other_side_hears_once_and_nobody_else(
    live, said, tochigi, tochigi2, kagawa, observer, secretariat, secretariat2, admin
):
    for person in (kagawa, observer):  # who hears of all that is said of the document
        actions.follow("publication", live.pk, by=person, level=Level.EVERY, now=clock.now() - timedelta(days=1))
    tell(times=2)
    assert heard(secretariat) == heard(secretariat2) == [Kind.CONFIDED]
    assert [heard(person) for person in (tochigi, tochigi2, kagawa, observer, admin)] == [[], [], [], [], []]
    talking.reply(said.thread, by=secretariat, text="はい")
    tell()
    assert heard(tochigi) == heard(tochigi2) == [Kind.CONFIDED]
    assert heard(secretariat2) == [Kind.CONFIDED], "a colleague's answer is no news to the desk"
    talking.reply(said.thread, by=tochigi2, text="もう1つ")
    tell()
    assert heard(tochigi) == [Kind.CONFIDED, Kind.CONFIDED], "who wrote there hears also of the own side"
    assert heard(secretariat) == [Kind.CONFIDED, Kind.CONFIDED]
    talking.resolve(said.thread, by=secretariat)
    tell()
    assert heard(tochigi)[-1] == Kind.RESOLVED
    assert [heard(person) for person in (kagawa, observer, admin)] == [[], [], []]


def test_the_letter_holds_no_words_and_no_document(said, secretariat):
    tell()
    letter = write(clock.now() + timedelta(minutes=3))[0]
    assert "事務局との相談（1件）" in letter.subject
    assert "栃木県 見本 花子が、栃木県と事務局の相談に書き込みました" in letter.body
    for word in ("使ってよい", "香川"):
        assert word not in letter.subject + letter.body


def test_a_notice_opens_the_thread_and_is_read_there(said, secretariat):
    tell()
    desk = Talker(secretariat)
    assert "未読事務局の返事待ち使ってよいですか" in desk.page("/me/confidential/")
    notice = Notice.objects.get(person=secretariat)
    there = desk.client.get(f"/notices/{notice.pk}/", follow=True)
    assert "使ってよいですか" in there.content.decode()
    Notice.objects.update(read_at=None)
    desk.page(f"/comments/confidential/{said.thread_id}/")
    assert Notice.objects.get(person=secretariat).read_at
    assert "未読" not in desk.page("/me/confidential/")


def test_who_left_the_body_hears_and_reads_nothing_more(said, tochigi, kagawa, secretariat):
    talking.reply(said.thread, by=secretariat, text="はい")
    tell()
    assert Notice.objects.visible_to(tochigi).count() == 1
    for change in ({"organization": kagawa.organization}, {"role": Role.ADMINISTRATOR}, {"role": Role.OBSERVER}):
        for name, value in change.items():
            setattr(tochigi, name, value)
        assert not Notice.objects.visible_to(tochigi).exists(), change
        tochigi.refresh_from_db()
    assert Notice.objects.visible_to(tochigi).exists()


def test_it_can_be_muted_and_heard_again(said, tochigi, secretariat):
    desk = Talker(secretariat)
    page = f"/comments/confidential/{said.thread_id}/"
    assert "フォローをやめる" in desk.page(page), "it is heard of without following"
    sent = {"what": "thread", "number": said.thread_id}
    answer = desk.post("/notices/follow/", **sent, level="muted")
    assert answer.headers["location"] == page
    assert "栃木県と事務局の相談" in desk.page("/me/notices/")
    forget()
    talking.reply(said.thread, by=tochigi, text="もう1つ")
    tell()
    assert heard(secretariat) == []
    desk.post("/notices/follow/", **sent, level="")
    assert "フォローをやめる" in desk.page(page)
