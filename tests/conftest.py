"""The cast: the people that every test knows, and the data folder that they write into."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import Organization, Role, User
from tests import factories, turns  # noqa: F401  the day of this run is said here
from tests.missing import pytest_runtest_makereport  # noqa: F401  a hook
from tests.no_other_host import nobody_else_is_asked, nobody_else_was_asked  # noqa: F401  for every test


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """PostgreSQL would sweep a table while a test fills it, count it as empty, and go through it row by row then."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in connection.introspection.table_names(cursor):
                statement = f"ALTER TABLE {connection.ops.quote_name(table)} SET (autovacuum_enabled = off)"
                cursor.execute(statement)


@pytest.fixture
def secretariat_body(db) -> Organization:
    return factories.make_body(Organization.Kind.SECRETARIAT, "事務局")


@pytest.fixture
def admin(secretariat_body) -> User:
    return factories.make_user("admin@example.jp", body=secretariat_body, role=Role.ADMINISTRATOR, name="見本 管理")


@pytest.fixture
def secretariat(secretariat_body) -> User:
    return factories.make_user("secretariat@example.jp", body=secretariat_body, role=Role.SECRETARIAT, name="見本 太郎")


@pytest.fixture
def secretariat2(secretariat_body) -> User:
    return factories.make_user(
        "secretariat2@example.jp", body=secretariat_body, role=Role.SECRETARIAT, name="見本 次郎"
    )


@pytest.fixture
def tochigi(db) -> User:
    return factories.make_user("tochigi@example.jp", body=factories.make_member("09"), name="見本 花子")


@pytest.fixture
def tochigi2(db) -> User:
    return factories.make_user(
        "tochigi2@example.jp", body=factories.make_member("09"), role=Role.COORDINATOR, name="見本 一郎"
    )


@pytest.fixture
def kagawa(db) -> User:
    return factories.make_user("kagawa@example.jp", body=factories.make_member("37"), name="見本 さぬき")


@pytest.fixture
def observer(db) -> User:
    body = factories.make_body(Organization.Kind.OBSERVER, "日本マイクロソフト株式会社", order=92)
    return factories.make_user("observer@example.jp", body=body, role=Role.OBSERVER, name="見本 オブ")


@pytest.fixture
def shared_path() -> Iterator[Path]:
    """A folder that everybody on this machine may enter, unlike those of `tmp_path`: a child may be another user."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)
