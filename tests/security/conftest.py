"""Two small portals, built once for each module that asks and taken back at its end; each test takes back its own."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.security import planted as words
from tests.security.planted import Planted
from tests.security.site import Site, build


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[Site]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def site(built, db) -> Site:
    return built


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker) -> Iterator[Planted]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield words.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(planted, db) -> Planted:
    return planted
