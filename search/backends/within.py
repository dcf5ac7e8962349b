"""The part of a query that both databases share: only rows that the reader may see are counted, ordered and cut off."""

from typing import Any

from django.db.models import QuerySet

from search.models import SearchRow

_MOST_READ = 100
_SAME_ROW = '"search_searchrow"."id" = hits.id'


def among_them(among: QuerySet[SearchRow], most: int) -> tuple[str, list[Any]]:
    """SQL behind a `WITH hits (id, place)`: (row, publication), best place first."""
    text, parameters = beside("hits", among)
    return f"{text} ORDER BY hits.place, hits.id LIMIT %s", [*parameters, most]


def written(hits: str, among: QuerySet[SearchRow], position: str) -> tuple[str, list[Any]]:
    """SQL: whether some of those `hits` have in their text what `position` looks for."""
    some, parameters = beside(hits, among)
    few = f"({some} LIMIT {_MOST_READ}) AS few"
    sql = f"SELECT 1 FROM {few} JOIN search_searchrow AS said ON said.id = few.id WHERE {position} > 0"  # noqa: S608  only places
    return sql, parameters


def beside(hits: str, among: QuerySet[SearchRow]) -> tuple[str, list[Any]]:
    """SQL: (row, publication) of those `hits`, a table with an `id`, that are rows `among`."""
    sql, parameters = among.order_by().values("publication_id").query.sql_with_params()
    head, where = sql.split(" WHERE ", 1)
    joined = head.replace("SELECT ", "SELECT hits.id, ", 1).replace(
        'FROM "search_searchrow"', f'FROM {hits} CROSS JOIN "search_searchrow"', 1
    )
    return f"{joined} WHERE {_SAME_ROW} AND ({where})", list(parameters)
