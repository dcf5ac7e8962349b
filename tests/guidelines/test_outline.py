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
    made = outline_of([(*row, 7) for row in rows], 4, lambda page, place: f"{page}-{place}")
    assert shape(made.entries) == [("章", ["項", ("節", ["小", "細"])]), ("次", ["節二"])]
    assert made.count == 7
    assert made.entries[0].below[1].address == "2-7"


@pytest.mark.parametrize(("number", "title"), [(1, "章"), (2, "節"), (3, "節"), (4, "節"), (9, "次")])
def test_one_entry_is_marked(number, title):
    rows = [(1, "章", 1, 0), (2, "節", 2, 0), (1, "次", 5, 0), (2, "同じ", 5, 0)]
    made = outline_of(rows, number, lambda *_: "")
    entries = [made.entries[0], *made.entries[0].below, *made.entries[1:], *made.entries[1].below]
    marked = [entry.title for entry in entries if entry.is_current]
    assert len(marked) == 1
    assert marked == [title] or number == 9
    assert not outline_of([], 1, lambda *_: "")


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


def make_section(live: Publication, *titles: str, pages: int = 1, kind: str = "docx") -> File:
    """Its file as a text of sections that all have these headings, read and outlined."""
    file = factories.first_file(live)
    blocks = [block for title in titles for block in ({"t": "h", "level": 1, "text": title}, {"t": "p", "text": "文"})]
    rows = [[1, title, page, place] for page in range(1, pages + 1) for place, title in enumerate(titles, start=1)]
    File.objects.filter(pk=file.pk).update(kind=kind, page_count=pages, reading=Reading.DONE, outline=rows)
    for number in range(1, pages + 1):
        set_page(file, number, text="本文", blocks=blocks)
    return file


def links_of(page: str) -> list[tuple[str, str]]:
    (outline,) = re.findall(r'<nav class="outline.*?</nav>', page, re.DOTALL) or [""]
    return re.findall(r'href="([^"]*)"[^>]*>([^<]+)</a>', outline)


def test_headings_within_a_section_are_led_to_themselves(client, kagawa, live):
    file = make_section(live, "目的", "利用 <b>", "目的")
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/"))
    query = f"?file={file.pk}&amp;page=1"
    assert links_of(page) == [(f"{query}#h1", "目的"), (f"{query}#h2", "利用 &lt;b&gt;"), (f"{query}#h3", "目的")]
    for place, title in enumerate(("目的", "利用 &lt;b&gt;", "目的"), start=1):
        assert f'<h3 id="h{place}">{title}</h3>' in page
    opened = text(client.get(f"/guidelines/{live.pk}/?text=open"))
    assert links_of(opened)[1][0] == f"{query}&amp;text=open#h2"


def test_headings_of_other_sections_are_led_to_there(client, kagawa, live):
    file = make_section(live, "目的", "利用", pages=2)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/?page=2"))
    assert [address for address, _ in links_of(page)] == [
        f"?file={file.pk}&amp;page={number}#h{place}" for number in (1, 2) for place in (1, 2)
    ]


@pytest.mark.parametrize("rows", [[[1, "目的", 1]], [[1, "目的", 1], [2, "利用", 1]], [[1, "目的", 1, 1]], []])
def test_a_text_of_one_page_has_no_outline_that_leads_nowhere(client, kagawa, live, rows):
    """What an older reader kept knows of pages only."""
    file = make_section(live, "目的", "利用")
    File.objects.filter(pk=file.pk).update(outline=rows)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/"))
    assert 'id="h-outline"' not in page
    assert '<h3 id="h2">利用</h3>' in page


def test_what_an_older_reader_kept_leads_to_its_pages(client, kagawa, live):
    file = make_section(live, "目的", "利用", pages=2)
    File.objects.filter(pk=file.pk).update(outline=[[1, "目的", 1], [1, "利用", 2]])
    client.force_login(kagawa)
    addresses = [address for address, _ in links_of(text(client.get(f"/guidelines/{live.pk}/")))]
    assert addresses == [f"?file={file.pk}&amp;page={number}#viewer" for number in (1, 2)]


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
