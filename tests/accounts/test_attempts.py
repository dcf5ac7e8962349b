"""Wrong passwords: what locks, for how long, what only grows slow, and what the log keeps of it."""

import re
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

import clock
from accounts import attempts
from accounts.backends import StandingBackend
from audit.models import Event
from posting.models import RateCounter
from tests import factories

pytestmark = pytest.mark.django_db
WRONG = "falsch-und-lang-genug"
LOCKED = "続けて違ったため"


class Clock:
    """The portal's clock, in the hand of the test."""

    def __init__(self) -> None:
        self.now = datetime(2024, 7, 1, 1, 0, 30, tzinfo=UTC)

    def ahead(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def hand(monkeypatch) -> Clock:
    held = Clock()
    monkeypatch.setattr(clock, "now", lambda: held.now)
    return held


@pytest.fixture
def naps(monkeypatch) -> list[float]:
    """How long tries were made to wait, without waiting."""
    found: list[float] = []
    monkeypatch.setattr(attempts.time, "sleep", found.append)
    return found


def sign_in(email: str, password: str = WRONG, address: str = "203.0.113.5", **headers: str):
    return Client(REMOTE_ADDR=address).post("/login/", {"login": email, "password": password}, headers=headers or None)


def text(response) -> str:
    return response.content.decode() if response.status_code == 200 else response["Location"]


def test_the_lock_lasts_fifteen_minutes_from_the_fifth_wrong_password(hand, tochigi):
    for number in range(1, 6):
        assert (LOCKED in text(sign_in(tochigi.email))) == (number == 5), "the fifth says so itself"
        hand.ahead(minutes=2)  # the first is ten minutes old when the lock has just begun
    assert LOCKED in text(sign_in(tochigi.email, factories.PASSWORD))
    hand.ahead(minutes=12, seconds=59)
    assert LOCKED in text(sign_in(tochigi.email, factories.PASSWORD))
    hand.ahead(seconds=2)
    assert text(sign_in(tochigi.email, factories.PASSWORD)) == "/"


def test_the_answer_says_when_the_lock_ends_and_whom_to_call(hand, tochigi):
    for _ in range(5):
        sign_in(tochigi.email)
    hand.ahead(minutes=4)
    page = text(sign_in(tochigi.email))
    assert "5回続けて違ったため、15分間ログインできません（10:16まで）" in page  # 10:00:30 and 15 minutes, rounded up
    assert "とりまとめ担当か事務局に連絡すると、解いてもらえます" in page


def test_an_unknown_account_is_locked_alike(hand, tochigi):
    for email in (tochigi.email, "nobody1@example.jp"):
        pages = [text(sign_in(email)) for _ in range(6)]
        assert [LOCKED in page for page in pages] == [False] * 4 + [True] * 2


def test_the_right_password_ends_the_counting(tochigi):
    for _ in range(3):
        for _ in range(4):
            sign_in(tochigi.email)
        assert text(sign_in(tochigi.email, factories.PASSWORD)) == "/"


def test_four_wrong_ones_are_forgotten_after_a_while(hand, tochigi):
    for _ in range(4):
        sign_in(tochigi.email)
    hand.ahead(minutes=16)
    assert [LOCKED in text(sign_in(tochigi.email)) for _ in range(5)] == [False] * 4 + [True]


def test_an_address_typed_in_capitals_is_the_same_account(tochigi):
    for email in (tochigi.email, tochigi.email.upper(), f" {tochigi.email} ", "Tochigi@Example.jp", tochigi.email):
        sign_in(email)
    assert LOCKED in text(sign_in(tochigi.email, factories.PASSWORD))


def test_a_place_of_ipv6_is_its_64_bits(tochigi):
    for number in range(5):
        sign_in(tochigi.email, address=f"2001:db8:1:2::{number}")
    assert LOCKED in text(sign_in(tochigi.email, factories.PASSWORD, address="2001:db8:1:2:ffff::1"))
    assert text(sign_in(tochigi.email, factories.PASSWORD, address="2001:db8:1:3::1")) == "/"


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP"])
def test_no_header_makes_another_place(tochigi, name):
    pages = [text(sign_in(tochigi.email, **{name: f"198.51.100.{number}"})) for number in range(6)]
    assert LOCKED in pages[-1]


def test_a_trusted_proxy_is_believed_and_only_its_own_entry(settings, tochigi):
    settings.TRUSTED_PROXIES = 1
    for number in range(5):
        sign_in(tochigi.email, **{"X-Forwarded-For": f"198.51.100.{number}, 192.0.2.7"})
    assert LOCKED in text(sign_in(tochigi.email, **{"X-Forwarded-For": "10.0.0.1, 192.0.2.7"}))
    assert text(sign_in(tochigi.email, factories.PASSWORD, **{"X-Forwarded-For": "192.0.2.8"})) == "/"


def test_a_guess_that_is_right_after_the_lock_fell_is_refused(monkeypatch, tochigi):
    """Many tries sent at once all pass the first look; the ones beside it lock while this password is checked."""
    check = StandingBackend._check_password

    def slow_check(self, user, password):
        for _ in range(5):
            attempts.count_wrong(tochigi.email, "203.0.113.5", now=clock.now())
        return check(self, user, password)

    monkeypatch.setattr(StandingBackend, "_check_password", slow_check)
    assert LOCKED in text(sign_in(tochigi.email, factories.PASSWORD))


def test_many_failures_make_a_place_slow_and_lock_nobody(naps, settings, tochigi, kagawa):
    assert settings.LIMITS.failures_per_address == 100
    settings.LIMITS = replace(settings.LIMITS, failures_per_address=12)
    for number in range(settings.LIMITS.failures_per_address):
        sign_in(f"nobody{number}@example.jp")
    assert naps == []
    assert text(sign_in(tochigi.email, factories.PASSWORD)) == "/"
    assert naps == [attempts.SLOW_SECONDS]
    assert text(sign_in(kagawa.email, factories.PASSWORD, address="203.0.113.6")) == "/"
    assert naps == [attempts.SLOW_SECONDS]


def test_slow_tries_leave_threads_for_everybody_else(monkeypatch):
    """Four wait, the fifth does not: tries that wait must not take all threads of the web server."""
    full, release, asleep = threading.Semaphore(0), threading.Event(), []
    monkeypatch.setattr(attempts.rates, "is_full", lambda *_, **__: True)

    def nap(seconds: float) -> None:
        asleep.append(seconds)
        full.release()
        release.wait(5)

    monkeypatch.setattr(attempts.time, "sleep", nap)
    waiting = [
        threading.Thread(target=attempts.wait_if_crowded, args=("203.0.113.5",), kwargs={"now": clock.now()})
        for _ in range(4)
    ]
    for thread in waiting:
        thread.start()
    for _ in waiting:
        assert full.acquire(timeout=5)
    began = time.monotonic()
    attempts.wait_if_crowded("203.0.113.5", now=clock.now())
    assert time.monotonic() - began < 1
    assert len(asleep) == 4
    release.set()
    for thread in waiting:
        thread.join(5)


def test_limits_can_be_switched_off(settings, tochigi):
    settings.RATE_LIMITS = False
    for _ in range(8):
        assert LOCKED not in text(sign_in(tochigi.email))
    assert text(sign_in(tochigi.email, factories.PASSWORD)) == "/"


def test_the_log_keeps_nothing_that_was_typed(tochigi):
    for email in (tochigi.email, "nobody1@example.jp"):
        for _ in range(5):
            sign_in(email, "geheim-geheim-geheim")
    kept = str(list(Event.objects.values())) + str(list(RateCounter.objects.values()))
    for word in ("geheim", "nobody1", "tochigi@"):
        assert word not in kept
    failures = Event.objects.filter(verb="sign_in_failed").order_by("sequence")
    assert [event.data for event in failures] == ([{}] * 4 + [{"locked": True}]) * 2
    assert len({event.target_id for event in failures}) == 2


def test_a_password_is_hashed_for_unknown_accounts_too(monkeypatch, tochigi):
    calls: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, password, salt: calls.append(password) or encode(self, password, salt)
    )
    counts = []
    for email in (tochigi.email, "nobody1@example.jp"):
        calls.clear()
        sign_in(email)
        counts.append(len(calls))
    assert counts == [1, 1]


def test_known_and_unknown_answers_have_the_same_bytes(tochigi):
    answers = []
    for email in (tochigi.email, "unknown@example.jp"[-len(tochigi.email) :]):
        response = sign_in(email)
        body = re.sub(rb'value="\w{64}"', b"", response.content).replace(email.encode(), b"ADDRESS")
        headers = {name: value for name, value in response.headers.items() if name not in {"Set-Cookie", "Expires"}}
        answers.append((response.status_code, headers, body, sorted(response.cookies)))
    assert answers[0] == answers[1]
