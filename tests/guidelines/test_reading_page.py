"""A shared address of a page shows that page, or says what it shows instead."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library import actions
from library.models import File, Publication, Visibility
from tests import factories
from tests.guidelines.test_detail import make_pdf, revise, text


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    return factories.make_live(tochigi, reviewer=secretariat, title="利用の手引き")


def notes(page: str) -> list[str]:
    return re.findall(r'<p class="banner__title">\s*([^<]*?)\s*</p>', page)


# --- the file of an address ---


def test_a_file_of_an_old_edition_leads_to_its_edition(client, kagawa, tochigi, secretariat, live):
    old = make_pdf(live, 12)
    revise(live, tochigi, secretariat)
    new = File.objects.get(edition__publication=live, edition__number=2)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/?file={old.pk}&page=12"))
    assert "この番号のファイルは第1版のものです" in notes(page)
    link = re.search(r'href="([^"]*)"\s*>第1版のファイルを開く', page)[1].replace("&amp;", "&")
    assert link == f"/guidelines/{live.pk}/v/1/?file={old.pk}&page=12#viewer"
    assert "（12/12ページ）" in text(client.get(link))
    assert "（1/1ページ）" in page, "the page asked for is none of the file shown"
    back = text(client.get(f"/guidelines/{live.pk}/v/1/?file={new.pk}"))
    assert "この番号のファイルは第2版のものです" in notes(back)
    assert f'href="/guidelines/{live.pk}/?file={new.pk}#viewer"' in back


def test_no_note_where_the_file_is_of_the_edition(client, kagawa, live):
    file = make_pdf(live, 3)
    client.force_login(kagawa)
    for query in ("", f"?file={file.pk}", f"?file={file.pk}&page=3", "?page=2"):
        assert notes(text(client.get(f"/guidelines/{live.pk}/{query}"))) == []


def test_a_file_that_may_not_be_seen_is_told_like_one_that_never_was(client, kagawa, tochigi, secretariat, live):
    draft = factories.make_draft(tochigi, publication=live, files=[factories.text_upload("二版.txt", "二版")])
    foreign = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.SECRETARIAT)
    closer = factories.make_draft(tochigi)
    actions.keep_file_closer(closer.files.get(), by=tochigi, visibility=Visibility.SECRETARIAT)
    hidden = [draft.files.get().pk, factories.first_file(foreign).pk, closer.files.get().pk]
    client.force_login(kagawa)
    client.get(f"/guidelines/{live.pk}/")  # a view is noted once an hour
    answers = []
    for wanted in (*hidden, 987_654, "9" * 40, "abc", "１"):
        with CaptureQueriesContext(connection) as queries:
            page = text(client.get(f"/guidelines/{live.pk}/?file={wanted}&page=2"))
        assert notes(page) == ["指定されたファイルは見つかりません"], wanted
        of_each = r'name="(?:csrfmiddlewaretoken|once)" value="[^"]+"|<time.*?</time>'
        answers.append((re.sub(of_each, "", page), len(queries)))
    assert answers == [answers[0]] * len(answers)


def test_the_owner_is_led_to_the_draft_that_holds_the_file(client, tochigi, live):
    draft = factories.make_draft(tochigi, publication=live, files=[factories.text_upload("二版.txt", "二版")])
    client.force_login(tochigi)
    page = text(client.get(f"/guidelines/{live.pk}/?file={draft.files.get().pk}"))
    assert "この番号のファイルは第2版のものです" in notes(page)


# --- the page of an address ---


@pytest.mark.parametrize(
    ("wanted", "number", "said"),
    [
        ("２", 2, ""),
        (" 3 ", 3, ""),
        ("99", 3, "注意：このファイルは3ページまでです。3ページ目を表示しています"),
        ("９９", 3, "注意：このファイルは3ページまでです。3ページ目を表示しています"),
        ("abc", 1, "注意：ページの指定が正しくないため、1ページ目を表示しています"),
        ("0", 1, "注意：ページの指定が正しくないため、1ページ目を表示しています"),
        ("-1", 1, "注意：ページの指定が正しくないため、1ページ目を表示しています"),
        ("", 1, ""),
    ],
)
def test_another_page_than_asked_for_is_said(client, kagawa, live, wanted, number, said):
    make_pdf(live, 3)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/", {"page": wanted}))
    assert f"（{number}/3ページ）" in page
    assert notes(page) == ([said] if said else [])


def test_turning_pages_keeps_the_place_and_the_open_text(client, kagawa, live):
    file = make_pdf(live, 3)
    client.force_login(kagawa)
    address = f"/guidelines/{live.pk}/?file={file.pk}&page=2"
    closed, opened = text(client.get(address)), text(client.get(f"{address}&text=open"))
    assert 'id="viewer"' in closed
    assert 'action="#viewer"' in closed
    for page, rest in ((closed, ""), (opened, "&amp;text=open")):
        links = re.findall(r'rel="(?:prev|next)"\s+href="([^"]*)"', page)
        assert links == [f"?file={file.pk}&amp;page={number}{rest}#viewer" for number in (1, 3)]
        assert bool(re.search(r"<details[^>]*viewer__text[^>]*\sopen", page)) == bool(rest)
        assert ('name="text" value="open"' in page) == bool(rest)


def test_several_files_are_named_in_the_title_and_above_the_page(client, kagawa, tochigi, secretariat):
    uploads = [factories.text_upload("本編.txt", "本編"), factories.text_upload("別紙.txt", "別紙")]
    live = factories.make_live(tochigi, reviewer=secretariat, files=uploads)
    File.objects.filter(edition__publication=live).update(page_count=2)
    client.force_login(kagawa)
    for file in File.objects.filter(edition__publication=live):
        page = text(client.get(f"/guidelines/{live.pk}/?file={file.pk}"))
        assert f"（{file.name} 1/2ページ）｜" in page
        assert re.search(rf'class="viewer__name">{file.name}<', page)
        assert re.findall(r'class="tag"[^>]*aria-current="true"\s*>([^<]*)</a>', page) == [file.name]


def test_slides_are_called_slides_and_counted_as_sheets_of_paper(client, kagawa, live):
    file = make_pdf(live, 7, kind="pptx")
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/?file={file.pk}"))
    assert "（1/7枚）" in page
    assert '<label for="pg"><span class="vh">表示する</span>スライド</label>' in page
