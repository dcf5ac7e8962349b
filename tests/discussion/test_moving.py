"""A thread in the wrong place is moved: its addresses lead there, and nobody new reads it unannounced."""

import re

import pytest

from audit.models import Event
from discussion import actions
from discussion.actions import Place
from discussion.audience import audience_of
from discussion.models import Comment, Thread
from library.models import File, Publication, Visibility
from library.rules import Refused
from notices.models import Notice
from notices.sentences import sentence
from tests import factories
from tests.discussion.talking import Talker
from tests.guidelines.live import make_row
from tests.notices.worker import forget, tell
from tests.search.live import add_file, make_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def members(kagawa):
    return make_found(kagawa, "構成団体の手引き", "一枚目", "二枚目", name="構成団体.txt")


@pytest.fixture
def observers(tochigi):
    return make_found(tochigi, "広い手引き", "一枚目", "二枚目", name="広い.txt", visibility=Visibility.OBSERVERS)


@pytest.fixture
def said(members, tochigi) -> Comment:
    return Talker(tochigi).say(members, "置く場所を間違えた話題です")


def shown(desk: Talker, comment: Comment, where: str) -> tuple[str, str]:
    """What the page says, and what is agreed to by sending it once more."""
    answer = desk.press(comment, "move", where=where)
    assert answer.status_code == 200, answer.status_code
    agreed = re.search(r'name="agreed" value="([^"]*)"', answer.content.decode())
    return answer.content.decode(), agreed[1] if agreed else ""


def test_it_is_shown_who_reads_there_then_moved_and_the_address_leads_on(
    members, observers, said, tochigi, kagawa, observer, secretariat
):
    answer = Talker(kagawa).answer(said, "こちらの話ですね")
    desk = Talker(secretariat)
    forget()
    page, agreed = shown(desk, said, observers.get_absolute_url())
    assert "動かすと、読める人が増えます" in page
    assert "構成都道府県と事務局が読めます" in page
    assert "構成都道府県、事務局、オブザーバーが読めます" in page
    assert Thread.objects.get().publication == members
    assert Talker(observer).client.get(f"/comments/{answer.pk}/").status_code == 404
    assert desk.press(said, "move", where=observers.get_absolute_url(), agreed=agreed).status_code == 302
    for person in (tochigi, kagawa, observer):
        read = Talker(person).follow(f"/comments/{answer.pk}/")
        assert read.anchors == [f"c{said.pk}", f"c{answer.pk}"]
        assert "置く場所を間違えた話題です" in Talker(person).read(observers).plain
    assert "置く場所を間違えた話題です" not in Talker(kagawa).read(members).plain
    tell(times=2)
    told = Notice.objects.with_targets().order_by("person")
    assert {notice.person_id for notice in told} == {tochigi.pk, kagawa.pk}, "those who wrote in it"
    [words] = {sentence(notice) for notice in told}
    assert "事務局が整理しました。いまは「広い手引き」にあります。読める人を確かめてください" in words
    event = Event.objects.get(verb="move_thread")
    assert event.data == {"publication": observers.pk, "moved_from": members.pk}
    assert f"資料{members.pk}から" in desk.page("/manage/audit/?verb=move_thread")


def test_to_a_page_by_its_address_and_back_to_the_whole(members, observers, said, tochigi, secretariat):
    desk, file = Talker(secretariat), factories.first_file(observers)
    where = f"https://portal.example.jp{observers.get_absolute_url()}?file={file.pk}&page=2#viewer"
    _, agreed = shown(desk, said, where)
    desk.press(said, "move", where=where, agreed=agreed)
    thread = Thread.objects.get()
    assert (thread.publication, thread.edition, thread.file, thread.page) == (observers, file.edition, file, 2)
    assert "2ページ" in Talker(tochigi).read(observers, talk="all").plain
    page, agreed = shown(desk, said, str(members.pk))
    assert "読める人が増えます" not in page
    desk.press(said, "move", where=str(members.pk), agreed=agreed)
    thread.refresh_from_db()
    assert (thread.publication, thread.edition, thread.file, thread.page) == (members, None, None, None)


def test_who_may_not_see_where_it_went_gets_404(members, observers, tochigi, observer, secretariat):
    said = Talker(observer).say(observers, "オブザーバーの話題")
    actions.move(said.thread, by=secretariat, to=members)
    assert Talker(observer).client.get(f"/comments/{said.pk}/").status_code == 404
    assert "オブザーバーの話題" not in Talker(observer).read(observers).plain
    assert "オブザーバーの話題" in Talker(tochigi).read(members).plain


def test_only_what_was_shown_is_done(members, observers, said, secretariat):
    desk = Talker(secretariat)
    _, agreed = shown(desk, said, str(observers.pk))
    Publication.objects.filter(pk=members.pk).update(visibility=Visibility.SECRETARIAT)
    elsewhere, _ = shown(desk, said, str(members.pk))
    assert "読める人を確かめる" not in elsewhere
    Publication.objects.filter(pk=observers.pk).update(visibility=Visibility.MEMBERS)
    again = desk.press(said, "move", where=str(observers.pk), agreed=agreed)
    assert again.status_code == 200
    assert "構成都道府県と事務局が読めます" in again.content.decode()
    assert Thread.objects.get().publication == members


def test_the_verb_widens_nothing_that_was_not_agreed_to(members, observers, said, tochigi, secretariat):
    after = audience_of(observers, None)
    for agreed in (None, audience_of(members, None)):
        with pytest.raises(Refused, match="読める人が増えます"):
            actions.move(said.thread, by=secretariat, to=observers, agreed=agreed)
    with pytest.raises(Refused, match="事務局"):
        actions.move(said.thread, by=tochigi, to=observers, agreed=after)
    with pytest.raises(Refused, match="すでにその場所"):
        actions.move(said.thread, by=secretariat, to=members)
    with pytest.raises(Refused, match="この資料のものではありません"):
        actions.move(said.thread, by=secretariat, to=observers, place=Place(factories.first_file(members), 1))
    actions.move(said.thread, by=secretariat, to=observers, agreed=after)


@pytest.mark.parametrize("where", ["", "987654", "/themes/secrecy/", "http://[", "x" * 301, "0", "１８"])
def test_what_is_no_place_is_said(said, secretariat, where):
    answer = Talker(secretariat).press(said, "move", where=where)
    assert answer.status_code == 400
    assert "エラー：" in answer.content.decode()


@pytest.mark.parametrize("seed", range(4))
def test_who_reads_where_is_what_the_threads_themselves_say(
    seed, tochigi, kagawa, observer, secretariat, secretariat_body
):
    """Each place against each other: wider there means that somebody reads there who does not here."""
    people = [tochigi, kagawa, observer, secretariat]
    spots: list[tuple[Thread, frozenset[int]]] = []
    for level in Visibility:
        for owner in (tochigi, kagawa, secretariat):
            for is_proxy in (False, True):
                publication = make_row(owner, "見本", visibility=level)
                file = add_file(publication, "見本.txt", "一枚目", by=owner)
                Publication.objects.filter(pk=publication.pk).update(is_proxy=is_proxy)
                publication.editions.update(is_proxy=is_proxy and seed % 2 == 0)
                closer = [None, Visibility.SECRETARIAT, Visibility.MEMBERS, Visibility.OBSERVERS][seed]
                File.objects.filter(pk=file.pk).update(visibility=closer)
                place = Place(File.objects.get(pk=file.pk), 1) if seed else None
                thread = actions.open_thread(publication, by=secretariat, text="話題です", place=place).thread
                readers = (person.pk for person in people if Thread.objects.visible_to(person).filter(pk=thread.pk))
                spots.append((thread, frozenset(readers)))
    wrong = []
    for here, readers_here in spots:
        for there, readers_there in spots:
            is_wider = audience_of(there.publication, there.file).is_wider_than(
                audience_of(here.publication, here.file)
            )
            if is_wider != bool(readers_there - readers_here):
                wrong.append((here.publication, readers_here, there.publication, readers_there, is_wider))
    assert wrong == []
