"""All rows of all tables, to be compared: what a request changed, and what it did not."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, models

type Rows = dict[str, list[dict[str, object]]]


def tables() -> dict[str, type[models.Model]]:
    """Table → model, those between two models included."""
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def frozen(*, without: Collection[str] = ()) -> Rows:
    """Every row of every table but some, in a fixed order."""
    return {
        name: list(model._base_manager.order_by("pk").values())
        for name, model in tables().items()
        if name not in without
    }


def changes(before: Rows, after: Rows) -> dict[str, list[dict[str, object]]]:
    """Table → rows that are new, gone or different."""
    found = {}
    for name, rows in after.items():
        old = before[name]
        if rows == old:
            continue
        different = [row for row in rows if row not in old] + [row for row in old if row not in rows]
        if different:
            found[name] = different
    return found


@contextmanager
def writes(into: list[str]) -> Iterator[None]:
    """Gathers the statements that write, so that a failure can name the address that did it."""

    def look(execute, sql, params, many, context):
        if sql.lstrip("( ").split(" ", 1)[0].upper() in {"INSERT", "UPDATE", "DELETE", "REPLACE"}:
            into.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield
