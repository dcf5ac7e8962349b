"""Nightly tidying of keys and counters."""

from django.tasks import task

import clock
from posting import once, rates


@task
def forget_old() -> None:
    once.forget_old(now=clock.now())
    rates.forget_old(now=clock.now())
