"""Rate limits in rows that all processes share: a try is one conditional UPDATE, so two cannot both pass."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

import clock
from posting.models import RateCounter


def _digest(name: str) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}|{name}".encode()).hexdigest()


def allow(name: str, *, limit: int, period: timedelta, now: datetime | None = None) -> bool:
    """Count one try of `name`; False when the window of `period` already holds `limit` of them."""
    if not settings.RATE_LIMITS:
        return True
    now = now or clock.now()
    rows = RateCounter.objects.filter(digest=_digest(name))
    if rows.filter(window_began_at__gt=now - period, count__lt=limit).update(count=F("count") + 1):
        return True
    if rows.filter(window_began_at__lte=now - period).update(count=1, window_began_at=now):
        return True
    _, is_new = RateCounter.objects.get_or_create(digest=_digest(name), defaults={"window_began_at": now, "count": 1})
    return is_new or bool(rows.filter(window_began_at__gt=now - period, count__lt=limit).update(count=F("count") + 1))


def is_full(name: str, *, limit: int, period: timedelta, now: datetime | None = None) -> bool:
    """Whether the present window of `name` is used up; counts nothing."""
    if not settings.RATE_LIMITS:
        return False
    now = now or clock.now()
    return RateCounter.objects.filter(digest=_digest(name), window_began_at__gt=now - period, count__gte=limit).exists()


def clear(name: str) -> None:
    """Forget the tries of `name`."""
    RateCounter.objects.filter(digest=_digest(name)).delete()


def forget_old(*, now: datetime) -> int:
    """Delete counters that no window reaches any more; returns how many."""
    return RateCounter.objects.filter(window_began_at__lt=now - timedelta(days=1)).delete()[0]
