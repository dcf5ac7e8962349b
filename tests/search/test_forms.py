"""Every way to write a word that an office uses finds every other: the table of forms, row by row, and many more."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from search.answers import results
from search.indexing import index
from search.models import SearchRow
from search.query import parse
from search.reference import load
from search.words import Words, title_of, words_of
from tests.search import ways_to_write
from tests.search.conftest import write_pages

FORMS = Path(settings.BASE_DIR).parent / "shared" / "search" / "forms.csv"


@pytest.mark.django_db
@pytest.mark.skipif(not FORMS.exists(), reason="missing: the table of forms ../shared/search/forms.csv")
def test_every_form_is_found(shelf, kagawa):
    load()
    with FORMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = list(dict.fromkeys(row["document_text"] for row in rows))
    publication = shelf(texts, title="題名")
    page_of = dict(SearchRow.objects.exclude(number=0).values_list("pk", "number"))
    wrong = set()
    for row in rows:
        _, found = results.find(kagawa, row["query"])
        every = {texts[page_of[hit.row] - 1] for hit in found.pages if hit.has_all and hit.row in page_of}
        if ("hit" if row["document_text"] in every else "miss") != row["expect"]:
            wrong.add(row["id"])
    assert wrong == set()
    assert publication.pk in results.find(kagawa, "題名")[1].publications


@pytest.mark.django_db
def test_a_row_without_the_table(shelf, kagawa):
    publication = shelf(["議事録作成支援システムを導入した。"])
    write_pages(publication.live_edition.files.get(), ["議事録作成支援システムを導入した。", "ほかのページ"])
    index.index(publication.pk)
    _, found = results.find(kagawa, "作成支援")
    assert [hit.publication for hit in found.pages if hit.has_all] == [publication.pk]


def pairs(lines: str) -> list[tuple[str, str]]:
    """(the words of a page, what is typed) of each line."""
    split = (line.replace("⏎", "\n").partition(" | ") for line in lines.strip().splitlines())
    return [(page, typed) for page, _, typed in split]


def fits(page: Words, typed: str) -> bool:
    """As the engines decide it: of each unit one way is on the page."""
    query = parse(typed)
    return all(any({*page.title, *page.body}.issuperset(way) for way in unit.ways) for unit in query.units)


@pytest.mark.parametrize("kind", ways_to_write.FOUND)
def test_other_ways_to_write_it_are_found(kind):
    title = title_of("見本")
    found = [(page, typed) for page, typed in pairs(ways_to_write.FOUND[kind])]
    assert [pair for pair in found if not fits(words_of(title, [pair[0]]), pair[1])] == []


def test_what_only_looks_alike_is_not_found():
    title = title_of("見本")
    assert [pair for pair in pairs(ways_to_write.NOT_FOUND) if fits(words_of(title, [pair[0]]), pair[1])] == []
