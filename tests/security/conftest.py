"""The small portal, built once for each module and taken back at its end; each test takes back its own changes."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.security.site import Site, build


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[Site]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def site(built, db) -> Site:
    return built
