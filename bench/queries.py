"""Queries of each page: `counts` at 1, 3 and 50 rows on an empty database, `plans` of the slowest on a full one. JSON."""

import json
import os
import sys

ROWS = (1, 3, 50)
PAGES = {
    "home": "/",
    "list": "/guidelines/?rows=50",
    "prefecture": "/prefectures/{pref}/",
    "theme": "/themes/secrecy/",
    "detail": "/guidelines/{pk}/",
    "page text": "/files/{file}/pages/1.txt",
}
FACETS = {"one facet": "/guidelines/?kind=guideline", "two facets": "/guidelines/?kind=guideline&theme=secrecy"}


def counts() -> dict[str, list[int]]:
    """Page → number of queries at each size, for somebody who sees every row and has looked before."""
    from bench import seed

    seed.fill(ROWS[0])
    found: dict[str, list[int]] = {name: [] for name in PAGES}
    made = ROWS[0]
    client, writer = _client("secretariat")
    for rows in ROWS:
        seed.add(rows - made, by=writer)
        made = rows
        for name, address in _addresses(PAGES).items():
            client.get(address)
            found[name].append(len(_queries(client, address)))
    return found


def plans() -> dict[str, dict[str, object]]:
    """Page → its slowest statement, how many there are, and how the database goes about it."""
    client, _ = _client("kagawa")
    found: dict[str, dict[str, object]] = {}
    for name, address in _addresses({**PAGES, **FACETS}).items():
        client.get(address)
        queries = _queries(client, address)
        explained = [_plan(query["sql"]) for query in queries]
        slowest = max(range(len(queries)), key=lambda place: float(queries[place]["time"]))
        found[name] = {
            "queries": len(queries),
            "sql": queries[slowest]["sql"],
            "plan": explained[slowest],
            "scans_pages": any(_scans_pages(plan) for plan in explained),
        }
    return found


def _client(mailbox: str):
    from django.test import Client

    from accounts.models import User

    user = User.objects.get(email=f"{mailbox}@example.jp")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client, user


def _addresses(pages: dict[str, str]) -> dict[str, str]:
    from library.models import File, Publication

    # A page that shows something at every size: an empty one asks less.
    owners = Publication.objects.live().exclude(owner__prefecture=None).order_by("pk")
    pref = owners.values_list("owner__prefecture", flat=True).first() or "09"
    file = File.objects.filter(edition__publication__visibility__gte=1).order_by("pk").last() or File.objects.last()
    names = {"pk": file.edition.publication_id, "file": file.pk, "pref": pref}
    return {name: address.format(**names) for name, address in pages.items()}


def _queries(client, address: str) -> list[dict[str, str]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return captured.captured_queries


def _plan(sql: str) -> list[str]:
    from django.db import connection

    if not sql.startswith("SELECT"):
        return []
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


def _scans_pages(plan: list[str]) -> bool:
    return any("SCAN library_page" in line or "Seq Scan on library_page" in line for line in plan)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    json.dump({"counts": counts, "plans": plans}[sys.argv[1]](), sys.stdout, ensure_ascii=False)
