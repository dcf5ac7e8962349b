"""The part of a query that both databases share: only rows that the reader may see are counted, ordered and cut off."""

from typing import Any

from django.db.models import QuerySet

from search.models import SearchRow

_MOST_READ = 100
_TABLE = '"search_searchrow"'


def beside(hits: str, among: QuerySet[SearchRow], *columns: str) -> tuple[str, list[Any]]:
    """SQL: (row, publication, other columns) of those `hits`, a table with an `id`, that are rows `among`."""
    head, where, parameters = _parts(among, *columns)
    joined = head.replace("SELECT ", "SELECT hits.id, ", 1).replace(
        f"FROM {_TABLE}", f"FROM {hits} CROSS JOIN {_TABLE}", 1
    )
    return f"{joined} WHERE {_TABLE}.id = hits.id AND ({where})", parameters


def instead(rows: str, among: QuerySet[SearchRow]) -> tuple[str, list[Any]]:
    """The same of `rows`, which have all columns of the table, and so need no second look at it."""
    head, where, parameters = _parts(among)
    taken = head.replace("SELECT ", f"SELECT {_TABLE}.id, ", 1).replace(f"FROM {_TABLE}", f"FROM {rows} AS {_TABLE}", 1)
    return f"{taken} WHERE {where}", parameters


def _parts(among: QuerySet[SearchRow], *columns: str) -> tuple[str, str, list[Any]]:
    """SELECT … FROM …, the conditions, and the parameters, all of which stand in these."""
    sql, parameters = among.order_by().values("publication_id", *columns).query.sql_with_params()
    head, where = sql.split(" WHERE ", 1)
    return head, where, list(parameters)


def written(some: str, position: str) -> str:
    """SQL: whether `some` rows have in their text what `position` looks for; not all of many are read."""
    return (
        f"SELECT 1 FROM ({some} LIMIT {_MOST_READ}) AS few"  # noqa: S608  only places
        f" JOIN search_searchrow AS said ON said.id = few.id WHERE {position} > 0"
    )
