"""What the worker does for notices: tells of an event and of what fits saved conditions, and writes what is due."""

from django.tasks import task

import clock
from jobs import retry
from notices import letters, matching, reminders, telling


@task(priority=15)
def tell(event: int) -> None:
    telling.tell(event, now=clock.now())


@task(priority=-10)
def tell_again() -> None:
    """What could not be told in a quarter of an hour is tried again each hour: no event goes untold."""
    retry.once_more(tell.module_path)


@task(priority=15)
def tell_matches() -> None:
    matching.tell_arrived(now=clock.now())


@task(priority=15)
def write_letters() -> None:
    letters.write_due(now=clock.now())


@task(priority=15)
def remind() -> None:
    reminders.remind(now=clock.now())
