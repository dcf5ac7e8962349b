"""Delivery: each letter at once, and what waits again later."""

import logging

from django.tasks import task

import clock
from mail import outbox

logger = logging.getLogger("mail")


@task(priority=20)
def deliver(letter_id: int) -> None:
    """The first try. A failure is written in the letter's row, which says when it is tried again."""
    try:
        outbox.send(letter_id)
    except outbox.NotSent as problem:
        logger.warning("letter %d not sent: %s", letter_id, problem)


@task(priority=20)
def send_waiting() -> None:
    outbox.send_waiting(now=clock.now())
