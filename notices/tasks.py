"""What the worker does for notices: tells of an event, and writes the letters that are due."""

from django.tasks import task

import clock
from notices import letters, reminders, telling


@task(priority=15)
def tell(event: int) -> None:
    telling.tell(event, now=clock.now())


@task(priority=15)
def write_letters() -> None:
    letters.write_due(now=clock.now())


@task(priority=15)
def remind() -> None:
    reminders.remind(now=clock.now())
