"""Fills a database with N pages that can be found: `python -m bench.search_seed --pages N --parts FILE`.

Text and words come from parts of real pages, taken apart once by `prepare` and put together anew for each page; rows of
the index are written as the site writes them. Prints the queries that are measured, as JSON.
"""

import argparse
import gzip
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import batched
from pathlib import Path
from typing import NamedTuple

from bench import seed

PARTS, LETTERS, PARTS_EACH = 12_000, 270, 3
EACH = 8  # queries of a class
_AT_ONCE = 400 * (2 + seed.PAGES)  # rows: whole publications, which are counted as one
_KANA = re.compile("[ぁ-ゖァ-ヺー]+")
_COLLECTIONS = ("gikai-a", "jaquad", "jsquad")


class Part(NamedTuple):
    """`squeezed`: as `SearchRow.text` holds it. `more`: words that are not written so, and stand behind all others."""

    text: str
    words: list[str]
    squeezed: str
    more: list[str]


def prepare(path: Path) -> None:
    """Parts with their words, for all databases of one run."""
    from search.normalise import normalise
    from search.query import squeezed
    from search.tokens import tokens

    found = []
    for text in parts_in_order():
        clean = normalise(text).text
        standing, more = [], []
        for token in tokens(clean):
            (standing if token.begin < token.end else more).append(token.word)
        found.append(Part(text, standing, squeezed(clean), more))
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def parts_in_order() -> list[str]:
    wholes = [text for name in _COLLECTIONS for text in _documents(seed.SHARED / "search" / "collections" / name)]
    parts = [text[begin : begin + LETTERS] for text in wholes or seed.texts() for begin in range(0, len(text), LETTERS)]
    random.Random(47).shuffle(parts)
    return parts[:PARTS]


def _documents(folder: Path) -> Iterator[str]:
    path = folder / "docs.jsonl.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from (json.loads(line)["text"] for line in file)


def parts_of(path: Path) -> list[Part]:
    return [Part(*each) for each in json.loads(path.read_text(encoding="utf-8"))]


def page(number: int, parts: list[Part]) -> list[Part]:
    return random.Random(number).sample(parts, PARTS_EACH)


def fill(pages: int, parts: list[Part]) -> None:
    publications = -(-pages // seed.PAGES)
    texts = ("".join(part.text for part in page(number, parts)) for number in range(publications * seed.PAGES))
    seed.fill(publications, pages=texts)
    _hurry()
    index(parts)


def _hurry() -> None:
    """What is filled here is thrown away: nothing has to be safe on the disk."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")


def index(parts: list[Part]) -> None:
    """Rows, counts and what is said to be done, as `search.indexing.index` leaves them."""
    from django.db import connection, transaction

    from library.models import File
    from search.backends import backend
    from search.indexing.changes import Change
    from search.indexing.index import generation
    from search.models import Indexed, SearchRow

    change = Change(to := generation())
    for some in batched(_rows(to, parts), _AT_ONCE):
        with transaction.atomic():
            backend().write(SearchRow.objects.bulk_create([row for row, _ in some]))
        change.gain(some)
    with transaction.atomic():
        change.save()
    version = File.objects.values_list("reader_version", flat=True)[0]
    Indexed.objects.filter(generation=to).update(pages_read=seed.PAGES, readers=version)  # they waited for it
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _rows(to, parts: list[Part]) -> Iterator:
    from library.models import Edition
    from search.indexing.sources import said_about
    from search.words import Words, title_of, words_of

    editions = Edition.objects.select_related("publication__owner").prefetch_related("files", "types", "themes")
    number = 0
    for edition in editions.order_by("pk").iterator(chunk_size=500):
        title = title_of(edition.title)
        yield _row(to, edition, None, 0, said_about(edition).words)
        for file in edition.files.all():
            yield _row(to, edition, file.pk, 0, words_of(title, [file.name, file.sent_name]))
            for place in range(1, seed.PAGES + 1):
                of_page = page(number, parts)
                standing = [word for part in of_page for word in part.words]
                body = (*standing, *dict.fromkeys(word for part in of_page for word in part.more))
                text = "\n".join([title.text, "".join(part.squeezed for part in of_page)])
                yield _row(to, edition, file.pk, place, Words(title.words, body, text))
                number += 1


def _row(to, edition, file: int | None, number: int, words):
    from search.models import SearchRow

    row = SearchRow(
        generation=to, publication_id=edition.publication_id, edition=edition, file_id=file, number=number,
        title_words=" ".join(words.title), body_words=" ".join(words.body), strong_words=" ".join(words.strong()),
        length=words.length, text=words.text,
    )  # fmt: skip
    return row, edition.publication.visibility


def queries(parts: list[Part]) -> dict[str, list[list[str]]]:
    """Class → queries, each with what is typed and the words of the index that it asks for.

    Classes go by the share of pages that hold a word: 0.02 to 0.08 %, 1.5 to 3 %, 25 % and more; the same for all sizes.
    """
    from search.answers.results import understood
    from search.function_words import FUNCTION_WORDS

    counts = Counter(word for part in parts for word in set(part.words))
    chance = random.Random(5)

    def is_plain(word: str) -> bool:
        """Of Japanese, and typed as it is indexed."""
        return len(word) > 1 and not _KANA.fullmatch(word) and not word.isascii() and word not in FUNCTION_WORDS

    plain = {word for word in sorted(counts) if is_plain(word) and understood(word, exact=True).words == (word,)}

    def fit(low: float, high: float) -> list[str]:
        return sorted(word for word in plain if low <= PARTS_EACH * counts[word] / len(parts) < high)

    rare, common, very_common = fit(0.0002, 0.0008), fit(0.015, 0.03), fit(0.25, 1)

    def together(number: int) -> list[str]:
        """Words of one page as somebody remembers them: common ones more often, as they stand there more often."""
        while True:
            words = [word for word in dict.fromkeys(chance.choice(parts).words) if word in plain]
            if len(words) >= number:
                return sorted(chance.sample(words, number), key=words.index)

    asked = {
        "rare word": chance.sample(rare, min(EACH, len(rare))),
        "common word": chance.sample(common, min(EACH, len(common))),
        "very common word": chance.sample(very_common, min(EACH, len(very_common))),
        "word of every title": ["生成AI"],
        "two words": [" ".join(together(2)) for _ in range(EACH)],
        "three words": [" ".join(together(3)) for _ in range(EACH)],
        "question": _questions(chance),
    }
    return {name: [[typed, *understood(typed).words] for typed in some] for name, some in asked.items()}


def _questions(chance: random.Random) -> list[str]:
    path = seed.SHARED / "search" / "collections" / "jaquad" / "queries.jsonl"
    if not path.exists():
        return ["生成AIに入力してはいけない情報は何ですか"]
    return chance.sample([json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()], EACH)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--parts", type=Path, required=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    given = parser.parse_args()
    import django

    django.setup()
    if not given.parts.exists():
        prepare(given.parts)
    parts = parts_of(given.parts)
    if given.pages:
        fill(given.pages, parts)
    json.dump(queries(parts), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
