"""What stands in rows, heads and on paper, and the files of editions that are not the newest."""

import re

import pytest

from library import actions
from library.models import File, Page, Publication, Reading
from tests import factories
from tests.guidelines.live import make_row
from tests.guidelines.test_detail import make_pdf, revise, set_page, text


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    return factories.make_live(tochigi, reviewer=secretariat, title="利用の手引き", revised_on="2024-06-01")


def printed(page: str) -> list[str]:
    words = re.search(r'<p class="print-only">(.*?)</p>', page, re.DOTALL)[1]
    return [re.sub(r"<[^>]*>", "", line).strip() for line in words.split("<br>")]


def test_no_blank_stands_before_a_separator(client, kagawa, live):
    client.force_login(kagawa)
    for address in ("/guidelines/", f"/guidelines/{live.pk}/"):
        meta = re.findall(r'<p class="meta">(.*?)</p>', text(client.get(address)), re.DOTALL)
        parts = [part for part in meta if "meta__sep" in part and "改定" in part]
        assert parts, address
        assert [part for part in parts if re.search(r'\s<span\s+class="meta__sep"|\s、', part)] == []


def test_files_of_an_old_edition_are_listed_with_their_downloads(client, kagawa, tochigi, secretariat, live):
    old = factories.first_file(live)
    client.force_login(kagawa)
    assert "この版のファイル" not in text(client.get(f"/guidelines/{live.pk}/v/1/about/"))
    revise(live, tochigi, secretariat)
    page = text(client.get(f"/guidelines/{live.pk}/v/1/about/"))
    assert "この版のファイル" in page
    assert f'href="/files/{old.pk}/download/"' in page
    assert f'href="/guidelines/{live.pk}/v/1/?file={old.pk}"' in page
    assert "二版.txt" not in page


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_sheet_has_the_whole_width_and_its_outline_above(client, kagawa, live, kind):
    file = factories.first_file(live)
    File.objects.filter(pk=file.pk).update(kind=kind, page_count=2, reading=Reading.DONE)
    Page.objects.filter(file=file).delete()
    for number in (1, 2):
        set_page(file, number, label=f"名前{number}", text="本文", blocks=[{"t": "p", "text": "本文"}])
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/"))
    assert page.count('id="h-outline"') == 1
    assert ("doc--aside" not in page) == (kind == "xlsx")
    assert (page.index('id="h-outline"') < page.index('class="viewer__bar')) == (kind == "xlsx")


# --- on paper ---


def test_a_printed_page_says_which_and_from_where(client, kagawa, tochigi, secretariat, live, settings):
    file = make_pdf(live, 3)
    client.force_login(kagawa)
    place, address, when = printed(text(client.get(f"/guidelines/{live.pk}/?page=2")))
    assert place == f"{file.name} 2/3ページ"
    assert address == f"{settings.BASE_URL}/guidelines/{live.pk}/v/1/?file={file.pk}&amp;page=2"
    assert re.fullmatch(r"印刷した日時：令和\d+年\d+月\d+日（\d{4}-\d{2}-\d{2}）\d+:\d{2}", when)
    for tab in ("about/", "files/", "versions/"):
        lines = printed(text(client.get(f"/guidelines/{live.pk}/{tab}")))
        assert lines[0] == f"{settings.BASE_URL}/guidelines/{live.pk}/{tab}"


def test_a_printed_list_says_its_page_and_its_conditions(client, tochigi, settings):
    for number in range(11):
        make_row(tochigi, f"資料{number}")
    client.force_login(tochigi)
    page = text(client.get("/guidelines/?pref=09&page=2"))
    place, address, when = printed(page)
    assert place == "一覧の2/2ページ（11件）"
    assert address == f"{settings.BASE_URL}/guidelines/?pref=09&amp;page=2"
    assert when.startswith("印刷した日時：")
    assert "都道府県：栃木県" in page


# --- at home ---


def test_what_came_back_says_since_when(client, tochigi, secretariat):
    edition = factories.make_submitted(tochigi)
    actions.send_back(edition, by=secretariat, reason="出典を書いてください")
    factories.make_draft(tochigi, title="書きかけ")
    client.force_login(tochigi)
    since = re.findall(r'<span\s+class="task__since"\s*>(.*?)</span', text(client.get("/")), re.DOTALL)
    assert [re.sub(r"<[^>]*>|[^月日に差し戻しから]", "", words) for words in since] == ["月日に差し戻し", "月日から"]
