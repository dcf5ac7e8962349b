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
from search.words import K1, B

# BM25 with our own weights: those of FTS5 count what this reader may not see. Of few rows all are wanted: nothing is
# measured then.
_BEST = f"""
WITH hits AS MATERIALIZED (
    SELECT found.id, found.publication_id AS publication, found.length FROM ({{rest}}) AS found
),
times AS MATERIALIZED (
    SELECT said.doc AS id, word.value AS weight, count(*) AS n
    FROM json_each(%s) AS word CROSS JOIN search_places AS said
    WHERE said.term = word.key AND said.col <> 'strong' AND (SELECT count(*) FROM hits) > %s
    GROUP BY word.key, said.doc
),
measured AS (
    SELECT id, publication, 0.0 AS place FROM hits
    UNION ALL
    SELECT hits.id, hits.publication, times.weight * {K1 + 1} * times.n
        / (times.n + {K1} * ({1 - B} + {B} * hits.length / %s))
    FROM times CROSS JOIN hits ON hits.id = times.id
)
SELECT id, publication FROM measured GROUP BY id ORDER BY sum(place) DESC, publication, id LIMIT %s
"""  # noqa: S608  only our own numbers
_HAVING_IT = "(SELECT rowid AS id FROM search_words WHERE search_words MATCH %s) AS hits"
_HAVING_WAY = "(SELECT rowid AS id FROM search_words WHERE search_words MATCH way.value) AS hits"


class SQLite:
    def write(self, rows: Sequence[SearchRow]) -> None:
        """The triggers have done it."""

    def candidates(self, wanted: Wanted, among: QuerySet[SearchRow], most: int) -> list[Candidate]:
        sql, parameters = (_newest if wanted.newest else _best)(wanted, among, most)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
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


def _newest(wanted: Wanted, among: QuerySet[SearchRow], most: int) -> tuple[str, list[Any]]:
    """Of publications: a row is the newer for a hidden file beside it that was read."""
    rest, parameters = _beside(_HAVING_IT, among)
    return f"{rest} ORDER BY 2 DESC, 1 DESC LIMIT %s", [_expression(wanted), *parameters, most]


def _best(wanted: Wanted, among: QuerySet[SearchRow], most: int) -> tuple[str, list[Any]]:
    rest, parameters = _beside(_HAVING_IT, among, "length")
    weights = json.dumps({word: wanted.weights.get(word, 0.0) for word in wanted.words})
    values = [_expression(wanted), *parameters, weights, wanted.enough, wanted.usual_length, most]
    return _BEST.format(rest=rest), values


def _beside(hits: str, among: QuerySet[SearchRow], *columns: str) -> tuple[str, list[Any]]:
    """SQL: (row, publication, other columns) of those `hits`, a table with an `id`, that are rows `among`.

    The planner takes the row itself, which is long, for as near as the index that has all that is asked of it.
    """
    head, where, parameters = within.parts(among, *columns)
    joined = head.replace("SELECT ", "SELECT hits.id, ", 1).replace(
        f"FROM {within.TABLE}", f"FROM {hits} CROSS JOIN {within.TABLE} INDEXED BY {ROW_PLACE}", 1
    )
    return f"{joined} WHERE {within.TABLE}.id = hits.id AND ({where})", parameters


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
