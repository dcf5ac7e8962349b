"""Words that very many pages have, and letters that would take long to look for: nothing is wrong or left unsaid."""

import pytest

from library.models import Visibility
from search.answers import within_words
from search.lookup import finding
from search.models import SearchRow
from search.query import parse
from tests.search.answers import search
from tests.search.live import make_found

pytestmark = pytest.mark.django_db

PARTIAL = "該当するページがとても多いため、数は途中までのものです"
LONG = "ほかにもいろいろなことを、ここに長く書いておくと、一つの言葉の割合は低くなります。" * 3


@pytest.fixture
def common(monkeypatch, tochigi):
    """The word is very common from three pages on; one page is about it."""
    monkeypatch.setattr(finding, "VERY_COMMON", 2)
    about = make_found(tochigi, "短い資料", "要約 要約 要約 要約 要約")
    for number in range(3):
        make_found(tochigi, f"長い資料{number}", f"要約のこと。{LONG}")
    return about


def test_all_pages_are_found_where_few_are_about_the_word(client, common, kagawa):
    client.force_login(kagawa)
    page = search(client, "要約")
    assert page.total == 4
    assert "すべての語を含むページはありません" not in page.plain
    assert PARTIAL not in page.plain


def test_where_enough_are_about_it_only_they_are_shown_and_it_is_said(client, common, kagawa, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 1)
    client.force_login(kagawa)
    page = search(client, "要約")
    assert page.titles == ["短い資料"]
    assert PARTIAL in page.plain


def test_hidden_pages_make_no_word_very_common(client, tochigi, kagawa, observer, monkeypatch):
    """However many: what this reader finds stays the same."""
    monkeypatch.setattr(finding, "VERY_COMMON", 3)
    monkeypatch.setattr(finding, "FEW", 1)
    make_found(tochigi, "短い資料", "要約 要約 要約 要約 要約", visibility=Visibility.PUBLIC)
    make_found(tochigi, "長い資料", f"要約のこと。{LONG}", visibility=Visibility.PUBLIC)
    client.force_login(observer)
    assert search(client, "要約").titles == ["短い資料", "長い資料"]
    for number in range(4):
        make_found(kagawa, f"閉じた資料{number}", f"要約のこと。{LONG}", visibility=Visibility.SECRETARIAT)
    page = search(client, "要約")
    assert page.titles == ["短い資料", "長い資料"]
    assert PARTIAL not in page.plain


def test_numbers_beside_other_searches_are_of_all_pages(common, kagawa, monkeypatch):
    """Although the word is very common: they are shown as exact."""
    monkeypatch.setattr(finding, "FEW", 1)
    (found,) = finding.with_every_word(kagawa, [(parse("要約"), SearchRow.objects.all())])
    assert len(found) == 4


def test_it_is_said_where_a_quotation_was_looked_for_in_the_best_pages_only(client, common, kagawa, monkeypatch):
    client.force_login(kagawa)
    for typed in ('"要約のこと"', '要約 -"別のこと"'):
        assert PARTIAL not in search(client, typed).plain
    monkeypatch.setattr(finding, "BEST_OF_PHRASE", 3)
    for typed in ('"要約のこと"', '要約 -"別のこと"'):
        assert PARTIAL in search(client, typed).plain


@pytest.mark.parametrize(("without", "number"), [("", 3), ('-"ほかにも"', 0), ('-"別のこと"', 3)])
def test_a_quotation_is_counted_in_all_pages(common, kagawa, monkeypatch, without, number):
    monkeypatch.setattr(finding, "BEST_OF_PHRASE", 1)
    asked = [(parse(f'"要約のこと" {without}'), SearchRow.objects.all())]
    (found,) = finding.with_every_word(kagawa, asked)
    assert len(found) == number


def test_beyond_the_best_a_facet_narrows_what_was_found(client, common, kagawa, monkeypatch):
    monkeypatch.setattr(finding, "VERY_COMMON", 5_000)
    monkeypatch.setattr(finding, "BEST", 4)
    make_found(kagawa, "香川の資料", f"要約のこと。{LONG}")
    client.force_login(kagawa)
    assert search(client, "要約").total == 5
    narrowed = search(client, "要約", pref="09")
    assert (narrowed.total, "香川の資料" in narrowed.titles) == (4, False)
    assert len(narrowed.pages) == 4


def test_letters_within_words_have_a_share_of_the_time(client, tochigi, kagawa, monkeypatch):
    make_found(tochigi, "資料", "消防法のこと")
    client.force_login(kagawa)
    assert "語の途中に含むページ" in search(client, "防法").plain
    monkeypatch.setattr(within_words, "_SECONDS", 0)
    page = search(client, "防法")
    assert "時間がかかりすぎるため探すのを途中でやめました" in page.plain
