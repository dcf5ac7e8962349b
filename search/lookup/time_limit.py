"""A search holds its process for so long and no longer: what takes longer is cut off, also within one statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction

_STEPS = 1_000  # of SQLite between two looks at the clock: well under a millisecond
_CUT_OFF = {"SQLITE_INTERRUPT", "57014"}
_TIMEOUT = "SET LOCAL statement_timeout = %s"
_READS = ("SELECT", "WITH")
_deadline: ContextVar[float] = ContextVar("deadline", default=inf)


class TookTooLong(Exception):
    """Nothing was found in time; the connection is as good as before."""


@contextmanager
def time_limit(seconds: float | None = None) -> Iterator[None]:
    """Raises TookTooLong. `seconds`: else as limits.toml says; never beyond the end of a limit around this one."""
    outer = _deadline.get()
    given = settings.LIMITS.search_seconds if seconds is None else seconds
    mark = _deadline.set(min(outer, monotonic() + given))
    limited = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    try:
        with limited(outer), connection.execute_wrapper(_in_time):
            yield
    except OperationalError as problem:
        cause = problem.__cause__
        if {getattr(cause, "sqlite_errorname", ""), getattr(cause, "sqlstate", "")} & _CUT_OFF:
            raise TookTooLong from problem
        raise
    finally:
        _deadline.reset(mark)


def _is_over() -> bool:
    return monotonic() > _deadline.get()


def _in_time(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
    """Many quick reads take time, too. What ends a transaction is let through."""
    if sql.startswith(_READS) and _is_over():
        raise TookTooLong
    return execute(sql, *more)


@contextmanager
def _on_sqlite(outer: float) -> Iterator[None]:
    """Without a transaction: one would wait for those who write."""
    connection.ensure_connection()
    database = connection.connection
    database.set_progress_handler(_is_over, _STEPS)
    try:
        yield
    finally:
        if outer == inf:
            database.set_progress_handler(None, 0)


@contextmanager
def _on_postgresql(outer: float) -> Iterator[None]:
    with transaction.atomic():
        _set_timeout(_deadline.get())
        yield
        _set_timeout(outer)


def _set_timeout(until: float) -> None:
    """Until the transaction ends; 0 is none."""
    milliseconds = 0 if until == inf else max(1, int((until - monotonic()) * 1000))
    with connection.cursor() as cursor:
        cursor.execute(_TIMEOUT, [milliseconds])
