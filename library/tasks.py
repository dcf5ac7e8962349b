"""Background work of the spine: thin, idempotent, each takes ids and calls one function."""

from collections.abc import Collection
from datetime import timedelta

from django.tasks import task
from django.utils import timezone

import clock
from jobs.waiting import hurry, waiting
from library import gate, housekeeping, leftovers, ocr, orphans, paper, reading, renewal, scanner, turns, verification
from library.leases import lease_quarantined
from library.models import File


@task(priority=60)
def check_file(file_id: int) -> None:
    """Judge a file that the web process did not: it was interrupted, had no time, or the scanner did not answer."""
    if scanner.is_configured() and not scanner.answers():
        return
    with lease_quarantined(File, file_id, now=clock.now()) as file:
        if file is not None:
            gate.judge([file], when_taken=read_next)


def check_later(file_id: int) -> None:
    """The net under the web process, which judges what it took in at once and is mostly done before."""
    check_file.using(run_after=timezone.now() + housekeeping.SILENCE).enqueue(file_id)


def check_now(file_ids: Collection[int]) -> None:
    """What the web process had no time for; each keeps the one place that it has in the queue."""
    hurry(check_file, file_ids)


@task(priority=turns.FIRST)
def read_file(file_id: int) -> None:
    """One turn of a file, then a place further back in the queue."""
    if not reading.take_turn(file_id):
        if paper.is_due(file_id) and file_id not in waiting(print_file):
            print_file.enqueue(file_id)
        if ocr.is_due(file_id) and file_id not in waiting(recognise_file):
            recognise_file.enqueue(file_id)
        return
    if file_id not in waiting(read_file):
        read_next(file_id)


def read_next(file_id: int, *, at_most: int = turns.FIRST) -> None:
    """Give a file its place in the queue; after a failure it waits a little."""
    file = File.objects.select_related("edition__publication").filter(pk=file_id).first()
    if file is None:
        return
    place = turns.place(file)
    turn = read_file.using(priority=min(place.priority, at_most), queue_name=place.queue_name)
    if file.reading_tries:
        turn = turn.using(run_after=timezone.now() + timedelta(seconds=10 * file.reading_tries))
    turn.enqueue(file_id)


@task(priority=-10)
def renew_file(file_id: int) -> None:
    """Read again what an older reader read."""
    if renewal.renew(file_id):
        read_next(file_id, at_most=turns.TEXT)


@task(priority=-10)
def print_file(file_id: int) -> None:
    """The pictures of an Office file: after all that is read and drawn without LibreOffice."""
    again = paper.print_file(file_id)
    if again is not None and file_id not in waiting(print_file):
        print_file.using(run_after=timezone.now() + again).enqueue(file_id)


@task(priority=-15)
def recognise_file(file_id: int) -> None:
    """Words of pages that have none of their own, a few pages at a time."""
    again = ocr.recognise_file(file_id)
    if again is not None and file_id not in waiting(recognise_file):
        recognise_file.using(run_after=timezone.now() + again).enqueue(file_id)


@task
def resume_reading() -> None:
    """Take up files that nobody works on any more; each has at most one place in the queue."""
    for file_id in housekeeping.left_behind(now=clock.now(), queued=waiting(read_file)):
        read_next(file_id, at_most=turns.TEXT)
    for file_id in renewal.outdated(now=clock.now(), besides=waiting(renew_file)):
        renew_file.enqueue(file_id)
    for file_id in paper.left(now=clock.now(), queued=waiting(print_file)):
        print_file.enqueue(file_id)
    for file_id in ocr.left(queued=waiting(recognise_file)):
        recognise_file.enqueue(file_id)
    left = list(housekeeping.left_in_quarantine(now=clock.now(), queued=waiting(check_file)))
    if left and scanner.is_configured() and not scanner.answers():
        return
    for file_id in left:
        check_file.enqueue(file_id)


@task(priority=-20)
def empty_bin() -> None:
    housekeeping.empty_bin(now=clock.now())


@task(priority=-30)
def verify_files() -> None:
    """A piece of the weekly walk over all originals; the schedule asks for the next."""
    walk = verification.due(now=timezone.now())
    if walk is not None:
        verification.go_on(walk, now=timezone.now())


@task(priority=-20)
def sweep_leftovers() -> None:
    leftovers.sweep(now=timezone.now())


@task(priority=-20)
def sweep_files() -> None:
    orphans.sweep(now=timezone.now())
