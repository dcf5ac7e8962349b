"""No oracle by time: what is hidden or unknown is asked for and computed exactly as what is there."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.doors.cast import client_of


def statements(queries: CaptureQueriesContext) -> list[str]:
    """The statements without the values in them: equal statements are planned alike."""
    return [re.sub(r"\d+", "0", re.sub(r"'(?:[^']|'')*'", "?", query["sql"])) for query in queries]


@pytest.mark.parametrize("role", ["anonymous", "observer", "elsewhere", "administrator"])
def test_a_hidden_hit_costs_the_statements_of_no_hit(people, world, role):
    client, costs = client_of(people[role]), []
    hidden = world.things["draft"].marker, world.things["proxied-secretariat"].marker
    for word in (*hidden, hidden[0].replace("目印", "無印")):
        client.get("/guidelines/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/guidelines/", {"q": word}).status_code == 200
        costs.append(statements(queries))
    assert costs[0]
    assert costs == [costs[-1]] * len(costs)


def test_a_password_is_hashed_for_accounts_that_do_not_exist_too(people, monkeypatch):
    encode, hashed = MD5PasswordHasher.encode, []

    def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    numbers = {}
    for who in ("tochigi@example.jp", "suspended@example.jp", "former@example.jp", "nobody@example.jp"):
        hashed.clear()
        Client().post("/login/", {"login": who, "password": "wrong-password-wrong"})
        numbers[who] = len(hashed)
    assert numbers == dict.fromkeys(numbers, 1)


def test_a_reset_is_asked_for_with_the_same_statements_for_known_and_unknown(people):
    costs = []
    for email in ("first@example.jp", "tochigi@example.jp", "nobody@example.jp", "suspended@example.jp"):
        with CaptureQueriesContext(connection) as queries:
            answer = Client().post("/password/reset/", {"email": email})
        assert answer.status_code == 302
        costs.append(statements(queries))
    _, *costs = costs  # the first from a place makes the counter of that place
    assert costs == [costs[0]] * len(costs)
