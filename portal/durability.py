"""Whether the database keeps what it acknowledged when the power goes: it is asked, not the settings."""

from django.db import connection

# PostgreSQL: setting → the answer that loses writes.
_POSTGRESQL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
_ASK_POSTGRESQL = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name"
# SQLite: question → the answers that lose nothing; FULL is 2, EXTRA is 3.
_SQLITE = {"PRAGMA journal_mode": ("wal",), "PRAGMA synchronous": (2, 3), "PRAGMA foreign_keys": (1,)}


def lacking() -> list[str]:
    """`name=value` of every setting under which an acknowledged write may be lost. Raises DatabaseError without one."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = {question: cursor.execute(question).fetchone()[0] for question in _SQLITE}
            return [f"{question}={answer}" for question, answer in found.items() if answer not in _SQLITE[question]]
        cursor.execute(_ASK_POSTGRESQL, [list(_POSTGRESQL)])
        return [f"{name}={setting}" for name, setting in cursor.fetchall() if setting == _POSTGRESQL[name]]
