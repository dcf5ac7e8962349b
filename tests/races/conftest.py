"""Races need rows that other connections see, so each test commits for real, on either database."""

import pytest

from accounts.models import Organization, User
from tests import factories


@pytest.fixture(autouse=True)
def shared_rows(transactional_db) -> None:
    """No transaction of the test's own around it."""


@pytest.fixture
def desks(shared_rows) -> list[User]:
    """Two of the secretariat."""
    body = factories.make_body(Organization.Kind.SECRETARIAT, "事務局")
    return [
        factories.make_user(f"{name}@example.jp", body=body, role="secretariat", name=f"見本 {name}")
        for name in ("taro", "jiro")
    ]


@pytest.fixture
def officers(shared_rows) -> list[User]:
    """Two of 栃木県."""
    body = factories.make_member("09")
    return [factories.make_user(f"{name}@example.jp", body=body, name=f"見本 {name}") for name in ("hanako", "ichiro")]
