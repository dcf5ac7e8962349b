"""SQLite: FTS5, whose table the triggers of the migration keep in step with the rows."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from search.backends import within
from search.backends.base import Candidate, Wanted
from search.models import ROW_PLACE, SearchRow
from search.query import Way

# Worked out and put in order before the rows are looked at: elsewhere bm25 has no context, and so the walk ends as soon
# as there are enough rows that are seen. Without a LIMIT, an inner order would be forgotten.
_BEST = """
WITH hits AS MATERIALIZED (
    SELECT rowid AS id, bm25(search_words, 1, 1, 0) AS place FROM search_words WHERE search_words MATCH %s
    ORDER BY place, id LIMIT -1
)
"""
_NEWEST = """
WITH hits AS MATERIALIZED (
    SELECT rowid AS id FROM search_words WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT -1
)
"""
_HAVING_IT = "(SELECT rowid AS id FROM search_words WHERE search_words MATCH %s) AS hits"
_HAVING_WAY = "(SELECT rowid AS id FROM search_words WHERE search_words MATCH way.value) AS hits"

_ROWS = 'CROSS JOIN "search_searchrow"'


class SQLite:
    def write(self, rows: Sequence[SearchRow]) -> None:
        """The triggers have done it."""

    def candidates(self, wanted: Wanted, among: QuerySet[SearchRow], most: int) -> list[Candidate]:
        rest, parameters = _beside("hits", among)
        sql = f"{_NEWEST if wanted.newest else _BEST} {rest} LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(sql, [_expression(wanted), *parameters, most])
            return [Candidate(*row) for row in cursor.fetchall()]

    def number(self, wanted: Wanted, among: QuerySet[SearchRow], most: int) -> int:
        rest, parameters = _beside(_HAVING_IT, among)
        sql = f"SELECT count(*) FROM ({rest} LIMIT %s)"  # noqa: S608  only places
        with connection.cursor() as cursor:
            cursor.execute(sql, [_expression(wanted), *parameters, most])
            return int(cursor.fetchone()[0])

    def standing(self, ways: Sequence[Way], among: QuerySet[SearchRow]) -> set[Way]:
        some, parameters = _beside(_HAVING_WAY, among)
        expressions = json.dumps([_expression(Wanted(((way,),), {})) for way in ways])
        sql = f"SELECT way.key FROM json_each(%s) AS way WHERE EXISTS ({some})"  # noqa: S608  only places
        with connection.cursor() as cursor:
            cursor.execute(sql, [expressions, *parameters])
            return {ways[place] for (place,) in cursor.fetchall()}

    def written(self, words: Sequence[str], among: QuerySet[SearchRow]) -> set[str]:
        rows, parameters = _beside(_HAVING_WAY, among)
        some = within.written(rows, "instr(said.text, way.key)")
        expressions = json.dumps({word: _expression(Wanted((((word,),),), {})) for word in words})
        sql = f"SELECT way.key FROM json_each(%s) AS way WHERE EXISTS ({some})"  # noqa: S608  only places
        with connection.cursor() as cursor:
            cursor.execute(sql, [expressions, *parameters])
            return {word for (word,) in cursor.fetchall()}


def _beside(hits: str, among: QuerySet[SearchRow]) -> tuple[str, list[Any]]:
    """The planner takes the row itself, which is long, for as near as the index that has all that is asked of it."""
    sql, parameters = within.beside(hits, among)
    return sql.replace(_ROWS, f"{_ROWS} INDEXED BY {ROW_PLACE}", 1), parameters


def _expression(wanted: Wanted) -> str:
    groups = [
        " OR ".join("(" + " AND ".join(_quoted(word) for word in way) + ")" for way in group) for group in wanted.groups
    ]
    found = (" AND " if wanted.all_of else " OR ").join(f"({group})" for group in groups)
    found = f"strong : ({found})" if wanted.strong else f"{{title body}} : ({found})"
    for way in wanted.without:
        found = f"({found}) NOT ({{title body}} : ({' AND '.join(map(_quoted, way))}))"
    return found


def _quoted(word: str) -> str:
    """Nothing typed reaches the engine as anything but a word."""
    doubled = word.replace('"', '""')
    return f'"{doubled}"'
