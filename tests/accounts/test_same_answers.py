"""Who asks about an address learns nothing of it: the same bytes, headers, cookies, queries and letters' path."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from accounts import actions
from mail.models import Letter
from tests.accounts import another_process
from tests.races.together import together

pytestmark = pytest.mark.django_db
ODD = re.compile(rb'(name="(?:once|csrfmiddlewaretoken)" value=")\w+')


def answer(ask: Callable[[Client], object], email: str) -> tuple[object, ...]:
    """Everything that leaves the site, without tokens of chance and the address itself."""
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = ask(client)
    headers = {name: value.replace(email, "ADDRESS") for name, value in response.headers.items() if name != "Expires"}
    content = ODD.sub(rb"\1", response.content).replace(email.encode(), b"ADDRESS")
    return response.status_code, headers, content, sorted(client.cookies), len(queries)


@pytest.fixture
def addresses(tochigi, kagawa, admin) -> dict[str, str]:
    """All of one length, so that the bytes can be compared."""
    for person, email in ((tochigi, "known-one@example.jp"), (kagawa, "suspended@example.jp")):
        person.email = email
        person.save()
    actions.suspend(kagawa, by=admin)
    return {"known": tochigi.email, "suspended": kagawa.email, "unknown": "not-there@example.jp"}


def test_a_wrong_password(addresses):
    def attempt(email: str) -> tuple[object, ...]:
        return answer(lambda client: client.post("/login/", {"login": email, "password": "x" * 20}), email)

    attempt("anybody@example.jp")  # the first from a place begins its counter
    first, *others = [attempt(email) for email in addresses.values()]
    assert all(other == first for other in others)


def test_a_forgotten_password(addresses):
    def attempt(email: str) -> tuple[object, ...]:
        *public, _ = answer(lambda client: client.post("/password/reset/", {"email": email}), email)
        page = answer(lambda client: client.get("/password/reset/done/"), email)
        return (*public, *page)

    first, *others = [attempt(email) for email in addresses.values()]
    assert all(other == first for other in others)
    letters = list(Letter.objects.order_by("pk"))
    assert [letter.to for letter in letters] == list(addresses.values())
    assert len({letter.subject for letter in letters}) == 1
    tasks = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", "args_kwargs")
    assert [(path, kwargs["args"]) for path, kwargs in tasks] == [("mail.tasks.deliver", [row.pk]) for row in letters]


def test_two_processes_share_one_counter(transactional_db):
    """Twice two tries are four; the fifth locks, whichever process is asked."""
    database = str(connection.settings_dict["NAME"])
    both = [another_process.begin(database, 2) for _ in range(2)]
    assert [another_process.answers(each) for each in both] == [["open", "open"]] * 2
    assert another_process.answers(another_process.begin(database, 2)) == ["locked", "locked"]


def test_counters_are_shared_by_all_that_serve(transactional_db):
    """Eight tries at the same moment over eight connections: five are counted, and then it is locked for each."""

    def attempt() -> str:
        values = {"login": "somebody@example.jp", "password": "x" * 20}
        return Client(REMOTE_ADDR="203.0.113.5").post("/login/", values).content.decode()

    pages = together([attempt] * 8)
    assert not [page for page in pages if isinstance(page, Exception)]
    assert "続けて違ったため" in attempt()
