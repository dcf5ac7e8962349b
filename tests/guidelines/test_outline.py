"""The way through a file by its headings, and what is said of pages that hide, or cannot be read."""

import re

import pytest

from guidelines.outline import Entry, outline_of
from library.models import File, Page, Publication, Reading
from tests import factories
from tests.guidelines.test_detail import make_pdf, set_page, text

pytestmark = pytest.mark.django_db


def shape(entries: list[Entry]) -> list:
    return [(entry.title, shape(entry.below)) if entry.below else entry.title for entry in entries]


def test_levels_are_nested_three_deep_and_none_is_made_up():
    rows = [(1, "章", 1), (3, "項", 1), (2, "節", 2), (3, "小", 3), (4, "細", 3), (1, "次", 5), (2, "節二", 6)]
    made = outline_of(rows, 4, str)
    assert shape(made.entries) == [("章", ["項", ("節", ["小", "細"])]), ("次", ["節二"])]
    assert made.count == 7
    assert made.entries[0].below[1].address == "2"


@pytest.mark.parametrize(("number", "title"), [(1, "章"), (2, "節"), (3, "節"), (4, "節"), (9, "次")])
def test_one_entry_is_marked(number, title):
    made = outline_of([(1, "章", 1), (2, "節", 2), (1, "次", 5), (2, "同じ", 5)], number, str)
    entries = [made.entries[0], *made.entries[0].below, *made.entries[1:], *made.entries[1].below]
    marked = [entry.title for entry in entries if entry.is_current]
    assert len(marked) == 1
    assert marked == [title] or number == 9
    assert not outline_of([], 1, str)


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    return factories.make_live(tochigi, reviewer=secretariat, title="利用の手引き")


def test_bookmarks_of_a_pdf_lead_to_its_pages(client, kagawa, live):
    file = make_pdf(live, 30)
    File.objects.filter(pk=file.pk).update(outline=[[1, "はじめに", 1], [2, "目的 <b>", 3], [1, "利用", 12]])
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/?page=12"))
    links = re.findall(r'page=(\d+)#viewer"\s*(aria-current="true")?\s*>([^<]+)</a>\s*(?:</li>|<ol)', page)
    assert links == [("1", "", "はじめに"), ("3", "", "目的 &lt;b&gt;"), ("12", 'aria-current="true"', "利用")]
    assert "件の見出し" not in page
    File.objects.filter(pk=file.pk).update(outline=[[1, f"第{n}章", n] for n in range(1, 30)])
    assert "29件の見出し" in text(client.get(f"/guidelines/{live.pk}/"))


def test_a_page_whose_text_is_broken_says_so(client, kagawa, live):
    file = make_pdf(live, 2)
    Page.objects.filter(file=file, number=1).update(source="broken", text="", raw="\ue001")
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/"))
    assert "この資料は文字の情報が壊れているため、画像で表示しています。検索とコピーはできません。" in page
    assert "文字が入っていません" not in page
    assert "壊れている" not in text(client.get(f"/guidelines/{live.pk}/?page=2"))


def test_hidden_parts_are_marked_and_notes_stand_apart(client, kagawa, live):
    file = factories.first_file(live)
    File.objects.filter(pk=file.pk).update(kind="pptx", page_count=2, reading=Reading.DONE)
    Page.objects.filter(file=file).delete()
    block = [{"t": "p", "text": "本文"}]
    set_page(file, 1, label="一枚目", text="本文", blocks=block, is_hidden=True, notes="話す人の<b>覚え")
    set_page(file, 2, label="二枚目", text="本文", blocks=block)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/"))
    assert "このスライドは、元のファイルでは表示しない設定になっています。" in page
    assert re.search(r"発表者のメモ</summary>\s*<div[^>]*><p>話す人の&lt;b&gt;覚え</p>", page)
    other = text(client.get(f"/guidelines/{live.pk}/?page=2"))
    assert "表示しない設定" not in other
    assert "発表者のメモ" not in other


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_old_and_open_sheets_are_shown_as_sheets(client, kagawa, live, kind):
    file = factories.first_file(live)
    File.objects.filter(pk=file.pk).update(kind=kind, page_count=1, reading=Reading.DONE)
    set_page(file, 1, label="集計", text="本文", blocks=[{"t": "p", "text": "本文"}])
    client.force_login(kagawa)
    assert "page-text--sheet" in text(client.get(f"/guidelines/{live.pk}/"))
