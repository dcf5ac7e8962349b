"""The queue of what takes long: one task of it runs at a time, however many workers there are; the others stay free."""

from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

LONG = "long"


def open_now(ready: DBTaskResultQuerySet) -> DBTaskResultQuerySet:
    """Of what is ready, what may begin. Called where it is claimed: two workers do not both see none running."""
    under_way = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    long = DBTaskResult.objects.filter(queue_name=LONG, status__in=under_way).order_by("pk").select_for_update()
    runs = TaskResultStatus.RUNNING in set(long.values_list("status", flat=True))
    return ready.exclude(queue_name=LONG) if runs else ready
