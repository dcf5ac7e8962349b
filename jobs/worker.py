"""The worker's loop: takes tasks one by one, gives a sign of life, takes up what dead workers left."""

import logging
import os
import socket
import threading
import time
from typing import Any

from django.db import OperationalError, close_old_connections, connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as LibraryWorker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from jobs import lanes, retry, schedule
from jobs.models import Heartbeat

logger = logging.getLogger("jobs")

BEAT_SECONDS = 10
TEND_SECONDS = 5


class Worker(LibraryWorker):
    """The library's worker with retry, sweep and schedule.

    Task rows live on the machine's real clock, also where the demo's clock stands elsewhere.
    """

    def run(self) -> None:
        self._beat()
        self._tended_at = 0.0
        if not self.batch:
            threading.Thread(target=self._beat_for_ever, daemon=True, name="heartbeat").start()
        logger.info("worker %s is ready", self.worker_id)
        while self.running:
            close_old_connections()
            self._tend()
            result = self._claim()
            if result is not None:
                self.run_task(result)
                self._after(result)
            elif self.batch:
                return
            elif self.running:
                time.sleep(self.interval)

    def _claim(self) -> "DBTaskResult[Any, Any] | None":
        """The next ready task, marked as ours. An idle look takes no lock."""
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        try:
            if not lanes.open_now(ready).exists():
                return None
            with exclusive_transaction(ready.db):
                lanes.take_turn()
                result = lanes.open_now(ready).get_locked()
                if result is not None:
                    result.claim(self.worker_id)
        except OperationalError as problem:
            if is_locked_database_exception(problem):
                return None  # somebody writes; the next look will do
            raise
        return result

    def _after(self, result: "DBTaskResult[Any, Any]") -> None:
        result.refresh_from_db(fields=["status", "worker_ids", "exception_class_path"])
        if result.status != TaskResultStatus.FAILED:
            return
        again = retry.after_failure(result, now=timezone.now())
        logger.warning(
            "task %s failed (%s), try %d%s",
            result.task_path,
            result.exception_class_path,
            len(result.worker_ids),
            "" if again else "; given up",
        )

    def _tend(self) -> None:
        """Every few seconds: what is due, and what dead workers left behind."""
        if time.monotonic() - self._tended_at < TEND_SECONDS:
            return
        self._tended_at = time.monotonic()
        try:
            schedule.enqueue_due(now=timezone.now())
            swept = retry.sweep(now=timezone.now())
        except OperationalError as problem:
            if not is_locked_database_exception(problem):
                raise
            return
        if swept:
            logger.warning("%d tasks of dead workers taken up", swept)

    def _beat(self) -> None:
        Heartbeat.objects.update_or_create(
            worker_id=self.worker_id,
            defaults={"host": socket.gethostname(), "process": os.getpid(), "seen_at": timezone.now()},
        )

    def _beat_for_ever(self) -> None:
        """A thread of its own, so that a long task does not look like a dead worker."""
        while self.running:
            time.sleep(BEAT_SECONDS)
            try:
                self._beat()
            except OperationalError as problem:
                logger.warning("no sign of life written: %s", type(problem).__name__)
            finally:
                connection.close()
