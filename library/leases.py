"""Who reads a file now: a lease in its row, renewed while the work goes on, free again soon after its worker died."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import OperationalError, connection
from django.db.models import Q

import clock
from library.models import File, Reading

LEASE = timedelta(seconds=60)
RENEWED_EVERY = 15.0

logger = logging.getLogger("library")


@contextmanager
def lease(file_id: int, *, now: datetime) -> Iterator[File | None]:
    """The file, held for the block; None when it needs no reading any more or somebody else holds it."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    unread = File.objects.unread().filter(free, pk=file_id)
    if not unread.update(leased_until=now + LEASE, reading=Reading.WORKING):
        yield None
        return
    is_over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(file_id, is_over), daemon=True, name="lease")
    keeper.start()
    try:
        yield File.objects.get(pk=file_id)
    finally:
        is_over.set()
        keeper.join(timeout=10)
        File.objects.filter(pk=file_id).update(leased_until=None)


def _keep(file_id: int, is_over: threading.Event) -> None:
    """A thread of its own, because the work waits for a child process for minutes."""
    while not is_over.wait(RENEWED_EVERY):
        try:
            File.objects.filter(pk=file_id).update(leased_until=clock.now() + LEASE)
        except OperationalError as problem:
            logger.warning("lease of file %d not renewed: %s", file_id, type(problem).__name__)
        finally:
            connection.close()
