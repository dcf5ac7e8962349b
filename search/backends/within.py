"""The part of a query that both databases share: only rows that the reader may see are counted, ordered and cut off."""

from typing import Any

from django.db.models import QuerySet

from search.models import SearchRow

TABLE = '"search_searchrow"'
_MOST_READ = 100


def parts(among: QuerySet[SearchRow], *columns: str) -> tuple[str, str, list[Any]]:
    """SELECT publication, other columns FROM …; the conditions; and the parameters, all of which stand in these."""
    sql, parameters = among.order_by().values("publication_id", *columns).query.sql_with_params()
    head, where = sql.split(" WHERE ", 1)
    return head, where, list(parameters)


def written(some: str, position: str) -> str:
    """SQL: whether `some` rows have in their text what `position` looks for; not all of many are read."""
    return (
        f"SELECT 1 FROM ({some} LIMIT {_MOST_READ}) AS few"  # noqa: S608  only places
        f" JOIN search_searchrow AS said ON said.id = few.id WHERE {position} > 0"
    )
