"""A fault in any view: a page in Japanese with a receipt number, and nothing of how the site works inside."""

import logging
import re

import pytest
from django.core.handlers.base import BaseHandler
from django.db import OperationalError, connection

from audit.context import origin
from tests.security.inert import Page
from tests.security.site import Site, addresses, body
from tests.security.test_headers import wrong

SECRET = "SELECT password FROM accounts_user; /srv/portal/library/models.py line 99; PortalFault 6.1.3"
INSIDE = [
    "SELECT",
    "password FROM",
    "/srv/",
    "models.py",
    "PortalFault",
    "6.1.3",
    "Traceback",
    "RuntimeError",
    "Error:",
]


FAULT = ("うまく処理できませんでした", "操作した内容は保存されていない可能性があります")
AWAY = ("ただいま使えません", "少し時間をおいて、もう一度開いてください")


def is_honest(response, status: int = 500, words: tuple[str, ...] = FAULT) -> None:
    """What happened, what became of the input, what to do, under which number it is known."""
    html = body(response).decode()
    assert response.status_code == status
    assert [word for word in INSIDE if word in html] == []
    page = Page(html)
    assert page.alive == []
    assert all(page.shows(said) for said in words)
    assert wrong(response) == {}


def receipt(response) -> str:
    return re.search(r"受付番号 <b>([0-9a-f]{16})</b>", response.content.decode())[1]


@pytest.fixture
def faulty(monkeypatch, site: Site) -> Site:
    """Every view fails with words that must not be told."""

    def fail(_self, _view):
        def view(*_args, **_kwargs):
            raise RuntimeError(SECRET)

        return view

    monkeypatch.setattr(BaseHandler, "make_view_atomic", fail)
    return site


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ["anonymous", "officer"])
def test_a_fault_in_each_view(faulty: Site, role, method):
    client, numbers = faulty.client(role, raise_request_exception=False), set()
    for name, address in addresses(faulty).items():
        if name == "healthz":  # answered before any view
            continue
        response = getattr(client, method)(address, {"title": "見本"})
        if response.status_code == 302:  # who is not signed in does not come as far
            assert response["Location"].startswith("/login/"), name
            continue
        is_honest(response)
        numbers.add(receipt(response))
    assert len(numbers) > 8, "each has a number of its own"


def test_the_log_knows_the_fault_by_the_number_that_was_told(faulty: Site, monkeypatch):
    known = []
    monkeypatch.setattr(
        logging.getLogger("django.request"), "handle",
        lambda record: known.append((origin.get().request_id, str(record.exc_info[1]))),
    )  # fmt: skip
    response = faulty.client("officer", raise_request_exception=False).get("/guidelines/")
    assert known == [(receipt(response), SECRET)]


@pytest.mark.parametrize("path", ["/", "/guidelines/", "/login/", "/me/drafts/"])
def test_a_database_that_does_not_answer(site: Site, path):
    """Also where the session itself cannot be read; an error page asks the database for nothing."""

    def fail(*_args):
        raise OperationalError(SECRET)

    client = site.client("officer", raise_request_exception=False)
    with connection.execute_wrapper(fail):
        response = client.get(path)
    is_honest(response, 503, AWAY)
