"""Response times of list, detail, picture and text in floors, with few and with many publications: `python -m bench.reads`.

The floor is a bare signed-in page of the same server. Both sizes run at once, and every round asks every page of both.
"""

import argparse
import contextlib
import itertools
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator

from bench import sites, weight
from bench.client import Client
from bench.harness import Report, median, percentile

FLOOR = "floor"
LIST = "/guidelines/"
LISTS = {  # name → query
    "list": "",
    "list, one facet": "?kind=guideline",
    "list, two facets": "?kind=guideline&theme=secrecy",
    "list, dates": "?from=2024-01-01&to=2024-12-31",
    "list, words": "?q=AI+%E3%82%AC%E3%82%A4%E3%83%89%E3%83%A9%E3%82%A4%E3%83%B3",
    "list, 50 rows": "?rows=50",
}
DOCUMENTS = 40
_CARD = re.compile(r'<a href="/guidelines/(\d+)/"><span')
_FILE = re.compile(r'src="(/files/\d+/pages/\d+[^"]*)"')

type Ask = Callable[[], float]


class Pages:
    """Everything that is asked of one site, by name: each call asks once and gives seconds."""

    def __init__(self, port: int) -> None:
        self.officer, self.observer, self.secretariat = (
            Client(port, mailbox) for mailbox in ("kagawa", "observer", "secretariat")
        )
        listed = [self.officer.get(f"{LIST}?rows=50&page={number}").text for number in (1, 2)]
        documents = [f"{LIST}{pk}/" for page in listed for pk in _CARD.findall(page)][:DOCUMENTS]
        self.first_looks = [self.officer.get(document) for document in documents]
        pictures = [found[1] for answer in self.first_looks if (found := _FILE.search(answer.text))]
        texts = [address.replace(".webp", ".txt") for address in pictures]
        tags = {address: self.officer.get(address).headers["etag"] for address in pictures}
        self.asks: dict[str, Ask] = {
            FLOOR: lambda: _seconds(self.officer, "/bench/floor/"),
            **{name: _same(self.officer, LIST + query) for name, query in LISTS.items()},
            "list as observer": _same(self.observer, LIST),
            "list as secretariat": _same(self.secretariat, LIST),
            "two facets as observer": _same(self.observer, LIST + LISTS["list, two facets"]),
            "two facets as secretariat": _same(self.secretariat, LIST + LISTS["list, two facets"]),
            "detail": _turns(self.officer, documents),
            "picture": _turns(self.officer, pictures),
            "picture, 304": lambda: _unchanged(self.officer, next(known), tags),
            "page text": _turns(self.officer, texts),
        }
        known = itertools.cycle(pictures)


def _seconds(client: Client, address: str, status: int = 200, **headers: str) -> float:
    answer = client.get(address, **headers)
    assert answer.status == status, (address, answer.status)
    return answer.seconds


def _same(client: Client, address: str) -> Ask:
    return lambda: _seconds(client, address)


def _turns(client: Client, addresses: list[str]) -> Ask:
    each = itertools.cycle(addresses)
    return lambda: _seconds(client, next(each))


def _unchanged(client: Client, address: str, tags: dict[str, str]) -> float:
    return _seconds(client, address, 304, If_None_Match=tags[address])


@contextlib.contextmanager
def seeded(total: int) -> Iterator[sites.Site]:
    with sites.fresh(str(total)) as site:
        site.run("-m", "bench.seed", "--total", str(total))
        with site.started():
            yield site


def measure(report: Report, pages: dict[int, Pages], rounds: int, requests: int) -> dict[tuple[int, str], list[float]]:
    """Medians of each round in floors of the same round, kept and returned by (size, page)."""
    series: dict[tuple[int, str], list[float]] = defaultdict(list)
    every: dict[tuple[int, str], list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name in next(iter(pages.values())).asks:
            for size, site in pages.items():
                times = [site.asks[name]() for _ in range(requests + 1)][1:]  # the first opens the connection
                every[size, name] += times
                series[size, name].append(median(times))
    floors = {}
    for (size, name), values in series.items():
        if name == FLOOR:
            floors[size] = values
            report.floor(f"{size} {name} (s)", values)
        else:
            ratios = [value / floor for value, floor in zip(values, floors[size], strict=True)]
            report.keep(f"{size} {name}", ratios)
        report.medians[f"{size} {name} p95/p50"] = percentile(every[size, name], 0.95) / median(every[size, name])
    return series


def bars(report: Report, series: dict[tuple[int, str], list[float]], sizes: list[int]) -> None:
    small, large = sizes[0], sizes[-1]

    def growth(name: str) -> float:
        return median(b / a for a, b in zip(series[small, name], series[large, name], strict=True))

    def price(name: str) -> float:
        pairs = zip(series[large, f"{name} as observer"], series[large, f"{name} as secretariat"], strict=True)
        return median(observer / secretariat for observer, secretariat in pairs)

    for size, limit in ((small, 6), (large, 12)):
        report.bar(f"P8 list at {size}, no condition", report.medians[f"{size} list"], 6)
        for name in list(LISTS)[1:5]:
            report.bar(f"P8 {name} at {size}", report.medians[f"{size} {name}"], limit)
        report.bar(f"P11 detail at {size}", report.medians[f"{size} detail"], 5)
        if report.medians[f"{size} floor p95/p50"] <= 2:
            for name in ("list", "list, two facets", "detail"):
                report.bar(f"P13 p95/p50 {name} at {size}", report.medians[f"{size} {name} p95/p50"], 2)
    for name in list(LISTS)[:5]:
        report.bar(f"P9 growth of {name}", growth(name), 2)
    report.bar("P11 growth of detail", growth("detail"), 1.1)
    report.bar("P10 list, observer over secretariat", price("list"), 1.15)
    report.bar("P10 two facets, observer over secretariat", price("two facets"), 1.15)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 20_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=12)
    given = parser.parse_args()
    report = Report("reads-postgresql" if os.environ.get("DATABASE_URL") else "reads")
    with contextlib.ExitStack() as stack:
        found = {size: stack.enter_context(seeded(size)) for size in given.sizes}
        pages = {size: Pages(site.port) for size, site in found.items()}
        series = measure(report, pages, max(5, given.rounds), given.requests)
        bars(report, series, given.sizes)
        for size, site in pages.items():
            first = [answer.seconds for answer in site.first_looks[1:]]
            report.medians[f"{size} detail, first look"] = median(first) / report.medians[f"{size} floor (s)"]
        sent = weight.weigh(pages[given.sizes[-1]].officer, LIST)
        weight.bars(report, sent)
        statements = json.loads(found[given.sizes[-1]].run("-m", "bench.queries", "plans"))
    with sites.fresh("queries") as site:
        counted = json.loads(site.run("-m", "bench.queries", "counts"))
    report.bar("P15 queries, most on a page without a chosen facet", max(map(max, counted.values())), 14)
    report.bar("P15 pages whose queries grow with rows", sum(len(set(some)) > 1 for some in counted.values()), 0)
    report.bar("plans that walk through all pages of text", sum(one["scans_pages"] for one in statements.values()), 0)
    return 0 if report.write(weight=sent, queries=counted, slowest=statements) else 1


if __name__ == "__main__":
    sys.exit(main())
