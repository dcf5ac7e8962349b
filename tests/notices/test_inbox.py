"""お知らせ as people meet it: a number in the header, a list by day, opened and read; nothing of what is hidden."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import clock
from discussion import actions as talking
from library import actions
from library.models import Visibility
from notices.models import Notice
from tests import factories
from tests.notices.worker import forget, tell

pytestmark = pytest.mark.django_db


class Reader:
    def __init__(self, user=None) -> None:
        self.client = Client()
        if user is not None:
            self.client.force_login(user)

    def text(self, address: str = "/notices/") -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    def number(self, address: str = "/themes/") -> int:
        """What the header says."""
        found = re.search(r'class="count"\s*>(\d+)', self.text(address))
        return int(found[1]) if found else 0


@pytest.fixture
def live(tochigi, secretariat):
    publication = factories.make_live(
        tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS, title="見本の利用の手引き"
    )
    forget()
    return publication


@pytest.fixture
def said(live, kagawa):
    comment = talking.open_thread(live, by=kagawa, text="秘密の言葉です")
    tell()
    return comment


def test_the_header_counts_and_the_list_says_what_happened_without_the_words(said, tochigi):
    reader = Reader(tochigi)
    assert reader.number() == 1
    text = reader.text()
    assert "香川県 見本 さぬきが、「見本の利用の手引き」にコメントしました" in text
    assert "秘密の言葉" not in text
    assert "未読" in text


def test_a_thread_stands_there_once_a_day_and_opens_where_reading_stopped(said, tochigi, kagawa):
    second = talking.reply(said.thread, by=kagawa, text="二つめの言葉です")
    tell()
    talking.reply(said.thread, by=kagawa, text="三つめの言葉です")
    tell()
    talking.open_thread(said.thread.publication, by=kagawa, text="別の話題です")
    tell()
    reader = Reader(tochigi)
    assert re.findall(r"（ほか(\d)件）", reader.text()) == ["2"]
    assert reader.text().count("にコメントしました") == 2
    Notice.objects.filter(person=tochigi, comment=said).update(read_at=clock.now())
    notice = re.search(r'href="/notices/(\d+)/"[^>]*>[^<]*</a>\s*<p class="meta">[^<]*ほか2件', reader.text())
    assert Notice.objects.get(pk=notice[1]).comment == second


def test_opening_leads_to_the_comment_and_is_reading(said, tochigi):
    reader, notice = Reader(tochigi), Notice.objects.get(person=tochigi)
    assert reader.client.head(f"/notices/{notice.pk}/").status_code == 302
    assert reader.number() == 1, "asking for the head is not reading"
    answer = reader.client.get(f"/notices/{notice.pk}/", follow=True)
    assert "秘密の言葉です" in answer.content.decode()
    assert reader.number() == 0
    assert "既読" in reader.text()


def test_reading_the_thread_is_reading_its_notices_already_on_that_page(said, tochigi):
    assert Reader(tochigi).number() == 1
    assert Reader(tochigi).number(f"{said.thread.publication.get_absolute_url()}?thread={said.thread_id}") == 0


def test_reading_the_document_is_reading_what_was_told_of_it(live, tochigi, kagawa, secretariat):
    actions.follow("publication", live.pk, by=kagawa, level="every")
    edition = factories.make_draft(tochigi, publication=live)
    actions.publish(actions.submit(edition, by=tochigi, declared=True), by=secretariat, visibility=live.visibility)
    tell()
    reader = Reader(kagawa)
    assert reader.number() == 1
    assert reader.number(live.get_absolute_url()) == 0
    assert Notice.objects.get(person=kagawa).read_at is not None


def test_all_are_read_at_once(said, live, tochigi, kagawa):
    talking.open_thread(live, by=kagawa, text="もう一つ")
    tell()
    reader = Reader(tochigi)
    assert reader.number() == 2
    reader.client.post("/notices/read/")
    assert reader.number() == 0


def test_one_reads_ones_own_only(said, tochigi2, kagawa, tochigi):
    notice = Notice.objects.get(person=tochigi)
    for person in (tochigi2, kagawa):
        assert Reader(person).client.get(f"/notices/{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_who_has_not_signed_in_is_asked_to_and_sees_no_number(live):
    assert Reader().client.get("/notices/").status_code == 302
    assert "お知らせ" not in Reader().text("/guidelines/")


@pytest.mark.parametrize("way", ["hidden", "deleted", "narrowed", "withdrawn"])
def test_what_can_no_longer_be_seen_is_neither_listed_nor_counted_nor_opened(
    live, kagawa, tochigi, observer, secretariat, way
):
    actions.follow("publication", live.pk, by=observer, level="every")
    said = talking.open_thread(live, by=kagawa, text="どのように使っていますか")
    tell()
    reader, notice = Reader(observer), Notice.objects.get(person=observer)
    assert reader.number() == 1
    {
        "hidden": lambda: talking.hide(said, by=secretariat, reason="見本の理由"),
        "deleted": lambda: talking.delete(said, by=kagawa),
        "narrowed": lambda: actions.narrow(live, by=tochigi, visibility=Visibility.MEMBERS, reason="見直します"),
        "withdrawn": lambda: actions.withdraw(live, by=tochigi, reason="終わりました"),
    }[way]()
    assert reader.number() == 0
    assert "見本の利用の手引き" not in reader.text()
    assert reader.client.get(f"/notices/{notice.pk}/").status_code == 404


def test_that_it_ended_is_told_without_its_title_and_leads_to_the_reason(live, kagawa, tochigi):
    actions.follow("publication", live.pk, by=kagawa, level="important", now=live.published_at)
    actions.withdraw(live, by=tochigi, reason="新しい要綱に移りました")
    tell()
    reader = Reader(kagawa)
    assert reader.number() == 1
    assert "見本の利用の手引き" not in reader.text()
    answer = reader.client.get(f"/notices/{Notice.objects.get(person=kagawa).pk}/", follow=True)
    assert answer.status_code == 410
    assert "新しい要綱に移りました" in answer.content.decode()


def test_what_was_sent_back_leads_to_ones_drafts(tochigi, secretariat):
    edition = factories.make_submitted(tochigi, title="見本の案")
    actions.send_back(edition, by=secretariat, reason="出典を書いてください")
    tell()
    reader = Reader(tochigi)
    assert "提出した「見本の案」が差し戻されました" in reader.text()
    answer = reader.client.get(f"/notices/{Notice.objects.get(person=tochigi).pk}/")
    assert answer.headers["location"] == "/me/drafts/"


def test_the_number_costs_the_same_however_many_there_are(live, kagawa, tochigi):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            reader.text("/help/")
        return len(queries)

    reader = Reader(tochigi)
    nothing = cost()
    for number in (1, 5):
        for _ in range(number - reader.number()):
            talking.open_thread(live, by=kagawa, text="どのように使っていますか")
        tell()
        assert (cost(), reader.number()) == (nothing + 1, number)


def test_more_than_a_hundred_are_not_counted(live, tochigi):
    Notice.objects.bulk_create(
        Notice(
            event=10_000 + number, person=tochigi, kind="edition", edition=live.live_edition, made_at=clock.now(),
            is_shown=True, mail="none",
        )
        for number in range(130)
    )  # fmt: skip
    assert "99+" in Reader(tochigi).text("/help/")
    assert Reader(tochigi).text("/notices/?page=2").count('class="task"') == 30
