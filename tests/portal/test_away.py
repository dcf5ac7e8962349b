"""What the portal says of itself to machines, and to people while its database is away."""

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client

from portal.management.commands.run import _health_address

ALWAYS = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cache-Control")


@pytest.fixture
def failing(db):
    """A database that answers everything with this error."""

    def fail(problem: Exception):
        def refuse(*_args):
            raise problem

        return connection.execute_wrapper(refuse)

    return fail


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "10.1.2.3", "portal.example.jp", "not-ours.example"])
def test_health_is_answered_whatever_the_name_and_without_https(db, settings, host):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["portal.example.jp"]
    for method in ("get", "head"):
        answer = getattr(Client(), method)("/healthz", headers={"Host": host})
        assert answer.status_code == 200
        assert all(name in answer.headers for name in ALWAYS)
    assert Client().get("/healthz", headers={"Host": host}).content == b"ok"
    assert "Set-Cookie" not in answer.headers
    if host != "portal.example.jp":
        assert Client().get("/login/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("problem", [OperationalError("away"), ProgrammingError("no such table")])
def test_health_is_not_well_while_the_database_is_not(failing, problem):
    with failing(problem):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"unavailable")


@pytest.mark.parametrize("path", ["/", "/login/", "/guidelines/1/", "/manage/"])
def test_people_are_told_that_the_database_is_away(failing, tochigi, path):
    client = Client(raise_request_exception=False)
    client.force_login(tochigi)
    with failing(OperationalError("connection refused")):
        answer = client.get(path)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "<h1>ただいま使えません</h1>" in page
    assert "受付番号" in page
    assert "refused" not in page


def test_another_fault_is_a_fault(failing, tochigi):
    client = Client(raise_request_exception=False)
    client.force_login(tochigi)
    with failing(ProgrammingError("no such column")):
        assert client.get("/").status_code == 500


EVERYWHERE = "0.0.0.0"  # noqa: S104  nothing is bound


@pytest.mark.parametrize(
    ("listens", "asked"),
    [
        ("127.0.0.1", "127.0.0.1"),
        (EVERYWHERE, "127.0.0.1"),
        ("::", "[::1]"),
        ("::1", "[::1]"),
        ("10.0.0.5", "10.0.0.5"),
    ],
)
def test_the_start_asks_where_it_can_be_answered(settings, listens, asked):
    settings.HOST, settings.PORT = listens, 8123
    assert _health_address() == f"http://{asked}:8123/healthz"
