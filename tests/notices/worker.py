"""The worker as it comes to the tasks of notices, at a moment that the test says."""

from datetime import datetime

from django_tasks_db.models import DBTaskResult

import clock
from accounts.models import User
from mail import outbox
from mail.models import Letter
from notices import letters, telling
from notices.models import Kind, Notice

_TELL = "notices.tasks.tell"


def tell(*, now: datetime | None = None, times: int = 1) -> None:
    """All that waits to be told."""
    waiting = DBTaskResult.objects.filter(status="READY", task_path=_TELL).order_by("enqueued_at")
    events = [row.args_kwargs["args"][0] for row in waiting]
    for _ in range(times):
        for event in events:
            telling.tell(event, now=now or clock.now())
    waiting.delete()


def heard(person: User) -> list[Kind]:
    """What this person was told, oldest first."""
    return [
        Kind(kind) for kind in Notice.objects.filter(person=person).order_by("event").values_list("kind", flat=True)
    ]


def forget() -> None:
    """What the setting of the scene told."""
    DBTaskResult.objects.filter(task_path=_TELL).delete()
    Notice.objects.all().delete()


def write(now: datetime) -> list[Letter]:
    """The letters that are written at this moment."""
    before = set(Letter.objects.values_list("pk", flat=True))
    letters.write_due(now=now)
    return list(Letter.objects.exclude(pk__in=before).order_by("pk"))


def send(letter: Letter) -> None:
    outbox.send(letter.pk, now=letter.next_try_at)
