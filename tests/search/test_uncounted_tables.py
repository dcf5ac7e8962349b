"""PostgreSQL looks words up once, also where it takes tables that were filled a moment ago for empty."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from search.lookup import finding
from tests.search.answers import search
from tests.search.live import make_found

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans by other means"),
]

PUBLICATIONS = 25
WAYS = 12
"""More than there are words and ways to say them in what is asked here, and fewer than there are publications."""
WORDS_INDEX = "search_row_vector"
LONG = "ほかにもいろいろなことを、ここに長く書いておくと、一つの言葉の割合は低くなります。"


@pytest.fixture
def uncounted(tochigi, kagawa):
    for number in range(PUBLICATIONS):
        make_found(tochigi, f"資料{number}", f"要約と議事録のこと、その{number}。{LONG}")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pg_statistic")
        cursor.execute("UPDATE pg_class SET reltuples = 0, relpages = 1 WHERE relname ~ '^(library|search|accounts)_'")


@pytest.mark.parametrize("asked", ["要約", "要約 議事録", "要約 議事録 存在しない語", "資料 その", "要約 -統計"])
@pytest.mark.parametrize("is_common", [False, True])
def test_words_are_looked_up_once(client, uncounted, kagawa, asked, is_common, monkeypatch):
    if is_common:
        monkeypatch.setattr(finding, "VERY_COMMON", 2)
        monkeypatch.setattr(finding, "FEW", 1)
    client.force_login(kagawa)
    asked_of_it: list[tuple[str, Any]] = []

    def keep(execute, sql: str, parameters, many, context):
        if "@@" in sql:
            asked_of_it.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        assert search(client, asked).total
    assert asked_of_it
    for sql, parameters in asked_of_it:
        assert most_looks(sql, parameters) <= WAYS, sql


def most_looks(sql: str, parameters: Any) -> int:
    """How often the index of words was gone through, as the database itself says."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql, parameters)
        (plan,) = cursor.fetchone()
        cursor.execute("SET LOCAL enable_seqscan = on")
    looks = [node["Actual Loops"] for node in nodes(plan[0]["Plan"]) if node.get("Index Name") == WORDS_INDEX]
    assert looks, plan
    return max(looks)


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", []):
        yield from nodes(part)
