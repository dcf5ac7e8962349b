"""People and world are built once for a module; each test acts in a savepoint of its own."""

import copy
from collections.abc import Iterator

import pytest
from django.db import transaction

import clock
from tests.doors.cast import Cast, make_cast, read_again
from tests.doors.world import World, build


@pytest.fixture(autouse=True)
def _still_clock(monkeypatch):
    """Pages say when they were made, and looks are noted by the minute: a minute that ends is no difference."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """One transaction around all tests of a module, rolled back at its end; `db` opens a savepoint within it."""
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def first_cast(module_db, django_db_blocker) -> Cast:
    with django_db_blocker.unblock():
        return make_cast()


@pytest.fixture(scope="module")
def first_world(first_cast, django_db_blocker) -> World:
    with django_db_blocker.unblock():
        return build(first_cast["owner"], first_cast["desk"], first_cast["secretariat"])


@pytest.fixture
def people(first_cast, db) -> Cast:
    """Everybody as they stand in the database: what one test did to them, no other test sees."""
    return read_again(first_cast)


@pytest.fixture
def world(first_world, db) -> World:
    return copy.deepcopy(first_world)
