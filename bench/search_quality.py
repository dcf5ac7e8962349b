"""Runs queries against collections of documents: `python -m bench.search_quality --collection DIR --database sqlite …`.

Each document becomes a published publication with one page (ids `publication#page`: pages of one) by the project's own
indexing; each query goes through the function of the search page. What comes out is scored elsewhere.
"""

import argparse
import contextlib
import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.harness import ROOT

MOST = 100


@dataclass(frozen=True)
class Document:
    id: str
    title: str
    text: str

    @property
    def publication(self) -> str:
        return self.id.partition("#")[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collection", type=Path)
    parser.add_argument("--forms", type=Path)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], required=True)
    parser.add_argument("--queries", type=Path, action="append", default=[])
    parser.add_argument("--run", type=Path, action="append", required=True)
    given = parser.parse_args()
    if (given.collection is None) == (given.forms is None):
        parser.error("either --collection or --forms")
    if given.collection and len(given.queries) != len(given.run):
        parser.error("one --run for each --queries")
    for name in ("collection", "forms"):
        if (path := getattr(given, name)) and not path.exists():
            parser.error(f"{path} is not there")
    if given.database == "postgresql" and "DATABASE_URL" not in os.environ:
        return _with_a_server()
    with tempfile.TemporaryDirectory(prefix="search-") as folder:
        os.environ.update(PORTAL_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="portal.settings", PORTAL_DEMO="0")
        with own_database(given.database):
            return _forms(given) if given.forms else _collection(given)


@contextlib.contextmanager
def own_database(name: str) -> Iterator[None]:
    """An empty one: a file, or a new database of the server of DATABASE_URL that is gone afterwards."""
    if name == "sqlite":
        os.environ.pop("DATABASE_URL", None)
        yield
        return
    address = os.environ["DATABASE_URL"]
    own = f"search_quality_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {own} TEMPLATE template0")  # type: ignore[arg-type]
    parts = urlsplit(address)
    os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{own}"))
    try:
        yield
    finally:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"DROP DATABASE {own} WITH (FORCE)")  # type: ignore[arg-type]


def _with_a_server() -> int:
    """The same command once more, beside the PostgreSQL that the tests start."""
    command = [sys.executable, str(ROOT / "tools" / "with_postgres.py")]
    return subprocess.run(
        [*command, sys.executable, "-m", "bench.search_quality", *sys.argv[1:]], check=False
    ).returncode


def _collection(given: argparse.Namespace) -> int:
    pages = _indexed(_documents(given.collection / "docs.jsonl.gz"))
    person = _person()
    from search.answers import results

    for queries, run in zip(given.queries, given.run, strict=True):
        lines = ["# rank"]
        for line in queries.read_text(encoding="utf-8").splitlines():
            query = json.loads(line)
            _, found = results.find(person, query["text"])
            ids = [pages[hit.row] for hit in found.pages if hit.row in pages][:MOST]
            lines += [f"{query['id']}\t{document}\t{place}" for place, document in enumerate(ids, start=1)]
        run.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _forms(given: argparse.Namespace) -> int:
    with given.forms.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = {text: f"d{number}" for number, text in enumerate(dict.fromkeys(row["document_text"] for row in rows))}
    pages = _indexed([Document(name, "見本", text) for text, name in texts.items()])
    person = _person()
    from search.answers import results

    lines = []
    for row in rows:
        _, found = results.find(person, row["query"])
        every = {pages[hit.row] for hit in found.pages if hit.has_all and hit.row in pages}
        lines.append(f"{row['id']}\t{'hit' if texts[row['document_text']] in every else 'miss'}")
    given.run[0].write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _documents(path: Path) -> Iterator[Document]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            found = json.loads(line)
            yield Document(found["id"], found["title"], found["text"])


def _indexed(documents) -> dict[int, str]:
    """A database from nothing with the documents published; row of the index → id of the document."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_synonyms", verbosity=0)
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        groups[document.publication].append(document)
    return _published(list(groups.values()))


def _published(groups: list[list[Document]]) -> dict[int, str]:
    from django.db import transaction

    from search.indexing import index
    from search.models import SearchRow

    names: dict[int, list[str]] = {}
    for group in groups:
        with transaction.atomic():
            publication = _publication(group)
        index.index(publication)
        names[publication] = [document.id for document in group]
    rows = SearchRow.objects.exclude(number=0).values_list("pk", "publication_id", "number")
    return {row: names[publication][number - 1] for row, publication, number in rows}


def _publication(group: list[Document]) -> int:
    from datetime import UTC, datetime

    from accounts.models import Organization
    from library.models import Edition, File, Page, Publication

    now, owner, by = datetime(2026, 4, 1, tzinfo=UTC), Organization.objects.order_by("pk")[0], _person()
    publication = Publication.objects.create(
        kind="guidelines", owner=owner, created_at=now, created_by=by, last_number=1
    )
    edition = Edition.objects.create(
        publication=publication, number=1, state="published", title=group[0].title[:100], created_at=now, created_by=by,
        saved_at=now, saved_by=by, submitted_at=now, submitted_by=by, decided_at=now, decided_by=by,
    )  # fmt: skip
    file = File.objects.create(
        edition=edition, position=1, sent_name="見本.txt", name="見本.txt", kind="text", size=1, key="0" * 32,
        sha256="0" * 64, gate="taken", reading="done", page_count=len(group), pages_read=len(group),
        uploaded_at=now, uploaded_by=by,
    )  # fmt: skip
    Page.objects.bulk_create(
        Page(file=file, number=number, text=document.text) for number, document in enumerate(group, start=1)
    )
    Publication.objects.filter(pk=publication.pk).update(
        state="live", live_edition=edition, visibility=3, seen_visibility=3, published_at=now, updated_at=now
    )
    return publication.pk


def _person():
    from accounts.models import Organization, User

    found = User.objects.filter(email="bench@example.jp").first()
    return found or User.objects.create_user(
        email="bench@example.jp", name="見本", organization=Organization.objects.order_by("pk")[0], role="officer"
    )


if __name__ == "__main__":
    sys.exit(main())
