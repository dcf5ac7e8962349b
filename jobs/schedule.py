"""Repeated work: named in settings (`JOBS_SCHEDULE`), each due time taken by exactly one worker."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from jobs.models import Due


def enqueue_due(*, now: datetime) -> int:
    """Enqueue what is due; returns how many. The row is moved and the task enqueued in one transaction."""
    known = dict(Due.objects.values_list("name", "next_at"))
    taken = 0
    for path, seconds in settings.JOBS_SCHEDULE.items():
        if path not in known:
            Due.objects.get_or_create(name=path, defaults={"next_at": now})
            known[path] = now
        next_at = now + timedelta(seconds=seconds)
        if now < known[path] <= next_at:  # what is due later than that was reckoned by a clock that was set back since
            continue
        with transaction.atomic():
            moved = Due.objects.filter(name=path, next_at=known[path]).update(next_at=next_at)
            if moved:
                import_string(path).enqueue()
                taken += 1
    return taken
