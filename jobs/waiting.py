"""Asks the queue itself what waits in it, so that work which is looked for again and again stands there once."""

from typing import Any

from django.tasks import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult


def waiting(task: "Task[Any, Any]") -> set[Any]:
    """The first arguments of this task's places in the queue, also of those whose time has not come.

    What runs now is not among them: the row of a run that was cut off may say so for ever.
    """
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=task.module_path)
    return {given["args"][0] for given in rows.values_list("args_kwargs", flat=True).iterator() if given["args"]}
