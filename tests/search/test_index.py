"""The index says what is live: at once, exactly, and nothing of what is gone."""

import random
from datetime import timedelta

import pytest
from django.db import connection

import clock
from library import actions, housekeeping
from library.models import Edition, File, Publication, Visibility
from search.answers import results
from search.indexing import freshness, index
from search.models import Generation, Indexed, SearchRow, Term
from tests import factories
from tests.search.conftest import write_pages

pytestmark = pytest.mark.django_db


def found(person, words: str) -> set[int]:
    """Publications with a page that has every word."""
    return {hit.publication for hit in results.find(person, words)[1].pages if hit.has_all}


def counted() -> tuple[dict[tuple[str, int], int], set[tuple[int, ...]]]:
    terms = Term.objects.filter(generation=index.generation()).values_list("word", "level", "rows")
    extents = index.generation().extents.values_list("level", "rows", "length", "title_length")
    return {(word, level): rows for word, level, rows in terms}, {each for each in extents if any(each[1:])}


def in_the_engine(word: str) -> int:
    sql = {
        "sqlite": "SELECT count(*) FROM search_words WHERE search_words MATCH %s",
        "postgresql": "SELECT count(*) FROM search_searchrow WHERE vector @@ %s::tsquery",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql, [f'"{word}"' if connection.vendor == "sqlite" else f"'{word}'"])
        return cursor.fetchone()[0]


def test_a_title_is_found_with_its_publication_and_the_pages_soon(tochigi, secretariat, kagawa):
    publication = factories.make_live(tochigi, reviewer=secretariat, title="めずらしい表題の資料")
    assert found(kagawa, "めずらしい表題") == {publication.pk}
    write_pages(factories.first_file(publication), ["本文にだけある防災計画"])
    assert found(kagawa, "防災計画") == set()
    assert freshness.left(index.generation()) == [publication.pk]
    index.index(publication.pk)
    assert found(kagawa, "防災計画") == {publication.pk}
    assert freshness.left(index.generation()) == []


def test_what_is_read_anew_is_looked_through_anew(shelf, kagawa):
    publication = shelf(["はじめの本文"])
    write_pages(factories.first_file(publication), ["あとの本文", "防災計画"])
    assert freshness.left(index.generation()) == [publication.pk]


@pytest.mark.parametrize("verb", ["withdraw", "narrow"])
def test_what_is_withdrawn_or_narrowed_is_gone_with_the_verb(shelf, observer, kagawa, secretariat, verb):
    publication = shelf(["めずらしい言葉の並び"], visibility=Visibility.OBSERVERS)
    assert found(observer, "めずらしい言葉") == {publication.pk}
    if verb == "withdraw":
        actions.withdraw(publication, by=secretariat, reason="見本の理由")
        assert found(kagawa, "めずらしい言葉") == found(secretariat, "めずらしい言葉") == set()
        assert not SearchRow.objects.filter(publication=publication).exists()
    else:
        actions.narrow(publication, by=secretariat, visibility=Visibility.MEMBERS, reason="見本の理由")
        assert found(kagawa, "めずらしい言葉") == {publication.pk}
    assert found(observer, "めずらしい言葉") == set()


def test_a_new_edition_takes_the_place_of_the_old_at_once(shelf, tochigi, secretariat, kagawa):
    publication = shelf(["はじめの版の言葉"], title="はじめの題名")
    edition = factories.make_draft(tochigi, publication=publication, title="つぎの題名")
    assert found(kagawa, "つぎの題名") == set()
    actions.publish(actions.submit(edition, by=tochigi, declared=True), by=secretariat, visibility=Visibility.MEMBERS)
    assert found(kagawa, "つぎの題名") == {publication.pk}
    assert found(kagawa, "はじめの版") == found(kagawa, "はじめの題名") == set()


def test_what_is_gone_leaves_nothing(shelf):
    publication = shelf(["めずらしい防災計画"])
    assert in_the_engine("防災") == 1
    index.remove([publication.pk])
    assert in_the_engine("防災") == 0
    assert counted() == ({}, set())
    assert not SearchRow.objects.exists()


def test_a_draft_that_is_erased_leaves_what_is_live(shelf, tochigi, secretariat, kagawa):
    publication = shelf(["めずらしい防災計画"])
    draft = factories.make_draft(tochigi, publication=publication)
    actions.discard(draft, by=tochigi)
    later = clock.now() + timedelta(days=365)
    housekeeping.empty_bin(now=later)
    assert not Edition.objects.filter(pk=draft.pk).exists()
    assert found(kagawa, "めずらしい") == {publication.pk}


def test_folders_that_a_file_came_from_are_not_looked_through(shelf, kagawa):
    publication = shelf(["本文"])
    file = factories.first_file(publication)
    for sent in ("人事課/秘匿案件/手引.txt", "人事課\\秘匿案件\\手引.txt"):
        File.objects.filter(pk=file.pk).update(sent_name=sent)
        index.index(publication.pk)
        assert found(kagawa, "秘匿案件") == set()
        assert found(kagawa, "手引") == {publication.pk}


def first_ten(person) -> dict[str, tuple[list[tuple[float, int, int]], int]]:
    """For each query (score, publication, page) of the best, and how many pages there are."""
    numbers = dict(SearchRow.objects.filter(generation=index.generation()).values_list("pk", "number"))
    told = {}
    for words in (*WORDS, "防災計画 要約", "生成AIの議事録を入力する"):
        _, found = results.find(person, words)
        best = sorted((-hit.score, hit.publication, numbers[hit.row]) for hit in found.pages if hit.has_all)
        told[words] = best[:10], found.number_of_pages
    return told


WORDS = ["防災", "計画", "議事録", "要約", "生成AI", "個人情報", "入力", "機密性"]


def change(publications: list[Publication], by, secretariat, number: int) -> None:
    """Edits, publishes, narrows, withdraws and takes back at random; the worker comes by now and then."""
    chance = random.Random(47)

    def pages() -> list[str]:
        return ["、".join(chance.choices(WORDS, k=chance.randint(3, 40))) for _ in range(chance.randint(1, 4))]

    for _ in range(number):
        publication = Publication.objects.with_live_edition().get(pk=chance.choice(publications).pk)
        is_live, act = publication.live_edition is not None and publication.state == "live", chance.random()
        if is_live and act < 0.6:
            write_pages(factories.first_file(publication), pages())
        elif is_live and act < 0.7:
            actions.withdraw(publication, by=secretariat, reason="見本の理由")
        elif is_live and act < 0.8 and publication.visibility > Visibility.MEMBERS:
            actions.narrow(publication, by=secretariat, visibility=Visibility.MEMBERS, reason="見本の理由")
        else:
            title = f"{chance.choice(WORDS)}の資料"
            level = chance.choice([Visibility.MEMBERS, Visibility.OBSERVERS])
            publication = factories.make_live(by, reviewer=secretariat, title=title, visibility=level)
            publications.append(publication)
            write_pages(factories.first_file(publication), pages())
        if chance.random() < 0.7:
            index.index(publication.pk)


def check_as_if_built_anew(person, by, secretariat, number: int) -> None:
    publications = [factories.make_live(by, reviewer=secretariat, title=f"資料{place}") for place in range(6)]
    change(publications, by, secretariat, number)
    for publication in publications:
        index.index(publication.pk)
    after, ten = counted(), first_ten(person)
    Generation.objects.all().delete()
    for publication in Publication.objects.live().order_by("pk"):
        index.index(publication.pk)
    assert counted() == after
    assert first_ten(person) == ten
    assert Indexed.objects.count() == Publication.objects.live().count()


def test_after_many_changes_all_is_as_if_built_anew(kagawa, tochigi, secretariat):
    """Numbers of words and lengths stay exact, and with them the order, whatever is written over and over."""
    check_as_if_built_anew(kagawa, tochigi, secretariat, 40)


@pytest.mark.slow
def test_after_a_thousand_changes_all_is_as_if_built_anew(kagawa, tochigi, secretariat):
    check_as_if_built_anew(kagawa, tochigi, secretariat, 1000)


def test_indexing_twice_changes_nothing(shelf):
    publication = shelf(["防災計画", "議事録"])
    before = counted(), SearchRow.objects.count()
    index.index(publication.pk)
    assert (counted(), SearchRow.objects.count()) == before
