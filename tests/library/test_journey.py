"""The main job without a browser and without scripts: register, send back, mend, publish, find, read, revise."""

import hashlib

import pytest
from django.test import Client

from audit.chain import faults
from audit.models import Event
from library import reading
from library.models import Edition, File, Publication
from posting.once import fresh_key
from tests import factories
from tests.factories import pdf_upload, text_upload

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def details(edition: Edition, **changes) -> dict[str, object]:
    """The second step's form, filled in as an officer would."""
    return {
        "revision": edition.revision,
        "title": "生成AI利活用ガイドライン（見本）",
        "summary": "職員向けの利用の決まりです（見本）",
        "types": [factories.make_type().pk],
        "themes": [factories.make_theme().pk],
        "issued_on": "令和6年4月1日",
        "requested_visibility": "1",
        "secret_input": "forbidden",
    } | changes


def submission() -> dict[str, object]:
    return {"once": fresh_key(), "no_secrets": "on", "rights": "on", "note": "よろしくお願いします"}


def decision(**changes) -> dict[str, object]:
    checked = ["secrets", "rights", "fitting"]
    form = {"visibility": "1", "decision": "publish", "message": "", "checked": checked, "submission": "1"}
    return {"once": fresh_key()} | form | changes


def register(client: Client, *files) -> Edition:
    step = client.post("/submit/", {"once": fresh_key()})["Location"]
    client.post(step, {"once": fresh_key(), "files": list(files)})
    edition = Edition.objects.latest("id")
    answer = client.post(f"/submit/{edition.pk}/details/", details(edition))
    assert answer["Location"] == f"/submit/{edition.pk}/confirm/"
    return edition


def read_all() -> None:
    for file in File.objects.unread():
        while reading.take_turn(file.pk):
            pass


def test_the_main_job_end_to_end(tochigi, secretariat, kagawa):
    officer, desk, reader = signed_in(tochigi), signed_in(secretariat), signed_in(kagawa)
    upload = pdf_upload("ガイドライン.pdf", ("一枚目 入力の決まり", "二枚目 出力の確認"))
    original = upload.read()
    upload.seek(0)
    edition = register(officer, upload)
    assert officer.post(f"/submit/{edition.pk}/confirm/", submission())["Location"] == f"/submit/{edition.pk}/done/"
    assert "受付番号" in officer.get(f"/submit/{edition.pk}/done/").content.decode()

    # Sent back once: the reason reaches the officer, who mends and hands in again.
    assert "生成AI利活用ガイドライン" in desk.get("/review/").content.decode()
    answer = desk.post(f"/review/{edition.pk}/", decision(decision="send_back", message="概要をもう少し詳しく"))
    assert answer["Location"] == "/review/"
    assert "概要をもう少し詳しく" in officer.get("/").content.decode()
    edition.refresh_from_db()
    officer.post(f"/submit/{edition.pk}/details/", details(edition, summary="職員が業務で使うときの決まりです（見本）"))
    officer.post(f"/submit/{edition.pk}/confirm/", submission())
    page = desk.get(f"/review/{edition.pk}/").content.decode()
    assert "<del>職員向けの利用の決まりです（見本）</del>" in page
    assert "<ins>職員が業務で使うときの決まりです（見本）</ins>" in page
    assert reader.get("/guidelines/").content.decode().count("gcard__title") == 0
    assert desk.post(f"/review/{edition.pk}/", decision(submission="2"))["Location"] == "/review/"

    # Found by theme and prefecture, read as picture and text, downloaded byte for byte.
    listed = reader.get("/guidelines/?theme=secrecy&pref=09").content.decode()
    assert "生成AI利活用ガイドライン（見本）" in listed
    read_all()
    publication = Publication.objects.get()
    file = edition.files.get()
    page = reader.get(f"/guidelines/{publication.pk}/?page=2").content.decode()
    assert "二枚目" in page
    picture = reader.get(f"/files/{file.pk}/pages/2.webp")
    assert picture.headers["Content-Type"] == "image/webp"
    assert "二枚目" in reader.get(f"/files/{file.pk}/pages/2.txt").content.decode()
    assert b"".join(reader.get(f"/files/{file.pk}/download/").streaming_content) == original
    assert file.sha256 == hashlib.sha256(original).hexdigest()

    # The next edition: the first stays readable during review, then keeps its address.
    step = officer.post(f"/publications/{publication.pk}/revise/", {"once": fresh_key()})["Location"]
    second = Edition.objects.latest("number")
    officer.post(step, {"once": fresh_key(), "files": [pdf_upload("ガイドライン2.pdf", ("第2版の一枚目",))]})
    officer.post(
        f"/submit/{second.pk}/details/",
        details(second, title="生成AI利活用ガイドライン 第2版（見本）", change_note="確認の手順を足した"),
    )
    officer.post(f"/submit/{second.pk}/confirm/", submission())
    assert "第2版（見本）" not in reader.get(f"/guidelines/{publication.pk}/").content.decode()
    assert reader.get(f"/guidelines/{publication.pk}/v/2/").status_code == 404
    desk.post(f"/review/{second.pk}/", decision())
    assert "第2版（見本）" in reader.get(f"/guidelines/{publication.pk}/").content.decode()
    old = reader.get(f"/guidelines/{publication.pk}/v/1/").content.decode()
    assert "これは旧版です" in old
    assert list(faults()) == []
    assert Event.objects.filter(verb="publish").count() == 2


def test_bad_files_say_why_and_cost_nothing_else(tochigi):
    officer = signed_in(tochigi)
    step = officer.post("/submit/", {"once": fresh_key()})["Location"]
    sent = [text_upload("良い.txt"), text_upload("悪い.exe"), text_upload("空.txt", " \n"), text_upload("嘘.pdf")]
    page = officer.post(step, {"once": fresh_key(), "files": sent}, follow=True).content.decode()
    assert "「悪い.exe」は登録できない種類です" in page
    assert "「空.txt」は中身がありません" in page
    assert "「嘘.pdf」は中身がPDFではありません" in page
    assert page.count("登録できます</span>") == 1
    bad = File.objects.get(name="悪い.exe")
    officer.post(step, {"remove": bad.pk})
    assert set(File.objects.values_list("name", flat=True)) == {"良い.txt", "空.txt", "嘘.pdf"}


def test_wrong_input_keeps_what_was_typed(tochigi):
    officer = signed_in(tochigi)
    edition = factories.make_draft(tochigi)
    values = details(edition, issued_on="令和6年4月31日", summary="長" * 134, link_url="ftp://x", title="残る題名")
    page = officer.post(f"/submit/{edition.pk}/details/", values)
    text = page.content.decode()
    assert page.status_code == 400
    assert "4月は30日までです。策定・公表した日を確かめてください" in text
    assert "概要は120字までです。今は134字です。14字減らしてください" in text
    assert "https:// で始まるアドレス" in text
    assert "残る題名" in text
    assert "令和6年4月31日" in text
    assert "<title>エラー：" in text


def test_two_colleagues_in_one_draft_lose_nothing(tochigi, tochigi2):
    first, second = signed_in(tochigi), signed_in(tochigi2)
    edition = factories.make_draft(tochigi)
    mine, theirs = details(edition, title="花子の題名"), details(edition, title="一郎の題名")
    assert first.post(f"/submit/{edition.pk}/details/", mine).status_code == 302
    clash = second.post(f"/submit/{edition.pk}/details/", theirs)
    text = clash.content.decode()
    assert clash.status_code == 409
    assert "花子の題名" in text
    assert "一郎の題名" in text
    edition.refresh_from_db()
    assert edition.title == "花子の題名"
    second.post(f"/submit/{edition.pk}/details/", theirs | {"revision": edition.revision})
    edition.refresh_from_db()
    assert edition.title == "一郎の題名"


def test_autosave_keeps_what_is_fit(tochigi):
    officer = signed_in(tochigi)
    edition = factories.make_draft(tochigi)
    answer = officer.post(
        f"/submit/{edition.pk}/autosave/", details(edition, title="途中の題名", issued_on="令和6年4月31日")
    )
    assert answer.status_code == 200
    before = edition.revision
    edition.refresh_from_db()
    assert (edition.title, edition.revision) == ("途中の題名", before + 1)
    assert answer.json() == {
        "fields": {"revision": str(edition.revision)},
        "unsaved": ["策定・公表した日は保存できていません：4月は30日までです"],
    }
    stale = officer.post(f"/submit/{edition.pk}/autosave/", details(edition, revision=0))
    assert stale.status_code == 409


def test_submitting_says_what_is_missing(tochigi):
    officer = signed_in(tochigi)
    step = officer.post("/submit/", {"once": fresh_key()})["Location"]
    number = step.split("/")[2]
    page = officer.post(f"/submit/{number}/confirm/", submission())
    text = page.content.decode()
    assert page.status_code == 400
    for words in ("ファイルを1つ以上選ぶか", "資料の名前を入れてください", "種類を1つ以上選んでください"):
        assert words in text


def test_the_desk_must_say_why_and_chooses_nothing_beforehand(tochigi, secretariat):
    desk = signed_in(secretariat)
    edition = factories.make_submitted(tochigi)
    page = desk.get(f"/review/{edition.pk}/").content.decode()
    assert 'name="decision" value="publish"' in " ".join(page.split())
    decisions = [line for line in page.split("<input") if 'name="decision"' in line]
    assert len(decisions) == 3
    assert not any("checked" in line.split(">")[0] for line in decisions)
    answer = desk.post(f"/review/{edition.pk}/", decision(decision="send_back", message=" "))
    assert answer.status_code == 400
    assert "提出した団体への連絡に理由を書いてください" in answer.content.decode()
    unchecked = desk.post(f"/review/{edition.pk}/", decision(checked=["secrets"]))
    assert unchecked.status_code == 400


def test_the_second_reviewer_is_told_and_nothing_is_done_twice(tochigi, secretariat, secretariat2):
    first, second = signed_in(secretariat), signed_in(secretariat2)
    edition = factories.make_submitted(tochigi)
    first.post(f"/review/{edition.pk}/", decision())
    answer = second.post(f"/review/{edition.pk}/", decision(decision="send_back", message="出典を書いてください"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "見本 太郎" in text
    assert "出典を書いてください" in text
    assert Event.objects.filter(verb__in=["publish", "send_back"]).count() == 1


def test_one_key_makes_one_draft(tochigi):
    officer, key = signed_in(tochigi), fresh_key()
    places = {officer.post("/submit/", {"once": key})["Location"] for _ in range(8)}
    assert len(places) == 1
    assert Publication.objects.count() == 1


def test_a_duplicate_is_named_only_to_those_who_may_see_it(tochigi, secretariat, kagawa):
    factories.make_live(tochigi, reviewer=secretariat, title="見える資料", files=[text_upload("a.txt", "同じ内容")])
    factories.make_draft(tochigi, title="見えない下書き", files=[text_upload("b.txt", "秘密の内容")])
    reader = signed_in(kagawa)
    step = reader.post("/submit/", {"once": fresh_key()})["Location"]
    sent = [text_upload("x.txt", "同じ内容"), text_upload("y.txt", "秘密の内容")]
    page = reader.post(step, {"once": fresh_key(), "files": sent}, follow=True)
    text = page.content.decode()
    assert "「x.txt」と同じ内容のファイルが登録されています" in text
    assert "見える資料" in text
    assert "「y.txt」と同じ内容" not in text
    assert "見えない下書き" not in text


def test_a_casebook_that_is_a_guideline_too_counts_in_both(tochigi, secretariat, kagawa):
    both = [factories.make_type(), factories.make_type("casebook", "活用事例集", has_facts=False)]
    factories.make_live(tochigi, reviewer=secretariat, types=both, title="合冊")
    reader = signed_in(kagawa)
    for kind in ("guideline", "casebook"):
        assert "合冊" in reader.get(f"/guidelines/?kind={kind}").content.decode()


def test_observers_and_administrators_cannot_register(observer, admin):
    for user in (observer, admin):
        assert signed_in(user).post("/submit/", {"once": fresh_key()}).status_code == 403
