"""The one delivery task."""

from django.tasks import task

from mail import outbox


@task(priority=20)
def deliver(letter_id: int) -> None:
    outbox.send(letter_id)
