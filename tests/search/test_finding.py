"""What is found, in which order, and for whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library import actions
from library.models import File, Visibility
from search.answers import results
from search.lookup import letters
from search.models import SearchRow, Synonym
from search.query import parse
from tests import factories

pytestmark = pytest.mark.django_db


def pages(person, words: str, *, every: bool = True) -> list[str]:
    _, found = results.find(person, words)
    numbers = dict(SearchRow.objects.values_list("pk", "number"))
    return [f"{hit.publication}:{numbers[hit.row]}" for hit in found.pages if hit.has_all or not every]


def test_all_words_on_one_page_then_most_of_them(shelf, kagawa):
    both = shelf(["議事録を要約する。", "議事録だけ。"])
    one = shelf(["要約だけ。"])
    assert pages(kagawa, "議事録 要約") == [f"{both.pk}:1"]
    assert set(pages(kagawa, "議事録 要約", every=False)) == {f"{both.pk}:1", f"{both.pk}:2", f"{one.pk}:1"}
    _, found = results.find(kagawa, "議事録 要約 予算")
    assert found.is_partial
    assert found.pages[0].publication == both.pk


def test_what_is_about_it_comes_first(shelf, kagawa):
    once = shelf(["防災" + "について、ほかのことをたくさん書いた見本の長い文章です。" * 20])
    often = shelf(["防災の計画。防災の訓練。防災の備蓄。"])
    title = shelf(["計画。"], title="防災の手引")
    assert [page.split(":")[0] for page in pages(kagawa, "防災")][-1] == str(once.pk)
    assert {page.split(":")[0] for page in pages(kagawa, "防災")[:2]} <= {str(often.pk), str(title.pk)}


def test_a_phrase(shelf, kagawa):
    near = shelf(["生成AIの利用を認める。"])
    apart = shelf(["自動生成した文書をAIで直す。"])
    assert pages(kagawa, '"生成AI"') == [f"{near.pk}:1"]
    assert pages(kagawa, '"生成AI"', every=False) == [f"{near.pk}:1"]
    assert pages(kagawa, "「生成AI」", every=False) == [f"{near.pk}:1", f"{apart.pk}:1"]


def test_without_a_word(shelf, kagawa):
    keep, leave = shelf(["文章生成の手引"]), shelf(["文章生成と画像生成"])
    assert pages(kagawa, "文章生成 -画像") == [f"{keep.pk}:1"]
    assert leave.pk not in results.find(kagawa, "文章生成 -画像")[1].publications


def test_nothing_typed_finds_nothing(shelf, kagawa):
    shelf(["防災"])
    for typed in ["", "　", "、。", "-防災", "\x00"]:
        assert results.find(kagawa, typed)[1].pages == []


def test_a_part_of_a_word_is_found_only_when_asked(shelf, kagawa):
    publication = shelf(["消防法の改正に合わせる。"])
    assert pages(kagawa, "防法") == []
    assert letters.inside(kagawa, parse("防法")).publications == {publication.pk}
    assert letters.inside(kagawa, parse('"防法"')).publications == {publication.pk}
    assert letters.inside(kagawa, parse("防法 -予算")).publications == {publication.pk}


@pytest.mark.parametrize("level", list(Visibility))
def test_everybody_finds_what_is_open_to_them(shelf, admin, observer, kagawa, tochigi, secretariat, level):
    """Against the one rule of visibility, for pages, titles and what is said about them."""
    from django.contrib.auth.models import AnonymousUser

    from library.models import Publication

    shelf(["めずらしい本文"], title="めずらしい題名", visibility=level)
    for person in (AnonymousUser(), admin, observer, kagawa, tochigi, secretariat):
        seen = set(Publication.objects.visible_to(person).values_list("pk", flat=True))
        for words in ("めずらしい本文", "めずらしい題名", "めずらしい", "栃木"):
            assert set(results.find(person, words)[1].publications) == seen
        assert set(letters.inside(person, parse("ずらし")).publications) == seen


def test_a_file_that_is_kept_closer_is_found_by_nobody_else(shelf, tochigi, kagawa, secretariat, observer):
    publication = shelf(
        ["開いた本文"],
        visibility=Visibility.OBSERVERS,
        files=[factories.text_upload("開いた.txt"), factories.text_upload("閉じた名前.txt", "閉じた本文\n")],
    )
    closed = File.objects.get(name="閉じた名前.txt")
    File.objects.filter(pk=closed.pk).update(visibility=Visibility.MEMBERS)
    from search.indexing import index
    from tests.search.conftest import write_pages

    write_pages(closed, ["閉じた本文"])
    index.index(publication.pk)
    assert results.find(observer, "閉じた")[1].pages == []
    assert letters.inside(observer, parse("じた本")).pages == []
    assert results.find(kagawa, "閉じた本文")[1].publications == {publication.pk}
    assert results.find(observer, "開いた")[1].publications == {publication.pk}


def test_what_is_on_its_way_is_found_by_nobody(tochigi, secretariat):
    edition = factories.make_submitted(tochigi, title="めずらしい題名")
    for person in (tochigi, secretariat):
        assert results.find(person, "めずらしい題名")[1].pages == []
    actions.publish(edition, by=secretariat, visibility=Visibility.MEMBERS)
    assert results.find(tochigi, "めずらしい題名")[1].publications == {edition.publication_id}


@pytest.fixture
def hidden_word(shelf, observer) -> str:
    """Stands only where this observer may not look, and often."""
    shelf(["要約の手引。要約と議事録。"], visibility=Visibility.OBSERVERS)
    shelf(["議事録のこと", "要約のこと、" + "ほかのことも長く書く。" * 9], visibility=Visibility.OBSERVERS)
    shelf(["珍獣と要約と議事録"] * 5, title="珍獣", visibility=Visibility.MEMBERS)
    for word in ("珍獣", "怪魚"):
        Synonym.objects.create(word=word, others="手引", is_both_ways=False)
    return "珍獣"


@pytest.mark.parametrize(
    "typed", ["{}", "要約 {}", "要約 議事録 {}", "{}要約", '"{}" 要約', "「要約{}」", "要約 -{}", "題名:{} 要約"]
)
@pytest.mark.parametrize("exact", [False, True], ids=["widened", "exact"])
def test_a_word_that_only_hidden_pages_have_is_a_word_that_nothing_has(hidden_word, observer, typed, exact):
    """The same pages with the same weights, by as many queries: 怪魚 stands nowhere at all."""
    told = []
    for word in (hidden_word, "怪魚"):
        with CaptureQueriesContext(connection) as queries:
            _, found = results.find(observer, typed.format(word), exact=exact)
        missing = [unit.typed.replace(word, "x") for unit in found.missing]
        told.append((found.pages, found.publications, found.is_partial, missing, len(queries)))
    assert told[0] == told[1]


def test_every_word_is_asked_for_at_once(shelf, kagawa):
    shelf(["要約のこと"])
    costs = set()
    for typed in ("要約 珍獣", "要約 珍獣 怪魚", "要約 珍獣 怪魚 予算 計画 訓練 備蓄"):
        with CaptureQueriesContext(connection) as queries:
            assert results.find(kagawa, typed)[1].is_partial
        costs.add(len(queries))
    assert len(costs) == 1


def test_a_year_as_it_was_typed_comes_before_the_same_year_in_other_words(shelf, kagawa):
    pages = [
        "令和6年7月の会議。2024年の予算。",
        "出典は2024年の資料。",
        "令和6年度の予算と計画のこと。",
        "令和6年の会議",
    ]
    publication = shelf(pages)
    _, found = results.find(kagawa, "令和6年度")
    assert {hit.publication for hit in found.pages} == {publication.pk}
    assert next(hit.number for hit in found.pages if hit.number) == 3
