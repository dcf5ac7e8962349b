"""The page of results beside the bare engine, at several sizes: `python -m bench.search_speed --database sqlite`.

Ours is a whole request (an officer, signed in, facets, excerpts); raw is the same index asked for the 20 best rows that
have one of the words, and nothing else; tantivy, where it is installed, the same of its own index. All are asked by turns.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from bench import sites
from bench.client import Client
from bench.harness import ROOT, Report, median, percentile
from bench.search_seed import page, parts_of

FLOOR, OURS, RAW, TANTIVY = "floor", "request", "raw", "tantivy"
P12, COMMON = (600, 60_000), "common word"
GROWTH = (10_000, 100_000)
LIMITS = {"two words": 1.5, "three words": 1.5, "very common word": 3}  # of the bare engine's time
_FLOORS = 12

type Ask = Callable[[Sequence[str]], object]


def beside_postgresql(module: str) -> int:
    """The same command once more, beside the PostgreSQL that the tests start."""
    server = str(ROOT / "tools" / "with_postgres.py")
    return subprocess.run([sys.executable, server, sys.executable, "-m", module, *sys.argv[1:]], check=False).returncode


def ours(client: Client) -> Ask:
    def ask(words: Sequence[str]) -> None:
        answer = client.get(f"/search/?{urlencode({'q': words[0]})}")
        assert answer.status == 200, (words, answer.status)

    return ask


def raw_sqlite(site: sites.Site) -> Ask:
    import sqlite3

    database = sqlite3.connect(f"file:{site.folder}/portal.sqlite3?mode=ro", uri=True)
    database.execute("PRAGMA cache_size=-32000")

    def ask(words: Sequence[str]) -> None:
        wanted = " OR ".join(f'"{word}"' for word in words[1:])
        sql = "SELECT rowid FROM search_words WHERE search_words MATCH ? ORDER BY rank LIMIT 20"
        database.execute(sql, [wanted]).fetchall()

    return ask


def raw_postgresql(site: sites.Site) -> Ask:
    import psycopg

    database = psycopg.connect(site.environment["DATABASE_URL"], autocommit=True)

    def ask(words: Sequence[str]) -> None:
        wanted = " | ".join(f"'{word}'" for word in words[1:])
        sql = (
            "SELECT id FROM search_searchrow, CAST(%s AS tsquery) AS wanted"
            " WHERE vector @@ wanted ORDER BY ts_rank(vector, wanted) DESC LIMIT 20"
        )
        database.execute(sql, [wanted]).fetchall()

    return ask


def tantivy(pages: int, parts: Path) -> Ask | None:
    """A yardstick, not a dependency: only where somebody installed it."""
    try:
        import tantivy as engine
    except ImportError:
        print("tantivy is not installed: measured without it")
        return None
    builder = engine.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = engine.Index(schema)
    writer, known = index.writer(heap_size=200_000_000, num_threads=1), parts_of(parts)
    for number in range(pages):
        words = " ".join(word for part in page(number, known) for word in part.words)
        writer.add_document(engine.Document(words=words))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(words: Sequence[str]) -> None:
        any_of = [(engine.Occur.Should, engine.Query.term_query(schema, "words", word)) for word in words[1:]]
        searcher.search(engine.Query.boolean_query(any_of), 20)

    return ask


def seconds(ask: Ask, words: Sequence[str]) -> float:
    began = time.perf_counter()
    ask(words)
    return time.perf_counter() - began


def measure(sides: dict[int, dict[str, Ask]], queries: dict[str, list[list[str]]], rounds: int) -> dict:
    """(size, class, side) → a list of times for each round; what is asked first, to warm up, is not kept."""
    series: dict[tuple[int, str, str], list[list[float]]] = defaultdict(lambda: [[] for _ in range(rounds + 1)])
    for number in range(rounds + 1):
        for name, some in {FLOOR: [[FLOOR]] * _FLOORS, **queries}.items():
            for words in some:
                for size, asks in sides.items():
                    for side, ask in asks.items():
                        if (side == FLOOR) == (name == FLOOR):
                            series[size, name, side][number].append(seconds(ask, words))
        print(f"round {number} of {rounds}", flush=True)
    return {key: found[1:] for key, found in series.items()}


def keep(report: Report, series: dict) -> None:
    """Medians of rounds, and all times' p50 and p95 in milliseconds."""
    for (size, name, side), times in series.items():
        every = [one for some in times for one in some]
        key = f"{size} {name}, {side}"
        (report.floor if side == FLOOR else report.keep)(f"{key} (s)", [median(some) for some in times])
        report.medians[f"{key} p95 (s)"] = percentile(every, 0.95)
        print(f"{key}: {median(every) * 1000:.1f} / {percentile(every, 0.95) * 1000:.1f} ms")


def bars(report: Report, series: dict, sizes: Sequence[int], names: Sequence[str]) -> None:
    def ratio(one: tuple[int, str, str], other: tuple[int, str, str]) -> float:
        return median(median(a) / median(b) for a, b in zip(series[one], series[other], strict=True))

    def steady(key: tuple[int, str, str]) -> float:
        every = [one for some in series[key] for one in some]
        return percentile(every, 0.95) / median(every)

    largest = max(sizes)
    for name in names:
        times = ratio((largest, name, OURS), (largest, name, RAW))
        report.medians[f"{largest} {name}, request ÷ raw"] = times
        if name in LIMITS:
            report.bar(f"request ÷ raw at {largest}, {name}", times, LIMITS[name])
    if set(GROWTH) <= set(sizes):
        for name in names:
            report.bar(f"growth {GROWTH[1]} ÷ {GROWTH[0]}, {name}", ratio(*((n, name, OURS) for n in GROWTH[::-1])), 5)
    if set(P12) <= set(sizes):
        for size, limit in zip(P12, (15, 30), strict=True):
            report.bar(
                f"P12 {COMMON} at {size} pages, floors", ratio((size, COMMON, OURS), (size, FLOOR, FLOOR)), limit
            )
            if steady((size, FLOOR, FLOOR)) <= 2:
                report.bar(f"P13 p95/p50 {COMMON} at {size}", steady((size, COMMON, OURS)), 2)
        report.bar("P12 growth", ratio(*((n, COMMON, OURS) for n in P12[::-1])), 3)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--pages", type=int, nargs="+", default=[*P12, *GROWTH])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keeps what was filled, for the next run; SQLite only")
    given = parser.parse_args()
    if given.database == "postgresql" and "DATABASE_URL" not in os.environ:
        return beside_postgresql("bench.search_speed")
    if given.database == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    raw = raw_sqlite if given.database == "sqlite" else raw_postgresql
    report = Report(f"search_speed-{given.database}")
    with tempfile.TemporaryDirectory(prefix="search-") as folder, contextlib.ExitStack() as stack:
        parts = Path(folder) / "parts.json"
        sides: dict[int, dict[str, Ask]] = {}
        for size in sorted(given.pages):
            site, to_fill = stack.enter_context(_site(size, given.folder))
            filled = site.run("-m", "bench.search_seed", "--pages", str(to_fill), "--parts", str(parts))
            queries = json.loads(filled)
            stack.enter_context(site.started())
            client = Client(site.port, "kagawa")
            sides[size] = {FLOOR: _floor(client), OURS: ours(client), RAW: raw(site)}
            if other := tantivy(size, parts):
                sides[size][TANTIVY] = other
        series = measure(sides, queries, given.rounds)
    keep(report, series)
    bars(report, series, given.pages, list(queries))
    return 0 if report.write() else 1


@contextlib.contextmanager
def _site(size: int, folder: Path | None) -> Iterator[tuple[sites.Site, int]]:
    """And how many pages are still to be filled in."""
    with sites.fresh(f"search{size}") as site:
        if folder is None:
            yield site, size
            return
        kept = folder / str(size)
        yield (
            sites.Site(site.port, kept, {**site.environment, "PORTAL_DATA_DIR": str(kept)}),
            0 if kept.exists() else size,
        )


def _floor(client: Client) -> Ask:
    return lambda _words: client.get("/bench/floor/")


if __name__ == "__main__":
    sys.exit(main())
