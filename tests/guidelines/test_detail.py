"""A document's pages: reading, facts, files, editions, and who is offered what."""

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidelines.models import Service
from library import actions
from library.models import File, Page, Publication, Reading, Visibility
from library.storage import vault
from search.indexing import index
from tests import factories


def text(response) -> str:
    return response.content.decode()


def set_page(file: File, number: int, **values) -> None:
    Page.objects.update_or_create(file=file, number=number, defaults=values)


def make_pdf(publication: Publication, pages: int, **values) -> File:
    """The publication's file as a PDF that is read and drawn, without drawing it."""
    file = factories.first_file(publication)
    fields = {"kind": "pdf", "page_count": pages, "pages_read": pages, "pages_drawn": pages, "reading": Reading.DONE}
    File.objects.filter(pk=file.pk).update(**(fields | values))
    for number in range(1, pages + 1):
        key = vault().put(ContentFile(b"picture")).key
        set_page(
            file,
            number,
            text=f"{number}ページ目の本文\n次の行",
            blocks=[],
            picture_key=key,
            picture_width=900,
            picture_height=1273,
        )
    return File.objects.get(pk=file.pk)


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    return factories.make_live(
        tochigi,
        reviewer=secretariat,
        title="利用の手引き",
        summary="利用の手順です",
        issued_on=date(2023, 8, 22),
        section="情報政策課",
        secret_input="forbidden",
        services=[Service.objects.create(slug="catbot", name="CatBot")],
    )


def test_the_head_says_what_it_is_and_who_may_read(client, kagawa, live):
    file = make_pdf(live, 3)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/?page=2"))
    assert "<title>栃木県 利用の手引き（2/3ページ）｜" in page
    for words in (
        "ガイドライン",
        "公開中",
        "第1版（最新）",
        "令和5年8月22日（2023-08-22）",
        "構成都道府県と事務局が閲覧できます",
    ):
        assert words in page
    assert f'href="/files/{file.pk}/download/"' in page
    assert "ダウンロード（PDF、" in page
    assert "この資料の手続き" not in page


def test_a_page_as_picture_and_text(client, kagawa, live):
    file = make_pdf(live, 3)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/?file={file.pk}&page=2"))
    image = re.search(r"<img[^>]*>", page)[0]
    assert f'src="/files/{file.pk}/pages/2.webp"' in image
    assert 'width="900"' in image
    assert 'height="1273"' in image
    assert "2ページ目の画像。文字は下の「このページの文字」で読めます。" in image
    assert "2ページ目の本文<br>次の行" in page
    assert not re.search(r"<details[^>]*viewer__text[^>]*open", page)


@pytest.mark.parametrize(
    ("wanted", "number", "previous", "following"),
    [
        ("", 1, None, 2),
        ("2", 2, 1, 3),
        ("3", 3, 2, None),
        ("99", 3, 2, None),
        ("0", 1, None, 2),
        ("abc", 1, None, 2),
        ("２", 2, 1, 3),
    ],
)
def test_ways_to_the_other_pages(client, kagawa, live, wanted, number, previous, following):
    make_pdf(live, 3)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/?page={wanted}"))
    assert f"（{number}/3ページ）" in page
    for rel, target in (("prev", previous), ("next", following)):
        link = re.search(rf'rel="{rel}"\s+href="\?file=\d+&amp;page=(\d+)#viewer"', page)
        assert (int(link[1]) if link else None) == target


def test_a_page_without_a_picture_shows_its_text_at_once(client, kagawa, live):
    file = make_pdf(live, 2, reading=Reading.WORKING, pages_drawn=1)
    Page.objects.filter(file=file, number=2).update(picture_key="")
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/?page=2"))
    assert re.search(r"<details[^>]*viewer__text[^>]*open", page)
    assert "1 / 2ページ" in page
    assert "最新の状態に更新" in page
    assert "<img" not in page


def test_a_file_that_waits_says_so(client, kagawa, live):
    file = factories.first_file(live)
    Page.objects.filter(file=file).delete()
    File.objects.filter(pk=file.pk).update(reading=Reading.WAITING, page_count=None)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/"))
    assert "読み取りを待っています" in page
    assert "最新の状態に更新" in page


def test_a_page_of_pictures_only(client, kagawa, live):
    file = make_pdf(live, 1)
    Page.objects.filter(file=file).update(text=" ")
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/"))
    assert "文字が入っていません（画像だけのページです）" in page
    assert "文字は下の" not in page


def test_a_failure_is_told_to_all_and_mended_by_those_who_work_on_it(client, tochigi, kagawa, secretariat2, live):
    make_pdf(live, 2, reading=Reading.PARTIAL, reading_problem="時間がかかりすぎました")
    for user, may in ((kagawa, False), (tochigi, True), (secretariat2, True)):
        client.force_login(user)
        page = text(client.get(f"/guidelines/{live.pk}/"))
        assert "一部だけ読み取れました" in page
        assert ("読み取りをやり直す" in page) == may
        assert ("時間がかかりすぎました" in page) == may


def test_office_files_are_well_set_text(client, kagawa, live):
    file = factories.first_file(live)
    File.objects.filter(pk=file.pk).update(kind="xlsx", page_count=2, reading=Reading.DONE)
    head = {"text": "県", "colspan": 1, "rowspan": 1, "head": True}
    set_page(
        file,
        1,
        label="集計",
        text="県",
        blocks=[{"t": "table", "rows": [[head], [head | {"text": "栃木", "head": False}]]}],
    )
    set_page(file, 2, label="内訳", text="本文", blocks=[{"t": "p", "text": "内訳の本文"}])
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/"))
    assert '<th scope="col">県</th>' in page
    assert 'aria-label="集計の表1" tabindex="0"' in page
    assert "（1/2シート）" in page
    outline = re.findall(r'href="\?file=\d+&amp;page=(\d)#viewer"[^>]*>([^<]+)</a>\s*</li>', page)
    assert ("2", "内訳") in outline
    assert "内訳の本文" in text(client.get(f"/guidelines/{live.pk}/?page=2"))


def test_several_files_have_a_switch(client, kagawa, tochigi, secretariat):
    uploads = [factories.text_upload("本編.txt", "本編の文"), factories.text_upload("別紙.txt", "別紙の文")]
    live = factories.make_live(tochigi, reviewer=secretariat, files=uploads)
    first, second = File.objects.filter(edition__publication=live).in_order()
    for file in (first, second):
        File.objects.filter(pk=file.pk).update(page_count=1, reading=Reading.DONE)
        set_page(file, 1, text=file.name, blocks=[{"t": "p", "text": f"{file.name}の文"}])
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/?file={second.pk}"))
    assert "別紙.txtの文" in page
    assert f'href="?file={first.pk}&amp;page=1#viewer"' in page
    assert f'href="/files/{second.pk}/download/"' in page
    assert "本編.txtの文" in text(client.get(f"/guidelines/{live.pk}/?file=999"))


def test_a_link_is_shown_where_there_is_no_file(client, kagawa, tochigi, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, files=[], link_url="https://example.jp/a.html")
    client.force_login(kagawa)
    for tab in ("", "files/"):
        page = text(client.get(f"/guidelines/{live.pk}/{tab}"))
        link = re.search(r'<a[^>]*href="https://example.jp/a.html"[^>]*>', page)[0]
        assert 'rel="external noopener noreferrer"' in link
        assert "target" not in link


def test_unknown_facts_say_so(client, kagawa, live):
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/about/"))
    facts = {label: value.strip() for label, value in re.findall(r"<dt>([^<]*)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)}
    assert facts["概要"] == "利用の手順です"
    assert facts["非公開情報の入力"] == "認めていない"
    assert facts["対象サービス"] == "CatBot"
    assert facts["作成した部署"] == "情報政策課"
    for label in (
        "導入範囲",
        "学習させない設定",
        "記録の保存",
        "公開URL",
        "改定した日",
        "見直しの予定",
        "問い合わせ先",
    ):
        assert "記入なし" in facts[label]
    assert all(facts.values())


def test_material_of_other_types_has_no_facts_of_guidelines(client, kagawa, tochigi, secretariat):
    press = factories.make_type("press", "報道発表", has_facts=False)
    live = factories.make_live(tochigi, reviewer=secretariat, types=[press])
    client.force_login(kagawa)
    assert "非公開情報の入力" not in text(client.get(f"/guidelines/{live.pk}/about/"))


def test_files_are_told_apart(client, kagawa, live):
    file = make_pdf(live, 3)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/files/"))
    for words in (
        file.sent_name,
        "PDF 3ページ",
        file.sha256[:16],
        "読み取り済み",
        f'href="/files/{file.pk}/download/"',
    ):
        assert words in page
    assert file.sha256 not in page


def test_one_edition_says_so(client, kagawa, live):
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/versions/"))
    assert "この資料は第1版だけです" in page
    assert f"/guidelines/{live.pk}/v/1/</code>" in page
    assert "栃木県 見本 花子" in page


def revise(live: Publication, tochigi, secretariat) -> Publication:
    revision = factories.make_draft(
        tochigi, publication=live, title="利用の手引き 改", files=[factories.text_upload("二版.txt", "二版の文")]
    )
    actions.submit(revision, by=tochigi, declared=True)
    return actions.publish(revision, by=secretariat, visibility=Visibility(live.visibility)).publication


def test_an_old_edition_keeps_its_address(client, kagawa, tochigi, secretariat, live):
    revise(live, tochigi, secretariat)
    client.force_login(kagawa)
    old = text(client.get(f"/guidelines/{live.pk}/v/1/"))
    assert "これは旧版です" in old
    assert f'<a href="/guidelines/{live.pk}/">最新版を見る</a>' in old
    assert "利用の手引き 改" not in old
    new = text(client.get(f"/guidelines/{live.pk}/"))
    assert "利用の手引き 改" in new
    assert "第2版（最新）" in new
    assert "これは旧版です" not in new
    versions = text(client.get(f"/guidelines/{live.pk}/versions/"))
    assert versions.index("/v/2/") < versions.index("/v/1/")
    assert "見本の改定" in versions


def test_an_old_edition_follows_the_present_visibility(client, observer, tochigi, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS)
    revise(live, tochigi, secretariat)
    client.force_login(observer)
    assert client.get(f"/guidelines/{live.pk}/v/1/").status_code == 200
    actions.narrow(live, by=tochigi, visibility=Visibility.MEMBERS, reason="見直し")
    assert client.get(f"/guidelines/{live.pk}/v/1/").status_code == 410
    assert client.get(f"/guidelines/{live.pk}/v/9/").status_code == 404


def test_an_edition_on_its_way_is_for_its_owner_and_the_desk(client, tochigi, kagawa, secretariat2, live):
    actions.submit(
        factories.make_draft(tochigi, publication=live, files=[factories.text_upload("二版.txt", "二版の文")]),
        by=tochigi,
        declared=True,
    )
    address = f"/guidelines/{live.pk}/v/2/"
    for user, label in ((tochigi, "取り戻す"), (secretariat2, "審査の画面を開く")):
        client.force_login(user)
        page = text(client.get(address))
        assert "この版は公開されていません（審査待ち）" in page
        assert label in page
        assert "作成中の第2版を見る" in text(client.get(f"/guidelines/{live.pk}/"))
        assert "新しい版を作る" not in text(client.get(f"/guidelines/{live.pk}/"))
        assert address in text(client.get(f"/guidelines/{live.pk}/versions/"))
    client.force_login(kagawa)
    assert client.get(address).status_code == 404
    assert address not in text(client.get(f"/guidelines/{live.pk}/versions/"))


def test_what_is_offered(client, tochigi, kagawa, observer, secretariat2, live):
    actions.widen(live, by=secretariat2, visibility=Visibility.PUBLIC, reason="公開へ")
    for user, expected in (
        (None, set()),
        (observer, set()),
        (kagawa, set()),
        (tochigi, {"新しい版を作る", "公開範囲を変える", "公開を終える"}),
        (secretariat2, {"新しい版を作る", "公開範囲を変える", "公開を終える"}),
    ):
        client.logout()
        if user:
            client.force_login(user)
        page = text(client.get(f"/guidelines/{live.pk}/"))
        found = {label for label in ("新しい版を作る", "公開範囲を変える", "公開を終える") if label in page}
        assert found == expected, user
    assert 'name="once"' in page


def test_a_proxy_names_both(client, kagawa, secretariat, secretariat2, tochigi):
    edition = factories.make_submitted(secretariat, owner=tochigi.organization)
    actions.publish(edition, by=secretariat2, visibility=Visibility.PUBLIC)
    address = f"/guidelines/{edition.publication_id}/"
    public = text(client.get(address))
    assert "栃木県の資料を、事務局が代わりに登録しました（登録した人：事務局）" in public
    client.force_login(kagawa)
    assert "登録した人：事務局 見本 太郎" in text(client.get(address))


def test_people_without_sign_in_read_no_names_of_persons(client, tochigi, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.PUBLIC)
    for tab in ("", "about/", "files/", "versions/"):
        page = text(client.get(f"/guidelines/{live.pk}/{tab}"))
        assert "見本 花子" not in page
        assert "栃木県" in page


@pytest.mark.parametrize("who", ["kagawa", "tochigi", "secretariat2"])
def test_queries_of_a_page_are_bounded_and_do_not_grow(client, request, tochigi, secretariat, live, who):
    client.force_login(request.getfixturevalue(who))
    make_pdf(live, 2)
    counts = {}
    for pages, editions in ((2, 1), (40, 1), (40, 3)):
        for number in range(3, pages + 1):
            set_page(factories.first_file(live), number, text="本文")
        File.objects.filter(edition__publication=live).update(page_count=pages)
        while live.editions.count() < editions:
            live = revise(live, tochigi, secretariat)
        index.index(live.pk)
        for tab in ("", "about/", "files/", "versions/"):
            client.get(f"/guidelines/{live.pk}/{tab}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/guidelines/{live.pk}/{tab}").status_code == 200
            counts.setdefault(tab, set()).add(len(queries))
            assert len(queries) <= 14
    assert all(len(numbers) == 1 for numbers in counts.values()), counts


def test_what_is_withdrawn_is_gone_with_its_reason(client, kagawa, observer, tochigi, live):
    actions.withdraw(live, by=tochigi, reason="新しい要綱に移りました")
    client.force_login(kagawa)
    for tab in ("", "about/", "files/", "versions/", "v/1/", "v/1/about/"):
        response = client.get(f"/guidelines/{live.pk}/{tab}")
        assert response.status_code == 410
        assert "新しい要綱に移りました" in text(response)
    client.force_login(observer)
    assert client.get(f"/guidelines/{live.pk}/").status_code == 404


def test_hidden_and_absent_are_the_same_page(client, observer, live):
    client.force_login(observer)
    client.get("/guidelines/1234567/")  # what is not found is noted once a minute
    for tab in ("", "about/", "files/", "versions/", "v/1/", "v/1/about/"):
        answers = []
        for number in (live.pk, 987_654):
            with CaptureQueriesContext(connection) as queries:
                response = client.get(f"/guidelines/{number}/{tab}")
            answers.append(
                (response.status_code, response.content.replace(f"/guidelines/{number}/".encode(), b""), len(queries))
            )
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
