"""Asks the queue itself what waits in it, so that work which is looked for again and again stands there once."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.tasks import Task, TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


def waiting(task: "Task[Any, Any]") -> set[Any]:
    """The first arguments of this task's places in the queue, also of those whose time has not come.

    What runs now is not among them: the row of a run that was cut off may say so for ever.
    """
    return {given["args"][0] for given in _rows(task).values_list("args_kwargs", flat=True).iterator() if given["args"]}


def is_waiting(task: "Task[Any, Any]") -> bool:
    """For a task without arguments."""
    return _rows(task).exists()


def hurry(task: "Task[Any, Any]", firsts: Collection[Any]) -> None:
    """The places of this task in the queue that have one of these first arguments are due now."""
    rows = _rows(task).values_list("pk", "args_kwargs").iterator()
    due = [pk for pk, given in rows if given["args"] and given["args"][0] in firsts]
    _rows(task).filter(pk__in=due).update(run_after=timezone.now())


def _rows(task: "Task[Any, Any]") -> "QuerySet[Any]":
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=task.module_path)
