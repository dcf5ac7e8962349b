"""What SQLite walks whole every time, PostgreSQL walks by turns: a third each day, all of it with `REQUIRE_ALL=1`."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection

TURNS = 3
# Said once, so that all processes of one run agree on the day.
_DAY = int(os.environ.setdefault("DAY_OF_TESTS", str(datetime.now(UTC).date().toordinal())))


def of_today[T](whole: Iterable[T]) -> list[T]:
    rows = list(whole)
    is_whole = connection.vendor != "postgresql" or os.environ.get("REQUIRE_ALL")
    return rows if is_whole else rows[_DAY % TURNS :: TURNS]
