"""What one person more costs: an event told to 500 people beside 50, and their digests: `python -m bench.notices`.

By turns a comment is told to the followers of one document and of another, and the morning's letters are written; each
member has the same number of notices. Seconds and queries are those of one member.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from bench import seed
from bench.harness import Report, median
from bench.search_quality import own_database
from bench.search_speed import beside_postgresql

FEW, MANY = 50, 500
COMMENTS = 5
LIMIT = 1.2


def members(number: int) -> list:
    """So many officers, of the members in turn."""
    from accounts.models import Organization, Role, User

    bodies = list(Organization.objects.filter(kind="prefecture").order_by("order"))
    return User.objects.bulk_create(
        User(
            email=f"member{each}@example.jp",
            name=f"見本 {each}",
            organization=bodies[each % len(bodies)],
            role=Role.OFFICER,
        )
        for each in range(number)
    )


def documents(people: list) -> dict[int, object]:
    """How many follow it → a document that all may read."""
    from library.models import Follow, Publication

    found = {}
    for number, publication in zip(
        (FEW, MANY), Publication.objects.filter(visibility__gte=1).order_by("pk")[:2], strict=True
    ):
        since = publication.published_at
        Follow.objects.bulk_create(
            Follow(person=person, publication=publication, level="every", followed_at=since)
            for person in people[:number]
        )
        found[number] = publication
    return found


def measured(work: Callable[[], object]) -> tuple[float, int]:
    """Seconds and queries."""
    from django.db import connection

    queries = 0

    def count(execute, *rest: object):
        nonlocal queries
        queries += 1
        return execute(*rest)

    began = time.perf_counter()
    with connection.execute_wrapper(count):
        work()
    return time.perf_counter() - began, queries


def a_day(publication, by, morning: datetime) -> tuple[tuple[float, int], tuple[float, int]]:
    """Told: the comments of a day, one for one; written: the letters of the next morning."""
    from audit.models import Event
    from discussion import actions as talking
    from notices import letters, telling

    before = morning - timedelta(hours=12)
    for number in range(COMMENTS):
        talking.open_thread(publication, by=by, text=f"見本の話題{number}", now=before)
    events = list(Event.objects.filter(verb="comment", at=before).values_list("sequence", flat=True))

    def tell() -> None:
        for event in events:
            telling.tell(event, now=before)

    return measured(tell), measured(lambda: letters.write_due(now=morning))


def measure(report: Report, rounds: int) -> None:
    import django

    django.setup()
    seed.fill(20)
    import clock
    from accounts.models import User
    from mail.models import Letter
    from notices.models import Notice

    people = members(MANY)
    found = documents(people)
    by, morning = User.objects.get(email="kagawa@example.jp"), clock.now().replace(hour=23, minute=45)
    series: dict[tuple[str, int], list[float]] = defaultdict(list)
    queries: dict[tuple[str, int], float] = {}
    for round_ in range(rounds + 1):
        for number, publication in found.items():
            morning += timedelta(days=1)
            letters, notices = Letter.objects.count(), Notice.objects.count()
            for name, (seconds, asked) in zip(("told", "digest"), a_day(publication, by, morning), strict=True):
                queries[name, number] = asked / number
                if round_:  # the first loads templates and prepares statements
                    series[name, number].append(seconds / number)
            told, written = Notice.objects.count() - notices, Letter.objects.count() - letters
            assert number * COMMENTS <= told <= (number + 10) * COMMENTS, told
            assert number <= written <= number + 10, written
    for (name, number), values in series.items():
        report.floor(f"{name}, {number} members, a member (s)", values)
        print(
            f"{name}, {number} members: {median(values) * 1000:.2f} ms and {queries[name, number]:.2f} queries a member"
        )
    for name in ("told", "digest"):
        ratios = [many / few for few, many in zip(series[name, FEW], series[name, MANY], strict=True)]
        report.bar(f"{name}, a member of {MANY} over one of {FEW}", median(ratios), LIMIT)
        report.bar(f"{name}, queries a member, {MANY} over {FEW}", queries[name, MANY] / queries[name, FEW], 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if given.database == "postgresql" and "DATABASE_URL" not in os.environ:
        return beside_postgresql("bench.notices")
    report = Report(f"notices-{given.database}")
    with tempfile.TemporaryDirectory(prefix="notices-") as folder:
        os.environ.update(PORTAL_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="bench.settings", PORTAL_DEMO="0")
        with own_database(given.database):
            measure(report, given.rounds)
    return 0 if report.write() else 1


if __name__ == "__main__":
    sys.exit(main())
