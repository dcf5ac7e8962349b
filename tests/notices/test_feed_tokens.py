"""P31: a token opens one feed only, and ends with the account, by its date, and at once when it is revoked."""

import io
import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

import clock
from accounts.actions import change_role, end_access, reinstate, suspend
from accounts.models import Tenure, User
from audit.models import Event
from library.models import Visibility
from notices.models import Feed
from portal import gunicorn_config
from portal.logs import Line
from portal.masking import masked
from tests import factories
from tests.doors.test_same_answer import answer
from tests.notices.fetching import fetch, made
from tests.security.tables import frozen

pytestmark = pytest.mark.django_db
ABSENT = {"atom": f"/feeds/{'z' * 32}.atom", "ics": f"/calendar/{'z' * 32}.ics"}


def _revoke(person: User, _keeper: User) -> None:
    client = Client()
    client.force_login(person)
    for feed in Feed.objects.filter(person=person):
        assert client.post(f"/me/feeds/{feed.pk}/revoke/").status_code == 302


def _suspend_and_reinstate(person: User, keeper: User) -> None:
    suspend(person, by=keeper)
    reinstate(User.objects.get(pk=person.pk), by=keeper)


def _end_tenure(person: User, _keeper: User) -> None:
    Tenure.objects.filter(organization=person.organization).update(ends_on=clock.today() - timedelta(days=1))


ENDS: dict[str, Callable[[User, User], object]] = {
    "revoked": _revoke,
    "suspended": lambda person, keeper: suspend(person, by=keeper),
    "suspended and reinstated": _suspend_and_reinstate,
    "another role": lambda person, keeper: change_role(person, role="coordinator", by=keeper),
    "tenure ended": _end_tenure,
    "access ended": lambda person, keeper: end_access(person, ends_on=clock.today() - timedelta(days=1), by=keeper),
    "deleted": lambda person, _keeper: Feed.objects.filter(person=person).delete(),
}


@pytest.mark.parametrize("way", ENDS)
def test_it_ends_with_the_next_request_like_one_that_never_was(way, kagawa, secretariat):
    addresses, client = [made(kagawa, subject) for subject in ("all", "calendar")], Client()
    assert [fetch(address).status_code for address in addresses] == [200, 200]
    ENDS[way](kagawa, secretariat)
    for address in addresses:
        absent = ABSENT[address.rsplit(".", 1)[1]]
        for method in ("get", "head"):
            ended, never = answer(client, method, address), answer(client, method, absent)
            assert ended.status == 404
            assert ended == never, (way, method)


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 404), (1, 404)])
def test_it_ends_at_the_second(kagawa, monkeypatch, seconds, status):
    address = made(kagawa, "all")
    ends = Feed.objects.get().expires_at
    monkeypatch.setattr(clock, "now", lambda: ends + timedelta(seconds=seconds))
    assert fetch(address).status_code == status


def test_an_observer_s_last_day_is_the_last(observer, secretariat, monkeypatch):
    address, today = made(observer, "all"), clock.today()
    end_access(observer, ends_on=today, by=secretariat)
    assert fetch(address).status_code == 200
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", lambda: today + timedelta(days=1))
    assert fetch(address).status_code == 404


def test_it_opens_nothing_else(kagawa, tochigi):
    address = made(kagawa, "all")
    token = address.split("/")[-1].removesuffix(".atom")
    assert fetch(f"/calendar/{token}.ics").status_code == 404
    assert fetch(f"/feeds/{token[:-1]}.atom").status_code == 404
    assert fetch(f"/feeds/{token.upper()}.atom").status_code == 404
    calendar = made(kagawa, "calendar").split("/")[-1].removesuffix(".ics")
    assert fetch(f"/feeds/{calendar}.atom").status_code == 404
    for page in ("/me/feeds/", "/guidelines/1/", "/"):
        assert Client().get(page, {"token": token}, headers={"Authorization": f"Bearer {token}"}).status_code != 200


def test_it_shows_what_its_person_may_see_whoever_is_signed_in(kagawa, observer, admin, tochigi, secretariat):
    for level in (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.SECRETARIAT):
        factories.make_live(tochigi, reviewer=secretariat, visibility=level, title=f"見本{level.value}")
    for person, seen in ((kagawa, 2), (observer, 1), (admin, 1), (tochigi, 3), (secretariat, 3)):
        client = Client()
        client.force_login(secretariat)
        assert client.get(made(person, "all")).content.decode().count("<entry>") == seen, person


def test_only_who_made_it_revokes_it(kagawa, tochigi, secretariat):
    address, (feed,) = made(kagawa, "all"), Feed.objects.all()
    for other in (tochigi, secretariat):
        client = Client()
        client.force_login(other)
        assert client.post(f"/me/feeds/{feed.pk}/revoke/").status_code == 404
    assert fetch(address).status_code == 200
    assert "kagawa" not in repr(Event.objects.filter(target_kind="feed").values_list("target_label", "data"))


def test_making_and_revoking_are_told_in_the_log_by_number(kagawa):
    made(kagawa, f"body:{kagawa.organization_id}")
    number = Feed.objects.get().pk
    _revoke(kagawa, kagawa)
    events = Event.objects.filter(target_kind="feed").order_by("sequence")
    assert [(event.verb, event.actor_id, event.target_label) for event in events] == [
        ("make_feed", kagawa.pk, f"フィード{number}"),
        ("revoke_feed", kagawa.pk, f"フィード{number}"),
    ]


@pytest.fixture
def log():
    """All that the portal's own handler writes."""
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each.formatter, Line)]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_no_token_stands_in_the_log_nor_in_a_row(kagawa, log, monkeypatch):
    addresses = [made(kagawa, subject) for subject in ("all", "calendar")]
    tokens = [address.split("/")[-1].split(".")[0] for address in addresses]
    for address in addresses:
        fetch(address)
        fetch(address.replace("/feeds/", "/feeds/x").replace("/calendar/", "/calendar/x"))  # not found
        Client().post(address)  # not allowed
    monkeypatch.setattr("notices.views.feeds.as_atom", _fail)
    monkeypatch.setattr("notices.views.feeds.as_calendar", _fail)
    for address in addresses:
        assert Client(raise_request_exception=False).get(address).status_code == 500
    lines = log.getvalue()
    assert lines.count("Internal Server Error: /feeds/…") == 1
    assert lines.count("Internal Server Error: /calendar/…") == 1
    assert "Not Found: /feeds/…" in lines
    assert "Method Not Allowed (POST): /calendar/…" in lines
    assert [token for token in tokens if token in lines or token in repr(frozen())] == []


def _fail(*_: object, **__: object) -> None:
    raise RuntimeError("見本の不具合")


def test_the_web_server_s_own_log_has_none_either():
    logger, written = logging.getLogger("gunicorn.error"), io.StringIO()
    handler, before = logging.StreamHandler(written), list(logger.filters)
    gunicorn_config.when_ready(None)
    logger.addHandler(handler)
    try:
        logger.error("Error handling request %s", "/feeds/abcdefg.atom")
    finally:
        logger.removeHandler(handler)
        logger.filters[:] = before
    assert written.getvalue() == "Error handling request /feeds/…\n"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Not Found: /feeds/abc.atom", "Not Found: /feeds/…"),
        ("GET /calendar/abc.ics?x=1 HTTP/1.1", "GET /calendar/…?x=1 HTTP/1.1"),
        ("Error handling request /invite/abc/", "Error handling request /invite/…/"),
        ("/notices/stop/7:abc/ and /password/reset/key/1-abc/", "/notices/stop/…/ and /password/reset/key/…/"),
        ("/guidelines/1/ /notices/3/ /me/feeds/", "/guidelines/1/ /notices/3/ /me/feeds/"),
    ],
)
def test_addresses_that_are_keys_are_masked_and_others_are_not(line, kept):
    assert masked(line) == kept
