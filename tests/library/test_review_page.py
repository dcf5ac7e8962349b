"""What the desk is shown before it decides, and what a page of the desk says when something stands in its way."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

import clock
from library import actions
from library.models import Edition, EditionState, File, Page, Publication, Visibility
from posting.once import fresh_key
from tests import factories
from tests.guidelines.live import make_row

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def one_line(page: str) -> str:
    return re.sub(r"<a href=(\S+) >", r"<a href=\1>", " ".join(page.split()))


@pytest.fixture
def submitted(tochigi) -> Edition:
    return factories.make_submitted(tochigi)


@pytest.fixture
def desk(secretariat) -> Client:
    return signed_in(secretariat)


# What becomes of the file → what the desk reads of it.
FILES = {
    "all is well": ({}, "文字を取り出せます"),
    "it waits": ({"reading": "waiting"}, "文字を読み取っています"),
    "it failed": ({"reading": "failed", "reading_problem": "1ページ目：壊れている"}, "1ページ目：壊れている"),
    "in part": ({"reading": "partial", "reading_problem": "3ページ目：時間切れ"}, "3ページ目：時間切れ"),
    "it is not checked yet": ({"gate": "checking"}, "検査を待っています"),
    "it was refused": ({"gate": "refused", "gate_message": "壊れていて開けません"}, "壊れていて開けません"),
}


@pytest.mark.parametrize("name", FILES)
def test_the_desk_reads_how_each_file_is(submitted, desk, name):
    values, words = FILES[name]
    File.objects.filter(edition=submitted).update(**values)
    assert words in page_of(desk, f"/review/{submitted.pk}/")


def test_a_document_of_pictures_alone_is_said_to_be_one(submitted, desk):
    Page.objects.filter(file__edition=submitted).update(text="")
    assert "文字が入っていません（画像だけの資料です）" in page_of(desk, f"/review/{submitted.pk}/")


def test_what_looks_like_personal_data_is_shown_masked_and_with_its_page(submitted, desk, tochigi):
    number = "090-1234-5678"
    Page.objects.filter(file__edition=submitted).update(text=f"担当の携帯は{number}です")
    Edition.objects.filter(pk=submitted.pk).update(summary="問い合わせは taro.yamada@pref.example.jp へ")
    page = page_of(desk, f"/review/{submitted.pk}/")
    checks = page[page.index("個人情報らしい文字列") :]
    assert "個人情報らしい文字列が2か所あります" in page
    file = File.objects.get(edition=submitted)
    address = f'href="{submitted.get_absolute_url()}?file={file.pk}&page=1">'
    assert f"{address}メモ.txt</a>：1ページ（電話番号1件）" in one_line(checks)
    assert f"{address}1ページ</a>：電話番号の形をした" in one_line(checks)
    assert "入力した内容（概要）：メールアドレスの形をした" in one_line(checks)
    assert number not in page


def test_a_wish_to_be_public_stands_before_what_is_well(tochigi, desk):
    edition = factories.make_submitted(tochigi, visibility=Visibility.PUBLIC)
    page = page_of(desk, f"/review/{edition.pk}/")
    assert "だれでも読める「公開」を希望しています" in page
    assert page.index("だれでも読める「公開」を希望しています") < page.index("見つかりませんでした")


def decision(**changes) -> dict[str, object]:
    checked = ["secrets", "rights", "fitting"]
    form = {"visibility": "1", "decision": "publish", "message": "", "checked": checked, "submission": "1"}
    return {"once": fresh_key()} | form | changes


def test_declining_ends_the_edition_and_tells_its_people_why(submitted, desk, tochigi):
    answer = desk.post(f"/review/{submitted.pk}/", decision(decision="decline", message="別の資料と同じです"))
    assert answer["Location"] == "/review/"
    submitted.refresh_from_db()
    assert (submitted.state, submitted.decision_reason) == (EditionState.DECLINED, "別の資料と同じです")
    assert "公開しないことにしました" in page_of(desk, "/review/")


def test_a_form_without_its_key_is_shown_again_with_what_was_written(submitted, desk):
    answer = desk.post(f"/review/{submitted.pk}/", decision(once="", decision="send_back", message="概要を詳しく"))
    assert answer.status_code == 400
    page = html.unescape(answer.content.decode())
    assert "画面が古くなっていました" in page
    assert "概要を詳しく" in page
    submitted.refresh_from_db()
    assert submitted.state == EditionState.SUBMITTED


def test_who_handed_in_does_not_decide(secretariat, desk):
    edition = factories.make_submitted(secretariat)
    answer = desk.post(f"/review/{edition.pk}/", decision())
    assert answer.status_code == 400
    edition.refresh_from_db()
    assert edition.state == EditionState.SUBMITTED


def test_taking_and_leaving_a_review_is_told(submitted, desk, secretariat, secretariat2):
    desk.post(f"/review/{submitted.pk}/claim/")
    assert "担当になりました" in page_of(desk, f"/review/{submitted.pk}/")
    other = signed_in(secretariat2)
    assert secretariat.name in page_of(other, f"/review/{submitted.pk}/")
    desk.post(f"/review/{submitted.pk}/release/")
    assert "担当を外れました" in page_of(desk, f"/review/{submitted.pk}/")
    submitted.refresh_from_db()
    assert submitted.claimed_by is None


def test_a_claim_that_comes_too_late_is_told(submitted, desk, secretariat2):
    actions.publish(submitted, by=secretariat2, visibility=Visibility.MEMBERS)
    desk.post(f"/review/{submitted.pk}/claim/")
    assert "担当になりました" not in page_of(desk, f"/review/{submitted.pk}/")
    submitted.refresh_from_db()
    assert submitted.claimed_by is None


# --- What its people are told to do ---------------------------------------------------------------------------------


def test_files_that_could_not_be_read_and_documents_due_are_among_the_tasks(tochigi, kagawa, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat)
    File.objects.filter(edition=live.live_edition).update(reading="failed", reading_problem="壊れている")
    Edition.objects.filter(pk=live.live_edition_id).update(review_by_on=clock.today() - timedelta(days=1))
    page = page_of(signed_in(tochigi), "/me/tasks/")
    assert "「メモ.txt」を確かめる" in page
    assert "見直し" in page
    assert "メモ.txt" not in page_of(signed_in(kagawa), "/me/tasks/")


def test_the_desk_sees_who_has_taken_a_review(submitted, desk, secretariat):
    actions.claim(submitted, by=secretariat)
    assert f"担当：{secretariat.name}" in page_of(desk, "/me/tasks/")


# --- The end of a publication ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["{pk}", "http://testserver/guidelines/{pk}/", "/guidelines/{pk}/?page=3#page-3"])
def test_what_replaces_a_withdrawn_document_is_named_by_number_or_address(tochigi, said):
    old, new = make_row(tochigi, "古い手引き"), make_row(tochigi, "新しい手引き")
    client = signed_in(tochigi)
    answer = client.post(f"/publications/{old.pk}/withdraw/", {"reason": "改めた", "successor": said.format(pk=new.pk)})
    assert answer.status_code == 302
    old.refresh_from_db()
    assert (old.state, old.successor) == ("withdrawn", new)
    gone = client.get(f"/guidelines/{old.pk}/")
    assert gone.status_code == 410
    assert f"/guidelines/{new.pk}/" in gone.content.decode()


@pytest.mark.parametrize("said", ["999999999", "どこかの資料", "{own}", "{hidden}"])
def test_a_replacement_that_one_may_not_see_is_as_one_that_is_not_there(tochigi, secretariat, said):
    old = make_row(tochigi, "古い手引き")
    hidden = make_row(secretariat, "事務局の手引き", visibility=Visibility.SECRETARIAT)
    given = said.format(own=old.pk, hidden=hidden.pk)
    answer = signed_in(tochigi).post(f"/publications/{old.pk}/withdraw/", {"reason": "改めた", "successor": given})
    assert answer.status_code == 400
    assert "その資料は見つかりません" in answer.content.decode()
    assert Publication.objects.get(pk=old.pk).state == "live"
