"""Follows the log: of what somebody should hear, the worker is asked to tell."""

from audit.models import Event
from notices.tasks import tell
from notices.tellings import TOLD


def follow(event: Event) -> None:
    """Only a place in the queue, within the verb's transaction: nobody who comments waits for five hundred readers."""
    if event.verb in TOLD:
        tell.enqueue(event.sequence)
