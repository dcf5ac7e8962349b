"""PostgreSQL: a vector of words with their places beside each row, and BM25 in plain SQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from search.backends import within
from search.backends.base import Candidate, Wanted
from search.models import SearchRow
from search.query import Way
from search.words import K1, B

_STRONG = "\u207a"  # behind a word that says what its row is about; no word has it
_LAST_PLACE, _MOST_PLACES, _MOST_BYTES = 16_383, 255, 2_000
# ts_rank of a single word is 6/π² · (1 + 1/4 + 1/9 + …), as many as there are places: the steps give the number back.
_BY_RANK = 1.64493406685
_STEPS = [round(sum(1 / number**2 for number in range(1, times + 1)) - 1e-4, 6) for times in range(1, 61)]
# By itself, so that the index is read whatever the planner hopes of the rest.
_HAVING = "(SELECT * FROM search_searchrow WHERE vector @@ {} OFFSET 0)"
_HAVING_IT, _HAVING_WAY = _HAVING.format("%s::tsquery"), _HAVING.format("way.value::tsquery")
# The vector is fetched and unpacked once, however many words are measured.
_UNPACKED = "(SELECT *, vector || ''::tsvector AS unpacked FROM search_searchrow WHERE {} OFFSET 0) AS said"
_MEASURED = 3


class PostgreSQL:
    def write(self, rows: Sequence[SearchRow]) -> None:
        values = [value for row in rows for value in (row.pk, _vector(row))]
        places = ", ".join(["(%s, %s)"] * len(rows))
        sql = (
            f"UPDATE search_searchrow SET vector = new.vector::tsvector FROM (VALUES {places}) AS new (id, vector)"  # noqa: S608  only places
            " WHERE search_searchrow.id = new.id"
        )
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(sql, values)

    def candidates(self, wanted: Wanted, among: QuerySet[SearchRow], most: int) -> list[Candidate]:
        made = _newest if wanted.newest else _best if wanted.all_of else _best_of_some
        sql, parameters = made(wanted, among, most)
        with _by_the_index() as cursor:
            cursor.execute(sql, parameters)
            return [Candidate(*row) for row in cursor.fetchall()]

    def number(self, wanted: Wanted, among: QuerySet[SearchRow], most: int) -> int:
        some, parameters = _those(_HAVING_IT, among)
        sql = f"SELECT count(*) FROM ({some} LIMIT %s) AS counted"  # noqa: S608  only places
        with _by_the_index() as cursor:
            cursor.execute(sql, [_expression(wanted), *parameters, most])
            return int(cursor.fetchone()[0])

    def standing(self, ways: Sequence[Way], among: QuerySet[SearchRow]) -> set[Way]:
        some, parameters = _those(_HAVING_WAY, among)
        expressions = [_expression(Wanted(((way,),), {})) for way in ways]
        sql = f"SELECT way.place FROM unnest(%s::text[]) WITH ORDINALITY AS way (value, place) WHERE EXISTS ({some})"  # noqa: S608  only places
        with _by_the_index() as cursor:
            cursor.execute(sql, [expressions, *parameters])
            return {ways[place - 1] for (place,) in cursor.fetchall()}

    def written(self, words: Sequence[str], among: QuerySet[SearchRow]) -> set[str]:
        rows, parameters = _those(_HAVING_WAY, among)
        some = within.written(rows, "strpos(said.text, way.word)")
        expressions = [_expression(Wanted((((word,),),), {})) for word in words]
        sql = f"SELECT way.word FROM unnest(%s::text[], %s::text[]) AS way (value, word) WHERE EXISTS ({some})"  # noqa: S608  only places
        with _by_the_index() as cursor:
            cursor.execute(sql, [expressions, list(words), *parameters])
            return {word for (word,) in cursor.fetchall()}


@contextmanager
def _by_the_index() -> Iterator[CursorWrapper]:
    """The planner takes the vectors for cheap, and would unpack all of them to find a word that many rows have."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor
        cursor.execute("SET LOCAL enable_seqscan = on")


def _newest(wanted: Wanted, among: QuerySet[SearchRow], most: int) -> tuple[str, list[Any]]:
    some, parameters = _those(_HAVING_IT, among)
    return f"{some} ORDER BY 2 DESC, 1 DESC LIMIT %s", [_expression(wanted), *parameters, most]


def _best(wanted: Wanted, among: QuerySet[SearchRow], most: int) -> tuple[str, list[Any]]:
    place, of_place = _place(wanted)
    rows = f"(SELECT *, {place} AS place FROM {_UNPACKED.format('vector @@ %s::tsquery')})"  # noqa: S608  only our own words
    some, parameters = _those(rows, among)
    return f"{some} ORDER BY hits.place, 2, 1 LIMIT %s", [*of_place, _expression(wanted), *parameters, most]


def _best_of_some(wanted: Wanted, among: QuerySet[SearchRow], most: int) -> tuple[str, list[Any]]:
    """Those with the weightiest words first, word by word; only they are measured."""
    rest, of_rest = _those("hits", among, by_key=True)
    one = "SELECT id, -%s::float8 AS place FROM search_searchrow WHERE vector @@ %s::tsquery"
    each = [Wanted((group,), {}, without=wanted.without) for group in wanted.groups]
    values = [value for other in each for value in (wanted.weights.get(other.words[0], 0.0), _expression(other))]
    place, of_place = _place(wanted)
    branches = " UNION ALL ".join([one] * len(each))
    sql = (
        f"WITH hits AS MATERIALIZED (SELECT id, sum(place) AS place FROM ({branches}) AS each"  # noqa: S608  only our own words
        f" GROUP BY id), few AS MATERIALIZED ({rest} ORDER BY hits.place, 2, 1 LIMIT %s)"
        f" SELECT few.id, few.publication_id FROM few CROSS JOIN LATERAL {_UNPACKED.format('id = few.id')}"
        f" ORDER BY {place}, few.publication_id, few.id LIMIT %s"
    )
    return sql, [*values, *of_rest, most * _MEASURED, *of_place, most]


def _those(rows: str, among: QuerySet[SearchRow], *, by_key: bool = False) -> tuple[str, list[Any]]:
    """SQL: (row, publication) of those `rows` that are rows `among`; they have all columns of these, or a key alone.

    Each is looked at once, and what it belongs to by its key, whatever the planner believes: where it takes the tables
    for empty (they were filled a moment ago), it would look the words up once for each publication.
    """
    head, where, parameters = within.parts(among)
    if by_key:
        where = f"{within.TABLE}.id = hits.id AND ({where})"
    else:
        head = head.replace(f"FROM {within.TABLE}", f"FROM (SELECT hits.*) AS {within.TABLE}", 1)
    each = f"CROSS JOIN LATERAL ({head} WHERE {where} OFFSET 0) AS seen"
    return f"SELECT hits.id, seen.publication_id FROM {rows} AS hits {each}", parameters  # noqa: S608  only places


def _place(wanted: Wanted) -> tuple[str, list[Any]]:
    """BM25, turned round: the best is the least."""
    steps = "{" + ",".join(map(str, _STEPS)) + "}"
    often = f"({K1} * ({1 - B} + {B} * length / %s))"
    one = (
        f"%s * {K1 + 1} * times.n / (times.n + {often})"
        " FROM (SELECT width_bucket(ts_rank('{1,1,1,1}', unpacked, %s::tsquery) * "
        f"{_BY_RANK}, %s::float8[])::float8 AS n) AS times"
    )
    parts, values = [], []
    for word in wanted.words:
        parts.append(f"(SELECT {one})")
        values += [wanted.weights.get(word, 0.0), wanted.usual_length, _quoted(word), steps]
    return f"-({' + '.join(parts) or '0'})", values


def _expression(wanted: Wanted) -> str:
    mark = _STRONG if wanted.strong else ""
    groups = [
        " | ".join("(" + " & ".join(_quoted(word + mark) for word in way) + ")" for way in group)
        for group in wanted.groups
    ]
    found = (" & " if wanted.all_of else " | ").join(f"({group})" for group in groups)
    left_out = "".join(f" & !({' & '.join(map(_quoted, way))})" for way in wanted.without)
    return f"({found}){left_out}"


def _vector(row: SearchRow) -> str:
    """As PostgreSQL reads it: 'word':1A,17 with places of the title marked."""
    places: dict[str, list[str]] = {}
    title, body = row.title_words.split(), row.body_words.split()
    for number, word in enumerate((*title, *body), start=1):
        found = places.setdefault(word, [])
        if len(found) < _MOST_PLACES:
            found.append(f"{min(number, _LAST_PLACE)}{'A' if number <= len(title) else ''}")
    written = [f"{_quoted(word)}:{','.join(dict.fromkeys(found))}" for word, found in places.items()]
    return " ".join([*written, *(_quoted(word + _STRONG) for word in row.strong_words.split())])


def _quoted(word: str) -> str:
    """Nothing typed reaches the engine as anything but a word."""
    kept = word.encode()[:_MOST_BYTES].decode("utf-8", "ignore")
    doubled = kept.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
