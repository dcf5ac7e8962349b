"""Conditions on the page of results: facets with counts, field words, scope."""

import random
import re
from datetime import date

import pytest

from library import facets
from library.models import Visibility
from search.indexing import index
from search.lookup import finding
from tests import factories
from tests.search.answers import follow, search
from tests.search.live import make_found


@pytest.fixture
def three(tochigi, kagawa) -> None:
    secrecy = factories.make_theme()
    for number, (by, title, day) in enumerate(
        [
            (tochigi, "栃木の要綱", date(2023, 5, 1)),
            (tochigi, "栃木の手引き", date(2024, 5, 1)),
            (kagawa, "香川の要綱", date(2024, 6, 1)),
        ]
    ):
        live = make_found(by, title, "要約のこと", issued_on=day)
        if number:
            live.live_edition.themes.set([secrecy])
        facets.refresh([live.pk])
        index.index(live.pk)


def test_numbers_beside_the_facets(client, kagawa, three):
    client.force_login(kagawa)
    page = search(client, "要約")
    assert page.numbers == {
        ("kind", "guideline"): 3, ("theme", "secrecy"): 2, ("region", "関東"): 2, ("region", "四国"): 1,
        ("pref", "09"): 2, ("pref", "37"): 1, ("fy", "2024"): 2, ("fy", "2023"): 1,
        ("format", "text"): 3,
    }  # fmt: skip
    chosen = search(client, "要約", pref="09")
    assert sorted(chosen.titles) == ["栃木の手引き", "栃木の要綱"]
    assert (chosen.numbers["pref", "37"], chosen.numbers["fy", "2024"]) == (1, 1)
    assert "都道府県：栃木県" in chosen.plain
    assert follow(client, chosen.link("都道府県：栃木県の条件を外す")).total == 3


@pytest.mark.parametrize("best", [300, 2], ids=["all ranked", "some ranked"])
def test_each_number_is_what_the_choice_gives(client, tochigi, kagawa, observer, monkeypatch, best):
    monkeypatch.setattr(finding, "BEST", best)
    chance = random.Random(5)
    themes = [factories.make_theme(name, f"テーマ{name}") for name in "abc"]
    for number in range(16):
        live = make_found(
            chance.choice([tochigi, kagawa]),
            f"資料{number}",
            chance.choice(["要約のこと", "要約と画像のこと", "画像"]),
            issued_on=date(chance.randint(2021, 2024), 5, 1),
            visibility=chance.choice([Visibility.MEMBERS, Visibility.PUBLIC, Visibility.SECRETARIAT]),
        )
        live.live_edition.themes.set(chance.sample(themes, 2))
        facets.refresh([live.pk])
    for user in (kagawa, observer):
        client.force_login(user)
        for typed in ("要約", "要約 画像"):
            for name, value in search(client, typed).numbers:
                here = search(client, typed, **{name: value})
                assert here.total == search(client, typed).numbers[name, value], (typed, name, value)
                assert len(here.titles) == min(here.total, 10)
                for (other, second), number in here.numbers.items():
                    if other != name:
                        both = search(client, typed, **{name: value, other: second})
                        assert both.total == number, (typed, name, value, other, second)


@pytest.mark.parametrize(
    ("typed", "titles", "pill"),
    [
        ("要約 県:栃木", ["栃木の手引き", "栃木の要綱"], "都道府県：栃木県"),
        ("要約 県:栃木県", ["栃木の手引き", "栃木の要綱"], "都道府県：栃木県"),
        ("pref:09 要約", ["栃木の手引き", "栃木の要綱"], "都道府県：栃木県"),
        ("要約 年度：令和６", ["栃木の手引き", "香川の要綱"], "公表した年度：令和6年度"),
        ("要約 year:2023", ["栃木の要綱"], "公表した年度：令和5年度"),
        ("要約 年度:R5年度", ["栃木の要綱"], "公表した年度：令和5年度"),
        ("要約 テーマ:機密性", ["栃木の手引き", "香川の要綱"], "課題・テーマ：機密性"),
        ("要約 種別:「ガイドライン」", ["栃木の手引き", "栃木の要綱", "香川の要綱"], "種類：ガイドライン"),
        ("題名:要綱 要約", ["栃木の要綱", "香川の要綱"], ""),
        ("題名:要綱", ["栃木の要綱", "香川の要綱"], ""),
        ("要約 題名:栃木 題名:手引き", ["栃木の手引き"], ""),
        ("要約 県:栃木 題名:手引き", ["栃木の手引き"], "都道府県：栃木県"),
    ],
    ids=[
        "short",
        "whole",
        "code",
        "wide year",
        "western",
        "era",
        "theme",
        "kind",
        "title",
        "title alone",
        "two",
        "mixed",
    ],
)
def test_field_words(client, kagawa, three, typed, titles, pill):
    client.force_login(kagawa)
    page = search(client, typed)
    assert sorted(page.titles) == sorted(titles)
    assert pill in page.plain
    assert ("適用中の条件" in page.plain) == bool(pill)


def test_a_field_word_that_names_nothing_is_a_word_and_that_is_said(client, kagawa, three):
    client.force_login(kagawa)
    page = search(client, "要約 県:要綱")
    assert sorted(page.titles) == ["栃木の要綱", "香川の要綱"]
    assert "「県:要綱」に当たる都道府県はないため、言葉として探しました" in page.plain


def test_a_condition_is_never_left_out_in_silence(client, kagawa, three):
    client.force_login(kagawa)
    page = search(client, "要約 -県:手引き")
    assert sorted(page.titles) == ["栃木の要綱", "香川の要綱"]
    assert "「手引き」という言葉のないページとして探しました" in page.plain


def test_titles_only(client, kagawa, three):
    client.force_login(kagawa)
    assert search(client, "要約", part="title").total == 0
    page = search(client, "要綱", part="title")
    assert sorted(page.titles) == ["栃木の要綱", "香川の要綱"]
    assert page.pages == []
    assert search(client, "要綱 要約").total == 2
    assert search(client, "要綱 要約", part="title").total == 0


def test_conditions_stay_in_every_form_and_link(client, kagawa, three):
    client.force_login(kagawa)
    page = search(client, "要約", pref="09", sort="new", part="all", fy=["2023", "2024"])
    for form in ("bigsearch", "toolbar__sort", "facets"):
        inside = re.search(rf'class="[^"]*{form}".*?</form>', page.main, re.DOTALL)[0]
        for field in ('name="pref"', 'name="fy"'):
            assert field in inside, form
    assert 'value="new" selected' in page.main
    saved = page.link("CSV（2件）")
    assert "pref=09" in saved
    assert "sort=new" in saved


@pytest.mark.parametrize("typed", ["県:栃木", "県：栃木県　", "pref:09"])
def test_a_condition_alone_shows_all_documents_under_it(client, kagawa, three, typed):
    client.force_login(kagawa)
    response = client.get("/search/", {"q": typed})
    assert (response.status_code, response["Location"]) == (302, "/guidelines/?pref=09")
    page = client.get(response["Location"]).content.decode()
    assert "栃木の手引き" in page
    assert "香川の要綱" not in page
    assert client.get("/search/", {"q": "年度:令和6 テーマ:機密性"})["Location"].startswith(
        "/guidelines/?fy=2024&theme="
    )


def test_a_condition_without_a_value_is_told(client, kagawa, three):
    client.force_login(kagawa)
    assert "「年度:」のすぐ後ろに、値を空けずに入れてください" in search(client, "年度:").plain


def test_boxes_are_as_the_address_says_also_on_the_way_back(client, kagawa, three):
    """A browser would tick what was ticked when the page was left."""
    client.force_login(kagawa)
    for address in ("/search/?q=要約", "/guidelines/"):
        page = client.get(address).content.decode()
        assert '<form class="facets"' in page
        form = page.partition('<form class="facets"')[2].partition(">")[0]
        assert 'autocomplete="off"' in form, address
