"""Whatever stands on a real page finds it, in one of the steps: words, some of them, letters within words."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.http import QueryDict

from extraction import runner
from extraction.limits import Limits
from library.models import Publication
from library.readers import Person
from search.answers.asked import read
from search.answers.results import Results
from search.answers.within_words import rows_within_words
from search.indexing.index import generation
from search.lookup import in_publication

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
KINDS = {".pdf": "pdf", ".docx": "docx", ".pptx": "pptx", ".md": "markdown"}
MOST_OF_ONE = 60
_WRITTEN = re.compile(r"[A-Za-zぁ-ゖァ-ヺー々一-鿿]{2,}")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not CORPUS.exists(), reason="missing: the corpus ../shared/corpus"),
]


def real_pages() -> Iterator[str]:
    """Text of pages as extraction reads them, of documents in a fixed order."""
    for path in sorted(CORPUS.glob("g*/*")):
        if kind := KINDS.get(path.suffix.lower()):
            pages = runner.read(path, kind, 1, MOST_OF_ONE, Limits())
            yield from (page.text for page in pages if len(page.text) > 100)


def drawn(text: str, chance: random.Random) -> str:
    run = chance.choice(_WRITTEN.findall(text))
    length = min(len(run), chance.randint(2, 6))
    begin = chance.randrange(len(run) - length + 1)
    return run[begin : begin + length]


def is_found(person: Person, typed: str, publication: Publication, page: int) -> bool:
    """Its publication is in the list, in the last step, or where the page leads from there; and within it the page."""
    query = QueryDict(mutable=True)
    query["q"] = typed
    asked = read(query, [])
    results = Results(person, asked, [])
    within = rows_within_words(results)
    listed = publication.pk in [*results.ids, *(row.publication.pk for row in within.rows)]
    if not listed and within.is_offered:
        listed = publication.pk in Results(person, replace(asked, part="letters"), []).ids
    groups = in_publication.find(person, publication.live_edition, results.query)
    return listed and page in {number for group in groups for _, number in group.places}


def check(shelf, person: Person, number: int, times: int) -> None:
    chance = random.Random(47)
    pages = [text for _, text in zip(range(number), real_pages(), strict=False)]
    assert len(pages) == number
    together = [pages[begin : begin + 10] for begin in range(0, number, 10)]
    publications = [shelf(some, title=f"実物{place}") for place, some in enumerate(together)]
    publications = list(Publication.objects.filter(pk__in=[each.pk for each in publications]).with_live_edition())
    publications.sort(key=lambda each: each.pk)
    assert generation().extents.sums()[0] == number
    missed = []
    for place, text in enumerate(pages):
        for _ in range(times if _WRITTEN.search(text) else 0):
            typed = drawn(text, chance)
            if not is_found(person, typed, publications[place // 10], place % 10 + 1):
                missed.append((place, typed))
    assert missed == []


def test_what_stands_on_fifty_real_pages(shelf, kagawa):
    check(shelf, kagawa, 50, 2)


@pytest.mark.slow
def test_what_stands_on_five_hundred_real_pages(shelf, kagawa):
    check(shelf, kagawa, 500, 4)
