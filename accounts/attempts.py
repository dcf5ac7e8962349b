"""Tries to sign in: wrong passwords lock account and place together; a place alone only grows slow."""

import threading
import time
from bisect import bisect_left
from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import User
from audit.models import Event
from audit.verbs import Verb
from posting import rates
from posting.address import address_group

_WINDOW = timedelta(minutes=10)
_MINUTE = timedelta(minutes=1)
SLOW_SECONDS = 2.0
# A try that waits holds a thread of the web server; the other threads stay free, so that the site goes on.
_seats = threading.BoundedSemaphore(4)


def locked_until(email: str, place: str, *, now: datetime) -> datetime | None:
    """The minute at which the lock of this account at this place is gone; None when there is no lock.

    Known and unknown accounts are counted alike, so the answer tells nothing about who has an account.
    """
    if not _is_locked(email, place, now=now):
        return None
    minutes = range(settings.LIMITS.lock_minutes + 1)
    left = bisect_left(minutes, True, key=lambda count: not _is_locked(email, place, now=now + count * _MINUTE))
    return (now + left * _MINUTE + _MINUTE).replace(second=0, microsecond=0)


def count_wrong(email: str, place: str, *, now: datetime) -> bool:
    """Count a wrong password; True when it was one too many, and the lock begins."""
    limit, period = settings.LIMITS.wrong_passwords, _lock()
    rates.allow(_place(place), limit=settings.LIMITS.failures_per_address, period=_WINDOW, now=now)
    rates.allow(_tries(email, place), limit=limit, period=period, now=now)
    if not rates.is_full(_tries(email, place), limit=limit, period=period, now=now):
        return False
    rates.allow(_locked(email, place), limit=1, period=period, now=now)
    rates.clear(_tries(email, place))
    return True


def known(email: str) -> tuple[str, object, str] | None:
    """The account of an address, as the log names its targets."""
    user = User.objects.select_related("organization").filter(email=email.strip().lower()).first()
    return None if user is None else ("user", user.pk, str(user))


def locks_of(user: User, *, now: datetime) -> dict[str, datetime]:
    """Places from which this account is locked now, and until when: the log knows where locks began."""
    began = Event.objects.filter(
        verb=Verb.SIGN_IN_FAILED, target_kind="user", target_id=str(user.pk), at__gt=now - _lock(), data__locked=True
    )
    places = {address_group(address) for address in began.values_list("address", flat=True)}
    ends = {place: locked_until(user.email, place, now=now) for place in sorted(places)}
    return {place: end for place, end in ends.items() if end is not None}


def forgive(email: str, place: str) -> None:
    """The right password, or a new one, ends the counting and the lock."""
    rates.clear(_tries(email, place))
    rates.clear(_locked(email, place))


def wait_if_crowded(place: str, *, now: datetime) -> None:
    """Make a place slow from which very many tries failed. It is never locked: a whole prefecture may sit behind it."""
    if not rates.is_full(_place(place), limit=settings.LIMITS.failures_per_address, period=_WINDOW, now=now):
        return
    if _seats.acquire(blocking=False):
        try:
            time.sleep(SLOW_SECONDS)
        finally:
            _seats.release()


def _is_locked(email: str, place: str, *, now: datetime) -> bool:
    return rates.is_full(_locked(email, place), limit=1, period=_lock(), now=now)


def _lock() -> timedelta:
    return timedelta(minutes=settings.LIMITS.lock_minutes)


def _tries(email: str, place: str) -> str:
    return f"sign-in:{email.strip().lower()}|{place}"


def _locked(email: str, place: str) -> str:
    return f"locked:{email.strip().lower()}|{place}"


def _place(place: str) -> str:
    return f"failures:{place}"
