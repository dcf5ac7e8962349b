"""Who reads a file now: a lease in its row, renewed while the work goes on, free again soon after its worker died."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection
from django.db.models import Q, QuerySet

import clock
from library.models import File, FileGate, Kept, Reading

LEASE = timedelta(seconds=60)
RENEWED_EVERY = 15.0

logger = logging.getLogger("library")


def free(now: datetime) -> Q:
    """Files that nobody holds."""
    return Q(leased_until=None) | Q(leased_until__lt=now)


@contextmanager
def lease(file_id: int, *, now: datetime) -> Iterator[File | None]:
    """The file, held for the block; None when it needs no reading any more or somebody else holds it."""
    unread = File.objects.unread().filter(free(now), pk=file_id)
    if not unread.update(leased_until=now + LEASE, reading=Reading.WORKING):
        yield None
        return
    with _held(File.objects.filter(pk=file_id)):
        yield File.objects.get(pk=file_id)


@contextmanager
def lease_again(file_id: int, *, before_version: int, now: datetime) -> Iterator[File | None]:
    """A file that an older reader has done with, held for the block; None when it is not so or somebody else holds it.

    When it is to be read from the beginning meanwhile, it is its reader's.
    """
    done_with = File.objects.done_with().filter(pk=file_id)
    if not done_with.filter(free(now), reader_version__lt=before_version).update(leased_until=now + LEASE):
        yield None
        return
    with _held(done_with):
        yield File.objects.get(pk=file_id)


@contextmanager
def lease_quarantined[K: Kept](model: type[K], file_id: int, *, now: datetime) -> Iterator[K | None]:
    """One that is in quarantine, held for the block; None when it was decided on or somebody else judges it."""
    checking = model.objects.filter(pk=file_id, gate=FileGate.CHECKING)
    if not checking.filter(free(now)).update(leased_until=now + LEASE):
        yield None
        return
    with _held(checking):  # what passed is its reader's
        yield checking.first()


@contextmanager
def _held(files: QuerySet[Any]) -> Iterator[None]:
    is_over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(files, is_over), daemon=True, name="lease")
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        keeper.join(timeout=10)
        files.update(leased_until=None)


def _keep(files: QuerySet[Any], is_over: threading.Event) -> None:
    """A thread of its own, because the work waits for a child process for minutes."""
    while not is_over.wait(RENEWED_EVERY):
        try:
            files.update(leased_until=clock.now() + LEASE)
        except OperationalError as problem:
            logger.warning("lease of a file not renewed: %s", type(problem).__name__)
        finally:
            connection.close()
