"""Rates are counted in rows, so that every process sees the same count."""

from datetime import UTC, datetime, timedelta

import pytest

from posting import rates
from posting.models import RateCounter

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 7, 1, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)


def tries(count: int, *, name: str = "x", now: datetime = NOW, limit: int = 3) -> list[bool]:
    return [rates.allow(name, limit=limit, period=HOUR, now=now) for _ in range(count)]


def test_the_limit_is_the_last_try_that_passes():
    assert tries(5) == [True, True, True, False, False]


def test_names_are_counted_apart():
    tries(3)
    assert tries(1, name="y") == [True]


def test_a_new_window_begins_when_the_period_is_over():
    tries(4)
    assert tries(1, now=NOW + HOUR - timedelta(seconds=1)) == [False]
    assert tries(4, now=NOW + HOUR) == [True, True, True, False]


def test_is_full_counts_nothing():
    tries(2)
    assert not rates.is_full("x", limit=3, period=HOUR, now=NOW)
    assert not rates.is_full("x", limit=3, period=HOUR, now=NOW)
    tries(1)
    assert rates.is_full("x", limit=3, period=HOUR, now=NOW)
    rates.clear("x")
    assert not rates.is_full("x", limit=3, period=HOUR, now=NOW)


def test_no_name_is_kept_in_clear():
    rates.allow("tochigi@example.jp", limit=3, period=HOUR, now=NOW)
    assert "tochigi" not in RateCounter.objects.get().digest


def test_old_counters_are_forgotten():
    tries(1)
    assert rates.forget_old(now=NOW + timedelta(days=2)) == 1


def test_they_can_be_switched_off(settings):
    settings.RATE_LIMITS = False
    assert all(tries(50))
    assert not rates.is_full("x", limit=0, period=HOUR, now=NOW)
