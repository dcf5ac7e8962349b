"""What a saved view says is new, and how many it counts: for whoever looks, since they last looked."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import clock
from library.models import Publication, SavedView, SavedViewVisit, Visibility
from tests import factories
from tests.library.saved_views import LIST, SEARCH, of, plain, published, save
from tests.search.live import make_found


@pytest.fixture
def days(monkeypatch):
    """`days(3)`: three days later than the beginning of the test."""
    began = clock.now()

    def turn(number: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(days=number))

    turn(0)
    return turn


@pytest.mark.parametrize(
    ("page", "query", "label"),
    [(SEARCH, "q=要約", "検索・「要約」"), (LIST, "pref=09", "都道府県：栃木県"), (LIST, "q=手順書", "言葉：手順書")],
)  # fmt: skip
def test_news_are_what_was_published_since_the_last_visit(tochigi, kagawa, days, page, query, label):
    old = make_found(tochigi, "手順書 古い資料", "要約の手順")
    days(1)
    view = save(kagawa, page=page, query=query)
    days(2)
    published(make_found(tochigi, "手順書 新しい資料", "要約の手順"), clock.now())
    published(make_found(kagawa, "別の資料", "ほかの話"), clock.now())
    days(3)
    client = of(kagawa)
    assert "要約の資料" in plain(client.get("/"))
    assert "新着1件" in plain(client.get("/")).partition("保存した条件")[2].partition("すべて見る")[2][:60]
    row = plain(client.get("/me/views/"))
    assert label in row
    assert "2件・新着1件" in row
    opened = client.get(f"/me/views/{view.pk}/", follow=True)
    assert f"view={view.pk}" in opened.redirect_chain[0][0]
    assert "保存したとき（" in plain(opened)
    told = plain(opened).partition("から新しい資料1件")[2].partition("この条件を保存する")[0]
    assert ("栃木県手順書新しい資料" in told, "古い" in told) == (True, False)
    assert "新着なし" in plain(client.get("/me/views/"))
    assert "から新しい資料1件" in plain(client.get(f"/me/views/{view.pk}/", follow=True)), "soon opened again"
    days(4)
    published(old, clock.now())
    days(5)
    again = plain(client.get(f"/me/views/{view.pk}/", follow=True))
    assert "前回（" in again
    assert ("から新しい資料1件" in again, "手順書古い資料" in again.partition("この条件を保存する")[0]) == (True, True)
    days(6)
    assert "から新しい資料はありません" in plain(client.get(f"/me/views/{view.pk}/", follow=True))


def test_the_words_of_two_views_differ_where_they_find_other_things(tochigi):
    for page, query in (
        (SEARCH, "q=要約"), (SEARCH, "q=要約&part=title"), (SEARCH, "q=要約&part=letters"), (SEARCH, "q=要約&exact=1"),
        (SEARCH, "q=要約&sort=new&pref=09"), (LIST, "pref=09&sort=updated"), (LIST, ""),
    ):  # fmt: skip
        save(tochigi, name=query or "すべて", page=page, query=query)
    page = plain(of(tochigi).get("/me/views/"))
    for said in (
        "検索・「要約」、題名だけ", "検索・「要約」、文字の並び（語の途中も）", "検索・「要約」、入力した言葉だけ",
        "検索・「要約」、公表・改定の新しい順、都道府県：栃木県",
        "ガイドライン・資料・都道府県：栃木県、登録の新しい順",
    ):  # fmt: skip
        assert page.count(said) == 1, said


def test_only_asking_for_the_head_is_no_visit(tochigi, kagawa, days):
    view = save(tochigi)
    days(1)
    published(make_found(kagawa, "見本", "要約の手順"), clock.now())
    days(2)
    assert of(tochigi).head(f"/me/views/{view.pk}/").status_code == 302
    assert "新着1件" in plain(of(tochigi).get("/me/views/"))


def test_each_has_their_own_last_visit(tochigi, tochigi2, kagawa, days):
    view = save(tochigi, is_shared="on")
    days(1)
    published(make_found(kagawa, "見本", "要約の手順"), clock.now())
    days(2)
    assert "新着1件" in plain(of(tochigi).get("/me/views/"))
    of(tochigi).get(f"/me/views/{view.pk}/")
    assert "新着なし" in plain(of(tochigi).get("/me/views/"))
    assert "新着1件" in plain(of(tochigi2).get("/me/views/"))
    assert SavedViewVisit.objects.filter(view=view).count() == 1


def test_numbers_are_those_of_the_reader_not_of_the_maker(tochigi, kagawa, secretariat, observer, days):
    """The same view, kept by people who see more and less."""
    for page, query in ((SEARCH, "q=要約"), (LIST, "q=見本")):
        for person in (tochigi, kagawa, secretariat, observer):
            save(person, name=page, page=page, query=query)
    days(1)
    for level in Visibility:
        published(make_found(tochigi, f"見本 目印{level}", "要約の手順", visibility=level), clock.now())
    days(2)
    seen = {}
    for person in (tochigi, kagawa, secretariat, observer):
        page = plain(of(person).get("/me/views/"))
        seen[person.email.partition("@")[0]] = re.findall(r"(\d)件・新着(\d)件", page)
        for view in SavedView.objects.filter(owner=person):
            opened = of(person).get(f"/me/views/{view.pk}/", follow=True).content.decode()
            assert "目印0" not in opened or person in {tochigi, secretariat}
    counts = {"tochigi": "4", "kagawa": "3", "secretariat": "4", "observer": "2"}
    assert seen == {name: [(number, number)] * 2 for name, number in counts.items()}


def test_a_shared_view_counts_for_whoever_looks(tochigi, tochigi2, kagawa, days):
    """Its maker moved where less is seen of it; the colleague's numbers are the colleague's."""
    save(tochigi, is_shared="on")
    days(1)
    hidden = published(make_found(kagawa, "見本", "要約の手順", visibility=Visibility.SECRETARIAT), clock.now())
    assert "0件・新着なし" in plain(of(tochigi2).get("/me/views/"))
    SavedView.objects.update(body=kagawa.organization)
    assert "1件・新着1件" in plain(of(kagawa).get("/me/views/"))
    Publication.objects.filter(pk=hidden.pk).update(
        state="withdrawn", withdrawn_at=clock.now(), withdrawn_by=kagawa, closed_reason="x"
    )
    assert "0件・新着なし" in plain(of(kagawa).get("/me/views/"))


def test_a_view_of_another_body_is_no_view_in_an_address(tochigi, kagawa, days):
    view = save(tochigi, name="ひみつの名前", is_shared="on")
    client = of(kagawa)
    same = re.compile(r'name="(csrfmiddlewaretoken|once)" value="\w+"|view=\d+')
    pages = [same.sub("", client.get(f"/search/?q=要約&view={pk}").content.decode()) for pk in (view.pk, 987654)]
    assert pages[0] == pages[1]
    for pk in ("x", "", "9" * 30, "-1", "１"):
        assert of(tochigi).get("/search/", {"q": "要約", "view": pk}).status_code == 200


def test_conditions_that_are_gone_are_left_out_and_said(tochigi):
    theme = factories.make_theme("rare", "稀なテーマ")
    view = save(tochigi, page=LIST, query="theme=rare&kind=guideline")
    theme.delete()
    opened = of(tochigi).get(f"/me/views/{view.pk}/", follow=True)
    assert opened.status_code == 200
    assert "課題・テーマの指定が正しくないため外しました" in plain(opened)
    assert of(tochigi).get("/me/views/").status_code == 200


def test_a_search_that_took_too_long_shows_a_dash(tochigi, days, settings):
    save(tochigi)
    save(tochigi, name="一覧", page=LIST, query="")
    days(1)
    published(make_found(tochigi, "見本", "要約の手順"), clock.now())
    settings.LIMITS = replace(settings.LIMITS, search_seconds=0)
    assert sorted(re.findall("新着(?:—|1件)", plain(of(tochigi).get("/")))) == ["新着1件", "新着—"]
    assert "—件・新着—" in plain(of(tochigi).get("/me/views/"))
    assert "1件・新着1件" in plain(of(tochigi).get("/me/views/"))


def test_ten_are_counted_at_once(tochigi):
    for number in range(12):
        save(tochigi, name=f"条件{number}")
    home, first, second = (plain(of(tochigi).get(address)) for address in ("/", "/me/views/", "/me/views/?page=2"))
    assert re.findall(r"条件\d+", home) == [f"条件{number}" for number in range(11, 6, -1)]
    assert re.findall(r"条件(\d+)検索", first) == [str(number) for number in range(11, 1, -1)]
    assert re.findall(r"条件(\d+)検索", second) == ["1", "0"]
    assert reverse("me:views") in of(tochigi).get("/me/").content.decode()


def cost(client: Client, address: str) -> int:
    """How often something is read; PostgreSQL is besides told how long that may take."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum(query["sql"].startswith("SELECT") for query in queries)


def test_the_home_page_asks_nothing_more_of_views_in_which_nothing_is_new(tochigi):
    client, costs = of(tochigi), []
    make_found(tochigi, "見本", "要約の手順")
    for number in range(6):
        save(tochigi, name=f"条件{number}", page=(LIST, SEARCH)[number % 2], query="q=要約&pref=09")
        costs.append(cost(client, "/"))
    assert costs == [costs[0]] * 6
    assert costs[0] <= 14 + 1, "and one for the facet that they have chosen"


def test_what_is_new_costs_the_same_for_one_three_and_fifty(tochigi, days):
    """Five are looked at, with few statements each; names of vocabularies once for lists, once for searches."""
    for number in range(6):
        save(tochigi, name=f"条件{number}", page=(LIST, SEARCH)[number % 2], query="q=見本&pref=09")
    days(1)
    costs = []
    for rows in (1, 3, 50):
        while Publication.objects.count() < rows:
            published(make_found(tochigi, "見本"), clock.now())
        costs.append(cost(of(tochigi), "/"))
    assert costs == [costs[0]] * 3
    assert costs[0] <= 14 + 2 * 3 + 5 * 5
