"""Makes a creating form count once, however often and from however many tabs it is sent."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string

import clock
from posting.models import OneTimeKey

FIELD = "once"
_LENGTH = 32


class KeyMissing(Exception):
    """The form came without its key: it was not made by us, or was cut short."""


def fresh_key() -> str:
    """A new key for one showing of one form."""
    return get_random_string(_LENGTH)


def perform(request: HttpRequest, verb: str, act: Callable[[], str]) -> str:
    """Do `act` in a transaction and remember the address it returns; for a key that was used, only return that address.

    The unique row is written first: a parallel twin waits for it, then finds the result.
    """
    digest, person = _digest(request, verb)
    with transaction.atomic():
        row, is_new = OneTimeKey.objects.get_or_create(
            digest=digest, defaults={"user_id": person, "verb": verb, "created_at": clock.now()}
        )
        if is_new:
            row.result_url = act()
            row.save(update_fields=["result_url"])
    return row.result_url


def result(request: HttpRequest, verb: str) -> str:
    """The address that a key led to when it was used; empty while it is not."""
    digest, _ = _digest(request, verb)
    return OneTimeKey.objects.filter(digest=digest).values_list("result_url", flat=True).first() or ""


def _digest(request: HttpRequest, verb: str) -> tuple[str, int]:
    """What a key is kept under, and whose it is."""
    key, person = request.POST.get(FIELD, ""), request.user.pk
    if len(key) != _LENGTH or person is None:
        raise KeyMissing
    return hashlib.sha256(f"{key}|{person}|{verb}".encode()).hexdigest(), person


def forget_old(*, now: datetime) -> int:
    """Delete keys past their period; returns how many."""
    return OneTimeKey.objects.filter(created_at__lt=now - timedelta(days=settings.LIMITS.once_days)).delete()[0]
