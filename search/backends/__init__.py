"""One engine for each database, behind one small interface: it finds candidates, and Python puts them in order."""

from functools import cache

from django.db import connection

from search.backends.base import Backend


def backend() -> Backend:
    return _made(connection.vendor)


@cache
def _made(vendor: str) -> Backend:
    if vendor == "postgresql":
        from search.backends.postgresql import PostgreSQL  # noqa: PLC0415  only the one that is used

        return PostgreSQL()
    from search.backends.sqlite import SQLite  # noqa: PLC0415

    return SQLite()
