"""The queue of what takes long: one task of it runs at a time, however many workers there are; the others stay free."""

from django.db import connection
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

LONG = "long"
_TURN = "SELECT pg_advisory_xact_lock(1785688691)"  # any number that nothing else locks


def open_now(ready: DBTaskResultQuerySet) -> DBTaskResultQuerySet:
    """Of what is ready, what may begin."""
    runs = DBTaskResult.objects.filter(queue_name=LONG, status=TaskResultStatus.RUNNING).exists()
    return ready.exclude(queue_name=LONG) if runs else ready


def take_turn() -> None:
    """Until the transaction ends nobody else claims: two workers do not both see none running.

    On SQLite the transaction is exclusive anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_TURN)
