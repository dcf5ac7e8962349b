"""Background work of the spine: thin, idempotent, each takes ids and calls one function."""

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

import clock
from library import gate, housekeeping, reading
from library.models import File

TEXT, PICTURES = 10, 0


@task(priority=60)
def check_file(file_id: int) -> None:
    """Judge a file that the web process did not judge itself, because it was interrupted."""
    gate.judge(list(File.objects.filter(pk=file_id)), when_taken=read_file.enqueue)


@task(priority=50)
def read_file(file_id: int) -> None:
    """One slice of a file, then a place further back in the queue, so that short files pass long ones."""
    if not reading.take_turn(file_id):
        return
    file = File.objects.filter(pk=file_id).first()
    if file is None:
        return
    again = read_file.using(priority=PICTURES if file.pages_read >= (file.page_count or 0) else TEXT)
    if file.reading_tries:
        again = again.using(run_after=timezone.now() + timedelta(seconds=10 * file.reading_tries))
    again.enqueue(file_id)


@task
def resume_reading() -> None:
    """Take up files that nobody works on any more."""
    for file_id in housekeeping.left_behind(now=clock.now()):
        read_file.using(priority=TEXT).enqueue(file_id)
    for file_id in housekeeping.left_in_quarantine(now=clock.now()):
        check_file.enqueue(file_id)


@task(priority=-20)
def empty_bin() -> None:
    housekeeping.empty_bin(now=clock.now())


@task(priority=-20)
def sweep_files() -> None:
    housekeeping.sweep_files(now=clock.now())
