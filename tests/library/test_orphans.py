"""Bytes that no row names stand on a list for days before they go, and the wrong database costs nothing."""

import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from library import orphans
from library.models import File, Orphan, Page, PaperPage
from library.storage.local import FolderVault
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def store(settings, tmp_path, monkeypatch) -> FolderVault:
    settings.DATA_DIR = tmp_path
    found = FolderVault()
    monkeypatch.setattr(orphans, "vault", lambda: found)
    return found


@pytest.fixture
def file(tochigi: User) -> File:
    return factories.make_draft(tochigi).files.get()


def put(store: FolderVault, *, age: timedelta = DAY) -> str:
    key = store.put(ContentFile(b"bytes")).key
    moment = (NOW - age).timestamp()
    os.utime(store.path(key), (moment, moment))
    return key


def listed() -> set[str]:
    return set(Orphan.objects.values_list("key", flat=True))


def test_a_key_stands_on_the_list_for_the_days_of_the_setting(store, file, settings):
    key = put(store, age=100 * DAY)
    assert orphans.sweep(now=NOW) == []
    assert listed() == {key}
    days = settings.LIMITS.orphan_days * DAY
    assert orphans.sweep(now=NOW + days - timedelta(seconds=1)) == []
    assert store.exists(key)
    assert orphans.sweep(now=NOW + days) == [key]
    assert not store.exists(key)
    assert listed() == set()


@pytest.mark.parametrize(
    ("model", "field"),
    [(File, "key"), *((model, field) for model in (Page, PaperPage) for field in ("picture_key", "thumbnail_key"))],
)
def test_what_a_row_names_is_never_listed_and_leaves_the_list(store, file, model, field):
    named, back = put(store), put(store)
    factories.print_first_page(file)
    rows = model.objects.all()
    rows.update(**{field: named})
    orphans.sweep(now=NOW)
    assert listed() == {back}
    rows.update(**{field: back})
    orphans.sweep(now=NOW + DAY)
    assert listed() == {named}
    assert store.exists(back)


def test_a_key_that_got_its_row_after_the_list_was_written_stays(store, file, monkeypatch):
    key = put(store)
    orphans.sweep(now=NOW)
    File.objects.filter(pk=file.pk).update(key=key)
    monkeypatch.setattr(orphans, "_note", lambda *_, **__: None)
    assert orphans.sweep(now=NOW + 8 * DAY) == []
    assert store.exists(key)
    assert listed() == set()


def test_without_any_file_row_nothing_is_touched(store):
    key = put(store, age=100 * DAY)
    Orphan.objects.create(key=key, seen_at=NOW - 100 * DAY)
    assert orphans.sweep(now=NOW) == []
    assert store.exists(key)


def test_fresh_bytes_wait_for_their_row(store, file):
    put(store, age=timedelta(minutes=5))
    orphans.sweep(now=NOW)
    assert listed() == set()


def test_a_sweep_costs_the_same_for_one_key_and_for_a_batch(store, file):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            orphans.sweep(now=NOW)
        return len(queries)

    put(store)
    one = cost()
    for _ in range(40):
        put(store)
    assert cost() == one


def test_no_look_for_names_reads_a_whole_table(store, file):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole, whatever indexes there are")
    put(store)
    with CaptureQueriesContext(connection) as queries:
        orphans.sweep(now=NOW)
    asked = [query["sql"] for query in queries if "library_page" in query["sql"] or " IN (" in query["sql"]]
    assert len(asked) == 6
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = "\n".join(str(row[-1]) for row in cursor)
            assert "SEARCH" in plan, sql
            assert "SCAN" not in plan, sql


def test_the_command_shows_the_list_and_deletes_nothing(store, file):
    key = put(store, age=100 * DAY)
    Orphan.objects.create(key=key, seen_at=NOW - 100 * DAY)
    out = StringIO()
    call_command("sweep_files", shows_list=True, stdout=out)
    assert key in out.getvalue()
    assert store.exists(key)
    call_command("sweep_files", stdout=out)
    assert not store.exists(key)
