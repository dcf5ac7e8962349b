"""A right that ends, ends at once: every address that told something before tells nothing with the next request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client

import clock
from accounts.models import Tenure, User
from library import actions
from library.models import Edition, File, Publication, Visibility
from tests import factories
from tests.doors.cast import Cast, client_of
from tests.doors.register import DOORS, sent_by
from tests.doors.world import Thing, World
from tests.turns import of_today


@dataclass
class Collector(Client):
    """A browser that remembers what each address answered, with its ETag."""

    seen: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def request(self, **environ: object) -> HttpResponseBase:
        response = super().request(**environ)
        if response.status_code in {200, 206} and environ["REQUEST_METHOD"] == "GET":
            query = environ.get("QUERY_STRING")
            address = f"{environ['PATH_INFO']}?{query}" if query else str(environ["PATH_INFO"])
            self.seen[address] = response.headers.get("ETag", "")
        return response


def collect(reader: User | None, thing: Thing) -> Collector:
    """The reader's browser after all doors; `seen` keeps the addresses that told of this thing."""
    browser, told = Collector(), {}
    if reader is not None:
        browser.force_login(reader)
    for door in DOORS:
        browser.seen.clear()
        opened = list(door.opens(browser, thing))
        if any(tells(thing, sent) for _, sent in opened):
            told |= browser.seen
    browser.seen = told
    return browser


def tells(thing: Thing, sent: bytes) -> bool:
    return any(secret.encode() in sent for secret in thing.secrets)


def still_open(browser: Client, thing: Thing, seen: dict[str, str]) -> list[tuple[str, str, int]]:
    """What tells something still, or answers 304 or 206: asked plainly, by HEAD, with the old ETag, for a part."""
    found = []
    for address, etag in seen.items():
        tries = {"plain": browser.get(address), "HEAD": browser.head(address)}
        if etag:
            tries["If-None-Match"] = browser.get(address, headers={"If-None-Match": etag})
            tries["If-Range"] = browser.get(address, headers={"Range": "bytes=0-9", "If-Range": etag})
            tries["Range"] = browser.get(address, headers={"Range": "bytes=0-9"})
        for name, response in tries.items():
            status, sent = sent_by(response)
            if tells(thing, sent) or status in {206, 304}:
                found.append((address, name, status))
    return found


def _narrow(level: Visibility) -> Callable[[Thing, User | None, Cast], None]:
    def act(thing: Thing, _reader: User | None, people: Cast) -> None:
        actions.narrow(thing.publication, by=people["desk"], visibility=level, reason="見直しのため")

    return act


def _withdraw(thing: Thing, _reader: User | None, people: Cast) -> None:
    actions.withdraw(thing.publication, by=people["owner"], reason="古くなったため")


def _discard(thing: Thing, reader: User | None, people: Cast) -> None:
    _withdraw(thing, reader, people)
    for edition in Edition.objects.filter(publication=thing.publication).open():
        actions.discard(actions.recall(edition, by=people["owner"]), by=people["owner"])
    actions.discard_publication(thing.publication, by=people["owner"])


def _suspend(_thing: Thing, reader: User | None, people: Cast) -> None:
    stopped = {"is_active": False, "suspended_at": clock.now(), "suspended_by": people["administrator"]}
    User.objects.filter(pk=reader.pk).update(**stopped)


def _end_tenure(_thing: Thing, reader: User | None, _people: Cast) -> None:
    yesterday = clock.today() - timedelta(days=1)
    assert Tenure.objects.filter(organization=reader.organization).update(ends_on=yesterday)


def _end_access(_thing: Thing, reader: User | None, _people: Cast) -> None:
    User.objects.filter(pk=reader.pk).update(access_ends_on=clock.today() - timedelta(days=1))


def _become(role: str) -> Callable[[Thing, User | None, Cast], None]:
    """By rows, so that the session lives on: the right itself must be asked for anew."""

    def act(_thing: Thing, reader: User | None, people: Cast) -> None:
        model = people[role]
        User.objects.filter(pk=reader.pk).update(organization=model.organization, role=model.role)

    return act


def _keep_closer(thing: Thing, _reader: User | None, _people: Cast) -> None:
    File.objects.filter(pk=thing.file.pk).update(visibility=Visibility.MEMBERS)


def _supersede(thing: Thing, _reader: User | None, people: Cast) -> None:
    """The next edition is for members only: so is the old one then."""
    publication = Publication.objects.get(pk=thing.publication.pk)
    edition = factories.make_draft(people["owner"], publication=publication, title="次の版", summary="次の版")
    actions.submit(edition, by=people["owner"], declared=True)
    actions.publish(edition, by=people["desk"], visibility=Visibility.MEMBERS, message="構成団体だけにします")


WAYS = {
    "narrowed": (_narrow(Visibility.MEMBERS), [("observer", "live-observers"), ("anonymous", "live-public")]),
    "narrowed to the desk": (_narrow(Visibility.SECRETARIAT), [("elsewhere", "live-members")]),
    "withdrawn": (
        _withdraw,
        [("observer", "live-observers"), ("elsewhere", "live-members"), ("anonymous", "live-public")],
    ),
    "in the bin": (_discard, [("observer", "live-observers"), ("elsewhere", "live-members")]),
    "suspended": (_suspend, [("elsewhere", "live-members"), ("owner", "draft"), ("secretariat", "submitted")]),
    "tenure ended": (
        _end_tenure,
        [
            ("elsewhere", "live-members"),
            ("observer", "live-observers"),
            ("owner", "draft"),
            ("elsewhere", "confidential"),
        ],
    ),
    "access ended": (_end_access, [("observer", "live-observers")]),
    "became an observer": (
        _become("observer"),
        [("elsewhere", "live-members"), ("owner", "draft"), ("elsewhere", "confidential")],
    ),
    "left the desk": (
        _become("elsewhere"),
        [
            ("secretariat", "proxied-secretariat"),
            ("secretariat", "submitted"),
            ("secretariat", "returned"),
            ("secretariat", "confidential-own"),
        ],
    ),
    "became an administrator": (
        _become("administrator"),
        [("secretariat", "live-members"), ("secretariat", "confidential")],
    ),
    "changed body": (
        _become("elsewhere"),
        [("coordinator", "live-secretariat"), ("owner", "submitted"), ("coordinator", "confidential-own")],
    ),
    "file kept closer": (_keep_closer, [("observer", "closer-file")]),
    "superseded by one that is kept closer": (_supersede, [("observer", "live-observers")]),
}
CASES = of_today((way, role, name) for way, (_, cases) in WAYS.items() for role, name in cases)


@pytest.mark.parametrize(("way", "role", "name"), CASES, ids=["-".join(case) for case in CASES])
def test_every_address_is_shut_with_the_next_request(people, world: World, settings, way, role, name):
    settings.RATE_LIMITS = False  # a list that cannot be saved any more would prove nothing
    thing, reader = world.things[name], people[role]
    if way == "file kept closer":
        File.objects.filter(pk=thing.file.pk).update(visibility=None)
    browser = collect(reader, thing)
    assert len(browser.seen) >= 3, "what was never open proves nothing"
    seen = dict(browser.seen)
    WAYS[way][0](thing, reader, people)
    assert still_open(browser, thing, seen) == []
    again = client_of(reader and User.objects.get(pk=reader.pk))
    assert [address for address in seen if tells(thing, sent_by(again.get(address))[1])] == []


def test_the_others_read_on(people, world):
    """What one reader lost is not taken from those who keep the right."""
    thing = world.things["live-observers"]
    _narrow(Visibility.MEMBERS)(thing, None, people)
    address = thing.publication.get_absolute_url()
    assert client_of(people["observer"]).get(address).status_code == 410
    assert client_of(people["elsewhere"]).get(address).status_code == 200
