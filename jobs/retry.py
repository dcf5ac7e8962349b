"""Second chances: a failed task is tried again later, a task whose worker died at once."""

import os
import socket
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from jobs.models import Heartbeat

MOST_TRIES = 5
SILENT_FOR = timedelta(seconds=60)
KEPT_FOR = timedelta(days=7)


def wait_before(tries: int) -> timedelta:
    """Ten seconds after the first failure, then four times as long each time."""
    return timedelta(seconds=10 * 4 ** (tries - 1))


def after_failure(result: "DBTaskResult[Any, Any]", *, now: datetime) -> bool:
    """Put a failed task back into the queue while it has tries left; True when it was."""
    tries = len(result.worker_ids)
    if tries >= MOST_TRIES:
        return False
    return bool(
        DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.FAILED).update(
            status=TaskResultStatus.READY, run_after=now + wait_before(tries)
        )
    )


def dead_workers(*, now: datetime) -> list[str]:
    """Workers that are silent too long, and those of this machine whose process is gone."""
    here = socket.gethostname()
    return [
        beat.worker_id
        for beat in Heartbeat.objects.all()
        if beat.seen_at < now - SILENT_FOR or (beat.host == here and not _is_alive(beat.process))
    ]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def sweep(*, now: datetime) -> int:
    """Give the running tasks of dead workers back to the queue; returns how many.

    A task without a known worker is left alone until its start lies longer back than a worker may be silent.
    """
    dead = set(dead_workers(now=now))
    alive = set(Heartbeat.objects.exclude(worker_id__in=dead).values_list("worker_id", flat=True))
    taken = 0
    for result in _running():
        owner = result.worker_ids[-1] if result.worker_ids else ""
        if owner in alive or (owner not in dead and result.started_at and result.started_at > now - SILENT_FOR):
            continue
        status = TaskResultStatus.READY if len(result.worker_ids) < MOST_TRIES else TaskResultStatus.FAILED
        taken += DBTaskResult.objects.filter(
            pk=result.pk, status=TaskResultStatus.RUNNING, worker_ids=result.worker_ids
        ).update(status=status, run_after=get_date_max())
    Heartbeat.objects.filter(worker_id__in=dead).delete()
    return taken


def _running() -> QuerySet["DBTaskResult[Any, Any]"]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)


def once_more(task_path: str) -> int:
    """Tasks of this name that failed as often as they may get their tries anew, for as long as they are kept."""
    failed = DBTaskResult.objects.filter(task_path=task_path, status=TaskResultStatus.FAILED)
    return failed.update(status=TaskResultStatus.READY, worker_ids=[], run_after=get_date_max())


def prune(*, now: datetime) -> int:
    """Forget finished tasks past their period; failed ones are kept four times as long."""
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT_FOR).delete()[0]
    return (
        done
        + DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__lt=now - 4 * KEPT_FOR).delete()[0]
    )
