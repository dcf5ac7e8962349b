"""What time it is: the one place that reads the clock, so that the demo can run in the report's year."""

import os
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.utils import timezone

JAPAN = ZoneInfo("Asia/Tokyo")


@cache
def _offset() -> timedelta:
    """How far the demo's clock is from the real one: `PORTAL_NOW` is where it stood when this process tree started."""
    starts_at, began_at = os.environ.get("PORTAL_NOW"), os.environ.get("PORTAL_NOW_BEGAN")
    if not starts_at:
        return timedelta()
    began = datetime.fromisoformat(began_at) if began_at else timezone.now()
    demo = datetime.fromisoformat(starts_at)
    return (demo if demo.tzinfo else demo.replace(tzinfo=JAPAN)) - began


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now() + _offset()


def today() -> date:
    """The present day in Japan."""
    return now().astimezone(JAPAN).date()
