"""What was acknowledged survives a power cut: the site asks its database, and does not start with one that forgets."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler, OperationalError

from portal import checks, durability
from portal.environment import database

ON_SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'")
ON_POSTGRESQL = pytest.mark.skipif("connection.vendor != 'postgresql'")
FORGETFUL_SQLITE = ["synchronous=OFF", "synchronous=NORMAL", "journal_mode=DELETE", "foreign_keys=OFF"]


@pytest.fixture
def site(tmp_path, monkeypatch, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """The database as the site opens it, not as the tests do."""
    made = ConnectionHandler({"default": database("", tmp_path)})["default"]
    monkeypatch.setattr(durability, "connection", made)
    with django_db_blocker.unblock():
        yield made
        made.close()


@ON_SQLITE
def test_sqlite_as_the_site_opens_it_keeps_what_it_acknowledges(site):
    assert durability.lacking() == []
    assert checks.forgetful_database(None) == []
    checks.refuse_unsafe()


@ON_SQLITE
@pytest.mark.parametrize("said", FORGETFUL_SQLITE)
def test_sqlite_that_forgets_does_not_start(site, said):
    with site.cursor() as cursor:
        cursor.execute(f"PRAGMA {said}")
    name = said.partition("=")[0]
    [message] = checks.forgetful_database(None)
    assert (message.id, name in message.msg) == ("portal.E017", True)
    with pytest.raises(ImproperlyConfigured, match=name):
        checks.refuse_unsafe()
    with pytest.raises(CommandError, match=name):
        call_command("run")


@ON_POSTGRESQL
@pytest.mark.django_db
def test_postgresql_that_answers_before_the_disk_does_not_start():
    """The server of the tests is one as it comes; one session of it is told to be quick."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        assert durability.lacking() == []
        checks.refuse_unsafe()
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert durability.lacking() == ["synchronous_commit=off"]
    [message] = checks.forgetful_database(None)
    assert (message.id, "synchronous_commit=off" in message.msg) == ("portal.E017", True)
    with pytest.raises(ImproperlyConfigured, match="synchronous_commit"):
        checks.refuse_unsafe()


@ON_POSTGRESQL
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_postgresql_without_its_guards_is_named(monkeypatch, name):
    """A running server cannot be told so by a session; what it would answer is put in the place of its own answer."""
    monkeypatch.setitem(durability._POSTGRESQL, name, "on")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
    assert durability.lacking() == [f"{name}=on"]


def test_a_database_that_is_not_there_is_asked_at_the_next_start(monkeypatch):
    def nobody():
        raise OperationalError

    monkeypatch.setattr(durability, "lacking", nobody)
    assert checks.forgetful_database(None) == []


def test_the_deployment_check_asks_the_database():
    from django.core.checks.registry import registry

    assert checks.forgetful_database in registry.deployment_checks
