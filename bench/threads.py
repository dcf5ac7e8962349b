"""Reading and posting where much was said, beside where little was: `python -m bench.threads`.

One site: threads of 20 comments, of just a full page, of 10,000, each on a document of its own. Every round asks all.
"""

import argparse
import itertools
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bench import sites
from bench.client import Client
from bench.harness import Report, median

FEW, PAGEFUL, MANY = 20, 51, 10_000
READ, POSTED = (FEW, PAGEFUL, MANY), (FEW, MANY)
"""Where is posted nothing is read: those threads grow."""
GROWTH = 1.3
_WORDS = "この欄は必ず書きますか。うちでは週に一度、まとめて確かめています。"

type Ask = Callable[[], float]


@dataclass(frozen=True)
class Place:
    """One thread: address of its document, numbers of itself, of what opens it and of one in its middle, its pages."""

    document: str
    thread: int
    opening: int
    middle: int
    pages: int

    @property
    def address(self) -> str:
        return f"{self.document}?thread={self.thread}"


def fill(sizes: Sequence[int]) -> None:
    """One thread on a document for each size; prints the places."""
    import django

    django.setup()
    from django.db import connection

    from accounts.models import User
    from discussion.talk import COMMENTS_SHOWN
    from library.models import Publication

    people = list(User.objects.filter(email__in=["tochigi@example.jp", "kagawa@example.jp"]).order_by("pk"))
    publications = Publication.objects.filter(state="live", visibility__gte=1).order_by("pk")
    found = []
    for size, publication in zip(sizes, publications, strict=False):
        comments = _thread(publication, people, size)
        pages = -(-(size - 1) // COMMENTS_SHOWN)
        opening, middle = comments[0], comments[size // 2]
        found.append([publication.get_absolute_url(), opening.thread_id, opening.pk, middle.pk, pages])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(found))


def _thread(publication, people: list, size: int) -> list:
    from django.utils import timezone

    from discussion.models import Comment, Thread

    began = timezone.now() - timedelta(days=30)
    last = began + timedelta(minutes=size - 1)
    thread = Thread.objects.create(publication=publication, opened_at=began, last_at=last, last_number=size)
    return Comment.objects.bulk_create(
        (
            Comment(
                thread=thread,
                number=number,
                writer=person,
                body=person.organization,
                text=f"{number}番目。{_WORDS}",
                written_at=began + timedelta(minutes=number - 1),
            )
            for number, person in zip(range(1, size + 1), itertools.cycle(people))
        ),
        batch_size=500,
    )


def reads(client: Client, place: Place) -> dict[str, Ask]:
    """What is read of a thread, by name; each call gives seconds."""

    def get(address: str) -> float:
        answer = client.get(address)
        assert answer.status == 200, (address, answer.status)
        return answer.seconds

    def follow() -> float:
        led = client.get(f"/comments/{place.middle}/")
        answer = client.get(led.headers["location"])
        assert f'id="c{place.middle}"' in answer.text, led.headers["location"]
        return led.seconds + answer.seconds

    return {
        "document": lambda: get(place.document),
        "thread, first page": lambda: get(place.address),
        "thread, last page": lambda: get(f"{place.address}&comments={place.pages}"),
        "address of a comment": follow,
    }


def posts(client: Client, place: Place) -> float:
    answer = client.post(f"/comments/{place.opening}/reply/", {"text": _WORDS}, form_at=place.address)
    assert answer.status == 302, answer.status
    return answer.seconds


def measure(report: Report, client: Client, asks: dict[tuple[int, str], Ask], rounds: int, requests: int) -> dict:
    """Medians of each round in floors of the same round, by (size, name)."""
    series: dict[tuple[int, str], list[float]] = defaultdict(list)
    floors = []
    for _ in range(rounds):
        floors.append(median([client.get("/bench/floor/").seconds for _ in range(requests + 1)][1:]))
        for key, ask in asks.items():
            series[key].append(median([ask() for _ in range(requests + 1)][1:]))
    report.floor("floor (s)", floors)
    for (size, name), values in series.items():
        report.keep(f"{size} {name}", [value / floor for value, floor in zip(values, floors, strict=True)])
        print(f"{size} {name}: {report.medians[f'{size} {name}']:.1f} floors")
    return series


def bars(report: Report, series: dict) -> None:
    def growth(name: str, less: int) -> float:
        return median(b / a for a, b in zip(series[less, name], series[MANY, name], strict=True))

    for name in ("document", "posting"):
        report.bar(f"growth {MANY} ÷ {FEW}, {name}", growth(name, FEW), GROWTH)
    # A page of the long thread shows fifty answers, one of the short thread its nineteen: a full page is the fair one.
    report.bar(f"growth {MANY} ÷ {PAGEFUL}, thread, first page", growth("thread, first page", PAGEFUL), GROWTH)
    report.bar(f"growth {MANY} ÷ {PAGEFUL}, thread, last page", growth("thread, last page", PAGEFUL), GROWTH)
    report.bar(f"growth {MANY} ÷ {PAGEFUL}, address of a comment", growth("address of a comment", PAGEFUL), GROWTH)
    report.medians[f"growth {MANY} ÷ {FEW}, thread, first page"] = growth("thread, first page", FEW)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=12)
    parser.add_argument("--fill", action="store_true", help="within the site")
    given = parser.parse_args()
    if given.fill:
        fill([*READ, *POSTED])
        return 0
    report = Report("threads-postgresql" if os.environ.get("DATABASE_URL") else "threads")
    with sites.fresh("threads") as site:
        site.run("-m", "bench.seed", "--total", "40")
        places = [Place(*where) for where in json.loads(site.run("-m", "bench.threads", "--fill"))]
        with site.started():
            client = Client(site.port, "kagawa")
            each = [(size, reads(client, place)) for size, place in zip(READ, places, strict=False)]
            asks = {(size, name): some[name] for name in each[0][1] for size, some in each}
            written = zip(POSTED, places[len(READ) :], strict=True)
            asks |= {(size, "posting"): partial(posts, client, place) for size, place in written}
            bars(report, measure(report, client, asks, max(5, given.rounds), given.requests))
    return 0 if report.write() else 1


if __name__ == "__main__":
    sys.exit(main())
