"""From a hit into the document: from hit to hit, and looking within it."""

import random
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library import actions
from library.models import File, Reading, Visibility
from search.answers import results
from search.indexing import index
from search.lookup import finding, in_publication
from search.lookup.in_publication import Step
from search.models import SearchRow, Synonym
from tests import factories
from tests.search.conftest import write_pages
from tests.search.live import add_file, make_found
from tests.search.viewer import bar, drawn, listed, marks, way

pytestmark = pytest.mark.django_db

PAGES = ["はじめに", "議事録を作る。", "何もない。", "議事録の要約。", "おわりに"]


# --- from hit to hit ---


def test_from_a_hit_to_the_next_and_back(shelf, read):
    publication = shelf(PAGES)
    file = factories.first_file(publication)
    page = read(publication, page=2, q="議事録")
    assert bar(page).startswith("「議事録」を含むページ 1/2 次の該当ページ")
    assert marks(page) == ["議事録"]
    assert way(page, "前の該当ページ") == ""
    assert way(page, "次の該当ページ") == f"?file={file.pk}&page=4&q=%E8%AD%B0%E4%BA%8B%E9%8C%B2#viewer"
    page = read(publication, page=4, q="議事録")
    assert "2/2" in bar(page)
    assert "&page=2&" in way(page, "前の該当ページ")
    assert way(page, "次の該当ページ") == ""
    page = read(publication, page=3, q="議事録")
    assert "2件 （表示中のページにはありません）" in bar(page)
    assert ("&page=2&" in way(page, "前の該当ページ"), "&page=4&" in way(page, "次の該当ページ")) == (True, True)
    assert marks(page) == []


def test_turning_pages_keeps_the_words_until_they_are_put_away(shelf, read):
    publication = shelf(PAGES)
    page = read(publication, page=2, q="議事録")
    assert all("q=%E8%AD%B0" in address for address in re.findall(r'rel="(?:prev|next)"\s+href="([^"]*)"', page))
    assert re.search(r'<input\s+type="hidden"\s+name="q"\s+value="議事録"', page)
    assert re.search(r'name="in"[^>]*value="議事録"', page)
    without = way(page, "印を消す")
    assert without.endswith("&page=2#viewer")
    assert bar(read(publication, page=2)) == ""


def test_the_order_is_that_of_files_and_pages(shelf, read):
    uploads = [factories.text_upload("二.txt"), factories.text_upload("一.txt")]
    publication = shelf([], files=uploads)
    first, second = publication.live_edition.files.order_by("position")
    write_pages(second, ["議事録", "議事録"])
    write_pages(first, ["何もない", "議事録"])
    File.objects.filter(pk=first.pk).update(position=9)
    index.index(publication.pk)
    File.objects.filter(pk=first.pk).update(position=0)  # the order of reading, whatever that of the rows
    page = read(publication, file=second.pk, page=1, q="議事録")
    assert "2/3" in bar(page)
    assert f"file={first.pk}&page=2" in way(page, "前の該当ページ")
    assert f"file={second.pk}&page=2" in way(page, "次の該当ページ")
    assert [name for name, _ in listed(read(publication, **{"in": "議事録"}))] == [
        f"{first.name} 2ページ", f"{second.name} 1ページ", f"{second.name} 2ページ",
    ]  # fmt: skip


# --- looking within the document ---


def test_looking_within_a_document_lists_its_pages(shelf, read):
    publication, other = shelf(PAGES), shelf(["議事録の別の資料"])
    page = read(publication, page=3, **{"in": "議事録"})
    assert listed(page) == [
        ("2ページ", "<mark>議事録</mark>を作る。"),
        ("4ページ", "<mark>議事録</mark>の要約。"),
    ]
    assert "「議事録」を含むページ（2件）" in page
    assert f"/guidelines/{other.pk}/" not in page
    assert listed(read(publication, page=3, q="議事録")) == []
    assert way(read(publication, page=3, q="議事録"), "該当ページの一覧（2件）").endswith(
        "&page=3&in=%E8%AD%B0%E4%BA%8B%E9%8C%B2#viewer"
    )


def test_a_long_list_shows_sentences_for_the_first_and_ways_to_all(shelf, read):
    publication = shelf(["議事録"] * 25)
    page = read(publication, **{"in": "議事録"})
    assert len(listed(page)) == 20
    assert "ほか5件" in page
    assert re.findall(r'class="tag" href="[^"]*page=(\d+)', page) == ["21", "22", "23", "24", "25"]


def test_nothing_found_says_so_and_leads_to_all_documents(shelf, read):
    publication = shelf(PAGES)
    page = read(publication, **{"in": "予算"})
    assert bar(page).startswith("「予算」を含むページは、この資料にはありません。")
    assert way(page, "すべての資料から探す").endswith("?q=%E4%BA%88%E7%AE%97")
    assert "検索できるようになっていないページ" not in page
    for empty in ("", "　 ", "\0"):
        assert bar(read(publication, **{"in": empty})) == ""


def test_what_is_not_looked_through_yet_is_said(shelf, read, tochigi):
    publication = shelf(PAGES)
    file = factories.first_file(publication)
    said = "まだ検索できるようになっていないページがあります"
    File.objects.filter(pk=file.pk).update(pages_read=9)
    for words in ("予算", "議事録"):
        assert said in read(publication, by=tochigi, **{"in": words})
    File.objects.filter(pk=file.pk).update(reading=Reading.WAITING)
    for words in ("予算", "議事録"):
        assert said in read(publication, **{"in": words})


def test_letters_within_a_word_are_found_in_a_step_of_their_own(shelf, read):
    publication = shelf(["消防法の改正。", "防ぐ。", "憲法。"])
    page = read(publication, **{"in": "防法"})
    assert "「防法」を語の途中に含むページ（1件）" in page
    assert "別の語の一部として" in page
    assert listed(page)[0] == ("1ページ", "消<mark>防法</mark>の改正。")
    page = read(publication, page=1, q="防法")
    assert marks(page) == ["防法"]
    assert "1/1" in bar(page)
    drawn(publication, "消防法")
    assert read(publication, page=1, q="防法").count("<rect\n") == 1


def test_where_no_page_has_every_word_some_are_shown_and_that_is_said(shelf, read):
    publication = shelf(["議事録だけ。", "要約だけ。"])
    page = read(publication, **{"in": "議事録 要約"})
    assert "「議事録 要約」の一部の語を含むページ（2件）" in page
    assert "すべての語を含むページはありません。" in page
    assert [name for name, _ in listed(page)] == ["1ページ", "2ページ"]
    assert "ありません" in bar(read(publication, **{"in": '"議事録の要約"'}))


def test_a_page_of_which_only_the_title_has_the_word_is_no_hit(shelf, read):
    publication = shelf(["はじめに", "防災の備え"], title="防災の手引")
    assert "1/1" in bar(read(publication, page=2, q="防災"))
    assert "1/1" in bar(read(publication, page=2, q="手引 防災"))


def test_quotes_minus_and_other_words_count_as_in_a_search(shelf, read):
    Synonym.objects.create(word="議事録", others="会議録")
    publication = shelf(["会議録を読む。", "議事録を読む。画像", "生成とAI", "自動生成AI"])
    assert len(listed(read(publication, **{"in": "議事録"}))) == 2
    assert len(listed(read(publication, **{"in": "議事録", "exact": "1"}))) == 1
    assert "exact=1" in way(read(publication, q="議事録", exact="1"), "該当ページの一覧")
    assert [name for name, _ in listed(read(publication, **{"in": "議事録 -画像"}))] == ["1ページ"]
    assert [name for name, _ in listed(read(publication, **{"in": '"生成AI"'}))] == ["4ページ"]


@pytest.mark.parametrize(
    "typed", ["*", '"', "a" * 3000, "NEAR(議 事)", "'; --", "\\", "-", "：", "%_", "県:", "題名:議事録"]
)
def test_whatever_is_typed_is_answered(shelf, read, typed):
    publication = shelf(PAGES)
    for name in ("in", "q"):
        read(publication, page=2, **{name: typed})


# --- old editions, and for whom ---


def test_only_the_newest_edition_is_searched_and_others_say_so(shelf, client, tochigi, kagawa, secretariat):
    publication = shelf(PAGES)
    draft = factories.make_draft(tochigi, publication=publication)
    actions.submit(draft, by=tochigi, declared=True)
    client.force_login(tochigi)
    on_its_way = client.get(draft.get_absolute_url(), {"q": "議事録"}).content.decode()
    actions.publish(draft, by=secretariat, visibility=Visibility.MEMBERS)
    client.force_login(kagawa)
    old = client.get(publication.editions.get(number=1).get_absolute_url(), {"q": "議事録", "page": 2}).content.decode()
    for page in (on_its_way, old):
        assert "資料内の検索は、公開中の最新版だけでできます。" in page
        assert way(page, "最新版で「議事録」を探す").startswith(f"/guidelines/{publication.pk}/?in=")
        assert 'name="in"' not in page
        assert (marks(page), bar(page)) == ([], "")


def test_a_withdrawn_document_is_not_searched(shelf, read, tochigi, secretariat):
    publication = shelf(PAGES)
    actions.withdraw(publication, by=tochigi, reason="見直しのため")
    page = read(publication, by=secretariat, page=2, q="議事録")
    assert (bar(page), marks(page), 'name="in"' in page) == ("", [], False)


def test_a_file_that_is_kept_closer_gives_no_hit_and_no_number(shelf, read, kagawa, observer):
    uploads = [factories.text_upload("開いた.txt"), factories.text_upload("閉じた.txt")]
    publication = shelf([], visibility=Visibility.OBSERVERS, files=uploads)
    opened, closed = publication.live_edition.files.order_by("position")
    File.objects.filter(pk=closed.pk).update(visibility=Visibility.MEMBERS)
    write_pages(opened, ["議事録を読む"])
    write_pages(closed, ["議事録と、めずらしい語", "議事録"])
    index.index(publication.pk)
    for name in ("q", "in"):
        assert "1/3" in bar(read(publication, by=kagawa, **{name: "議事録"}))
        assert "1/1" in bar(read(publication, by=observer, **{name: "議事録"}))
    assert len(listed(read(publication, by=observer, **{"in": "議事録"}))) == 1
    for words in ("めずらしい", "ずらし"):
        assert "ありません" in bar(read(publication, by=observer, **{"in": words}))
        assert in_publication.find(observer, publication.live_edition, results.understood(words)) == []
    (group,) = in_publication.find(observer, publication.live_edition, results.understood("議事録"))
    assert group.places == ((opened.pk, 1),)


def test_the_number_of_queries_is_the_same_for_any_number_of_hits(shelf, client, kagawa):
    few, many = shelf(["議事録", "空"]), shelf(["議事録"] * 40)
    client.force_login(kagawa)
    for query in ("q=議事録", "in=議事録", "in=予算"):
        costs = []
        for publication in (few, many):
            client.get(publication.get_absolute_url())  # a view is noted once an hour
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{publication.get_absolute_url()}?{query}")
            costs.append(sum(query["sql"].startswith(("SELECT", "WITH")) for query in queries))
        assert costs[0] == costs[1], query
        assert costs[1] <= 20, query


# --- against the search everywhere ---


def test_every_piece_of_a_page_finds_it_and_every_hit_of_the_search_is_a_hit_here(shelf, kagawa):
    """The same pages as the search finds; but a page that only bears a title with the words is left out."""
    pool = [
        "生成AIの利用に関する規程",
        "消防法の改正",
        "議事録の要約",
        "個人情報の取扱い",
        "令和6年度の予算案",
        "データの保護",
    ]
    chance = random.Random(47)
    texts = ["、".join(chance.sample(pool, 2)) + "。" for _ in range(30)]
    publication = shelf(texts, title="個人情報の手引")
    edition = publication.live_edition
    numbers = dict(SearchRow.objects.exclude(number=0).values_list("pk", "number"))
    for _ in range(150):
        text = chance.choice(texts)
        begin = chance.randrange(len(text) - 6)
        piece = re.sub(r"[、。]", "", text[begin : begin + chance.randint(2, 6)])
        if len(piece) < 2:
            continue
        query = results.understood(piece)
        groups = {
            group.step: {number for _, number in group.places} for group in in_publication.find(kagawa, edition, query)
        }
        places = set().union(*groups.values())
        assert places >= {number for number, each in enumerate(texts, start=1) if piece in each}, piece
        found = finding.find(kagawa, query, among=SearchRow.objects.filter(publication=publication))
        every = {numbers[hit.row] for hit in found.pages if hit.has_all and hit.row in numbers}
        assert groups.get(Step.EVERY, set()) <= every, piece
        own = set(SearchRow.objects.get(number=0, file=None, publication=publication).title_words.split())
        if not own.intersection(query.words):
            assert groups.get(Step.EVERY, set()) == every, piece


def test_what_is_read_of_a_closer_file_is_told_to_nobody_else(client, tochigi, kagawa, secretariat):
    live = make_found(tochigi, "甲", "本文です", visibility=Visibility.PUBLIC)
    file = add_file(live, "内輪.txt", "内輪の文", by=tochigi)
    File.objects.filter(pk=file.pk).update(visibility=Visibility.MEMBERS)
    index.index(live.pk)
    said = "まだ検索できるようになっていないページ"
    File.objects.filter(pk=file.pk).update(pages_recognised=1)
    assert said not in client.get(f"/guidelines/{live.pk}/", {"in": "無い言葉"}).content.decode()
    for person, is_told in ((kagawa, False), (tochigi, True), (secretariat, True)):
        client.force_login(person)
        assert (said in client.get(f"/guidelines/{live.pk}/", {"in": "無い言葉"}).content.decode()) is is_told


def test_other_words_that_were_looked_for_are_said_with_the_way_to_the_exact_search(shelf, read):
    Synonym.objects.create(word="議事録", others="会議録、覚書")
    publication = shelf(["議事録を作る。", "会議録の要約。"])
    page = read(publication, **{"in": "議事録"})
    assert "「会議録」も含めて探しました" in "".join(re.sub(r"<[^>]+>", "", page).split())
    assert "覚書" not in page
    exact = read(publication, **dict(parse_qsl(urlsplit(way(page, "入力した言葉だけで探す")).query)))
    assert "1/1" in bar(exact)
    assert "も含めて探しました" not in exact
