"""A form that is sent twice does its work once and shows the same result."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

import clock
from posting import once
from posting.models import OneTimeKey, RateCounter
from tests import factories


def request_of(user, key: str):
    request = RequestFactory().post("/", {once.FIELD: key})
    request.user = user
    return request


def test_the_same_key_does_the_thing_once(tochigi):
    key, done = once.fresh_key(), []

    def act() -> str:
        done.append(1)
        return f"/result/{len(done)}/"

    urls = {once.perform(request_of(tochigi, key), "test", act) for _ in range(3)}
    assert (urls, len(done)) == ({"/result/1/"}, 1)


def test_a_key_belongs_to_one_person_and_one_verb(tochigi, kagawa):
    key, done = once.fresh_key(), []

    def act() -> str:
        done.append(1)
        return "/"

    once.perform(request_of(tochigi, key), "a", act)
    once.perform(request_of(tochigi, key), "b", act)
    once.perform(request_of(kagawa, key), "a", act)
    assert len(done) == 3


@pytest.mark.parametrize("key", ["", "kurz", "x" * 500])
def test_a_form_without_its_key_does_nothing(tochigi, key):
    with pytest.raises(once.KeyMissing):
        once.perform(request_of(tochigi, key), "test", lambda: "/")


def test_a_failure_keeps_the_key_usable(tochigi):
    key = once.fresh_key()

    def fail() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once.perform(request_of(tochigi, key), "test", fail)
    assert once.perform(request_of(tochigi, key), "test", lambda: "/ok/") == "/ok/"


def test_old_keys_are_forgotten(tochigi):
    once.perform(request_of(tochigi, once.fresh_key()), "test", lambda: "/")
    assert once.forget_old(now=clock.now() + timedelta(days=1)) == 0
    assert once.forget_old(now=clock.now() + timedelta(days=8)) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_object():
    user = factories.make_user("races@example.jp", body=factories.make_member("09"))
    for _ in range(5):
        key, urls, barrier = once.fresh_key(), [], threading.Barrier(8)
        _eight(user, key, urls, barrier)
        assert len(set(urls)) == 1
        assert len(urls) == 8
    assert OneTimeKey.objects.count() == 5
    assert RateCounter.objects.count() == 5


def _eight(user, key: str, urls: list[str], barrier: threading.Barrier) -> None:
    def act() -> str:
        counter = RateCounter.objects.create(digest=once.fresh_key(), window_began_at=clock.now(), count=1)
        return f"/made/{counter.pk}/"

    def send() -> None:
        try:
            barrier.wait()
            urls.append(once.perform(request_of(user, key), "race", act))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
