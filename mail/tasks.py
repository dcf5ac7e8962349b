"""Delivery: each letter at once, and what waits again later."""

import logging

from django.tasks import task

import clock
from mail import outbox

logger = logging.getLogger("mail")


@task(priority=20)
def deliver(letter_id: int) -> None:
    """The first try. A failure is written in the letter's row, which says when it is tried again.

    There is none while the mail server is in trouble: each of many letters would wait for it, and all else for them.
    """
    if outbox.is_troubled(clock.now()):
        return
    try:
        outbox.send(letter_id)
    except outbox.NotSent as problem:
        logger.warning("letter %d not sent: %s", letter_id, problem)


@task(priority=20)
def send_waiting() -> None:
    outbox.send_waiting(now=clock.now())
