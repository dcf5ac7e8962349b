"""未読 beside a document in lists, and at a thread: for who was told of it and has not read it."""

import re

import pytest
from django.test import Client

from discussion import actions as talking
from discussion.models import Comment
from discussion.talk import ANSWERS_SHOWN
from library.models import Publication, Visibility
from notices.models import Notice
from tests import factories
from tests.notices.worker import forget, tell

pytestmark = pytest.mark.django_db
LISTS = ("/guidelines/", "/search/?q=手引き")


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    publication = factories.make_live(
        tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS, title="見本の利用の手引き"
    )
    forget()
    return publication


@pytest.fixture
def said(live, kagawa) -> Comment:
    comment = talking.open_thread(live, by=kagawa, text="話題です")
    tell()
    return comment


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def marks(user, address: str) -> int:
    answer = client_of(user).get(address)
    assert answer.status_code == 200, address
    main = answer.content.decode().partition("<main")[2]
    assert "見本の利用の手引き" in re.sub("</?mark>", "", main), address
    return len(re.findall(r'class="chip chip--orange">未読', main))


@pytest.mark.parametrize("address", LISTS)
def test_a_document_is_marked_until_it_was_read(said, live, tochigi, address):
    assert marks(tochigi, address) == 1
    assert marks(tochigi, live.get_absolute_url()) == 1, "now it is read, and said so for the last time"
    assert marks(tochigi, address) == 0
    assert marks(tochigi, live.get_absolute_url()) == 0


def test_what_does_not_stand_there_to_be_read_stays_unread(said, live, tochigi, kagawa):
    """Answers between, which are not shown; and what is folded because it is settled."""
    for number in range(ANSWERS_SHOWN + 2):
        talking.reply(said.thread, by=kagawa, text=f"返信{number}です")
    tell()
    client_of(tochigi).get(live.get_absolute_url())
    unread = Notice.objects.filter(person=tochigi).unread().values_list("comment__text", flat=True)
    assert sorted(unread) == ["返信0です", "返信1です"]
    assert marks(tochigi, "/guidelines/") == 1
    talking.resolve(said.thread, by=kagawa)
    client_of(tochigi).get(live.get_absolute_url())
    assert Notice.objects.filter(person=tochigi).unread().count() == 2
    client_of(tochigi).get(said.thread.get_absolute_url())
    assert not Notice.objects.filter(person=tochigi).unread().exists()


@pytest.mark.parametrize("address", LISTS)
def test_nobody_else_sees_a_mark(said, kagawa, observer, secretariat, address):
    assert [marks(user, address) for user in (kagawa, observer, secretariat)] == [0, 0, 0]


def test_what_the_desk_hid_leaves_no_mark(said, live, tochigi, secretariat):
    talking.hide(said, by=secretariat, reason="見本の理由")
    assert marks(tochigi, "/guidelines/") == 0
    assert marks(tochigi, live.get_absolute_url()) == 0


@pytest.mark.parametrize("address", ["/guidelines/987654/?thread={}", "{other}?thread={}", "/guidelines/987654/"])
def test_what_is_opened_elsewhere_or_nowhere_reads_nothing(said, tochigi, kagawa, secretariat, address):
    other = factories.make_live(kagawa, reviewer=secretariat)
    client_of(tochigi).get(address.format(said.thread_id, other=other.get_absolute_url()))
    assert Notice.objects.filter(person=tochigi, comment=said).unread().exists()


def test_what_is_settled_is_folded_and_marked_all_the_same(said, live, kagawa, secretariat):
    talking.resolve(said.thread, by=secretariat)
    tell()
    page = client_of(kagawa).get(live.get_absolute_url()).content.decode()
    assert re.search(r"<summary>.*?解決済み：.*?未読.*?</summary>", page, re.DOTALL)
