"""Text in, searchable out, beside the analyser alone: `python -m bench.search_build --database sqlite`.

By turns the same pages are looked through by the project's own indexing, taken apart by Sudachi and no more, and put as
ready words into a bare table of the same engine.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from bench import seed
from bench.harness import Report, median
from bench.search_quality import own_database
from bench.search_seed import parts_in_order
from bench.search_speed import beside_postgresql

PAGES_EACH, LETTERS_PARTS = 20, 3


def pages() -> list[str]:
    """As long as pages of the design: three parts of 270 letters."""
    parts = parts_in_order()
    return ["".join(parts[begin : begin + LETTERS_PARTS]) for begin in range(0, len(parts), LETTERS_PARTS)]


def made(publications: int, texts: Sequence[str]) -> list[int]:
    """A database from nothing with live publications that nobody has looked through."""
    from library.models import Publication

    seed.PAGES = PAGES_EACH
    seed.fill(publications, pages=texts)
    return list(Publication.objects.order_by("pk").values_list("pk", flat=True))


def ours(publications: Sequence[int]) -> None:
    from search.indexing import index

    for pk in publications:
        index.index(pk)


def analysed(texts: Sequence[str]) -> None:
    from search.analyser import analyser

    for text in texts:
        for morpheme in analyser().tokenize(text):
            morpheme.normalized_form()


def raw(words: Sequence[str]) -> None:
    """Ready words into the bare engine, in one transaction."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE bare USING fts5(words, content='', tokenize='unicode61')")
            cursor.executemany("INSERT INTO bare(words) VALUES (%s)", [[each] for each in words])
        else:
            cursor.execute("CREATE TABLE bare (id serial, words tsvector)")
            cursor.execute("CREATE INDEX bare_words ON bare USING gin (words) WITH (fastupdate = off)")
            insert = "INSERT INTO bare(words) VALUES (to_tsvector('simple', %s))"
            cursor.executemany(insert, [[each] for each in words])
        cursor.execute("DROP TABLE bare")


def speed(work: Callable[[Sequence], None], what: Sequence, number: int) -> float:
    """Pages in a second."""
    began = time.perf_counter()
    work(what)
    return number / (time.perf_counter() - began)


def measure(report: Report, rounds: int, each: int) -> None:
    import django

    django.setup()
    from search.models import SearchRow

    texts = pages()
    publications = made((rounds + 1) * each, texts)
    of_round, number = each * PAGES_EACH, each * PAGES_EACH
    series: dict[str, list[float]] = {"ours": [], "Sudachi": [], "raw": []}
    for place in range(rounds + 1):
        part = texts[place * of_round : (place + 1) * of_round]
        own = publications[place * each : (place + 1) * each]
        found = {"Sudachi": speed(analysed, part, number), "ours": speed(ours, own, number)}
        rows = SearchRow.objects.filter(publication__in=own, number__gt=0)
        found["raw"] = speed(raw, list(rows.values_list("body_words", flat=True)), number)
        if place:  # the first loads the dictionary
            for name, value in found.items():
                series[name].append(value)
    for name, values in series.items():
        report.keep(f"{name} (pages/s)", values)
        print(f"{name}: {median(values):.0f} pages/s ({', '.join(f'{value:.0f}' for value in values)})")
    shares = [mine / alone for mine, alone in zip(series["ours"], series["Sudachi"], strict=True)]
    report.floor("share", shares)
    report.bar("indexing ÷ Sudachi alone", median(shares), 0.5, at_least=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--publications", type=int, default=10, help="of each round, with 20 pages each")
    given = parser.parse_args()
    if given.database == "postgresql" and "DATABASE_URL" not in os.environ:
        return beside_postgresql("bench.search_build")
    report = Report(f"search_build-{given.database}")
    with tempfile.TemporaryDirectory(prefix="search-") as folder:
        os.environ.update(PORTAL_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="bench.settings", PORTAL_DEMO="0")
        with own_database(given.database):
            measure(report, given.rounds, given.publications)
    return 0 if report.write() else 1


if __name__ == "__main__":
    sys.exit(main())
