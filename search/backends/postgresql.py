"""PostgreSQL: a vector of words with their places beside each row, and BM25 in plain SQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from search.backends.base import Candidate, Wanted
from search.backends.within import among_them, beside, written
from search.models import SearchRow
from search.query import Way
from search.words import K1, B

_STRONG = "\u207a"  # behind a word that says what its row is about; no word has it
_LAST_PLACE, _MOST_PLACES, _MOST_BYTES = 16_383, 255, 2_000
# ts_rank of a single word is 6/π² · (1 + 1/4 + 1/9 + …), as many as there are places: the steps give the number back.
_BY_RANK = 1.64493406685
_STEPS = [round(sum(1 / number**2 for number in range(1, times + 1)) - 1e-4, 6) for times in range(1, 61)]
# By itself, so that the index is read whatever the planner hopes of the rest.
_HAVING = "(SELECT id FROM search_searchrow WHERE vector @@ way.value::tsquery OFFSET 0) AS hits"


# The vector is fetched and unpacked once, however many words are measured.
_UNPACKED = "(SELECT id, length, vector || ''::tsvector AS vector FROM search_searchrow WHERE {} OFFSET 0) AS said"
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

    def standing(self, ways: Sequence[Way], among: QuerySet[SearchRow]) -> set[Way]:
        some, parameters = beside(_HAVING, among)
        expressions = [_expression(Wanted(((way,),), {})) for way in ways]
        sql = f"SELECT way.place FROM unnest(%s::text[]) WITH ORDINALITY AS way (value, place) WHERE EXISTS ({some})"  # noqa: S608  only places
        with connection.cursor() as cursor:
            cursor.execute(sql, [expressions, *parameters])
            return {ways[place - 1] for (place,) in cursor.fetchall()}

    def written(self, words: Sequence[str], among: QuerySet[SearchRow]) -> set[str]:
        some, parameters = written(_HAVING, among, "strpos(said.text, way.word)")
        expressions = [_expression(Wanted((((word,),),), {})) for word in words]
        sql = f"SELECT way.word FROM unnest(%s::text[], %s::text[]) AS way (value, word) WHERE EXISTS ({some})"  # noqa: S608  only places
        with connection.cursor() as cursor:
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
    rest, parameters = among_them(among, most)
    hits = "SELECT id, -id AS place FROM search_searchrow WHERE vector @@ %s::tsquery ORDER BY place, id"
    return f"WITH hits AS ({hits}) {rest}", [_expression(wanted), *parameters]


def _best(wanted: Wanted, among: QuerySet[SearchRow], most: int) -> tuple[str, list[Any]]:
    rest, parameters = among_them(among, most)
    place, of_place = _place(wanted)
    hits = f"SELECT id, {place} AS place FROM {_UNPACKED.format('vector @@ %s::tsquery')}"  # noqa: S608  only our own words
    return f"WITH hits AS ({hits}) {rest}", [*of_place, _expression(wanted), *parameters]


def _best_of_some(wanted: Wanted, among: QuerySet[SearchRow], most: int) -> tuple[str, list[Any]]:
    """Those with the weightiest words first, word by word; only they are measured."""
    rest, of_rest = among_them(among, most * _MEASURED)
    one = "SELECT id, -%s::float8 AS place FROM search_searchrow WHERE vector @@ %s::tsquery"
    each = [Wanted((group,), {}, without=wanted.without) for group in wanted.groups]
    values = [value for other in each for value in (wanted.weights.get(other.words[0], 0.0), _expression(other))]
    place, of_place = _place(wanted)
    branches = " UNION ALL ".join([one] * len(each))
    sql = (
        f"WITH hits AS MATERIALIZED (SELECT id, sum(place) AS place FROM ({branches}) AS each"  # noqa: S608  only our own words
        f" GROUP BY id), few AS MATERIALIZED ({rest})"
        f" SELECT few.id, few.publication_id FROM few CROSS JOIN LATERAL {_UNPACKED.format('id = few.id')}"
        f" ORDER BY {place}, few.id LIMIT %s"
    )
    return sql, [*values, *of_rest, *of_place, most]


def _place(wanted: Wanted) -> tuple[str, list[Any]]:
    """BM25, turned round: the best is the least."""
    steps = "{" + ",".join(map(str, _STEPS)) + "}"
    often = f"({K1} * ({1 - B} + {B} * length / %s))"
    one = (
        f"%s * {K1 + 1} * times.n / (times.n + {often})"
        " FROM (SELECT width_bucket(ts_rank('{1,1,1,1}', vector, %s::tsquery) * "
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
