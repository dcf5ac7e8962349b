"""Who sees what: the matrix of the promises, tried at every door with planted markers."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import Organization, Role, User
from library.models import Publication
from tests import factories
from tests.doors.register import DOORS
from tests.doors.world import World, build

READERS = {"observer", "elsewhere", "owner", "coordinator", "secretariat"}
MEMBERS = READERS - {"observer"}
OWN = {"owner", "coordinator", "secretariat"}
EVERYONE = READERS | {"anonymous", "administrator", "ended observer", "former member", "suspended"}

# promises.md (a): who may learn anything of it
MAY_SEE: dict[str, set[str]] = {
    "live-public": EVERYONE,
    "live-observers": READERS,
    "live-members": MEMBERS,
    "live-secretariat": OWN,
    "proxied-secretariat": {"secretariat"},
    "draft": OWN,
    "submitted": OWN,
    "returned": OWN,
    "declined": OWN,
    "revision": OWN,
    "withdrawn": OWN,
    "narrowed": MEMBERS,
    "superseded": READERS,
    "successor": READERS,
    "binned": OWN,
    "closer-file": MEMBERS,
}
# … and who gets the tombstone instead of 404
TOMBSTONE = {"withdrawn": READERS - {"secretariat"}, "narrowed": {"observer"}}


@pytest.fixture
def people(tochigi, tochigi2, kagawa, observer, secretariat2, admin) -> dict[str, User | None]:
    ended = factories.make_body(Organization.Kind.OBSERVER, "元オブザーバー", order=95, ends_on=date(2024, 3, 31))
    former = factories.make_member("08", ends_on=date(2024, 3, 31))
    suspended = factories.make_user("suspended@example.jp", body=kagawa.organization)
    User.objects.filter(pk=suspended.pk).update(is_active=False, suspended_at="2024-07-01T00:00Z", suspended_by=admin)
    return {
        "anonymous": None,
        "observer": observer,
        "elsewhere": kagawa,
        "owner": tochigi,
        "coordinator": tochigi2,
        "secretariat": secretariat2,
        "administrator": admin,
        "ended observer": factories.make_user("ended@example.jp", body=ended, role=Role.OBSERVER),
        "former member": factories.make_user("former@example.jp", body=former),
        "suspended": suspended,
    }


@pytest.fixture
def world(tochigi, secretariat, secretariat2) -> World:
    return build(tochigi, secretariat, secretariat2)


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def seen_through(client: Client, world: World) -> dict[str, set[str]]:
    """Thing → the doors that told something of it."""
    things = list(world.things.values())
    shown: dict[str, set[str]] = {thing.name: set() for thing in things}
    for door in DOORS:
        for opened in things[:1] if door.shared else things:
            for status, sent in door.opens(client, opened):
                assert status < 500, (opened.name, door.name, status)
                for thing in things if door.shared else [opened]:
                    if any(secret.encode() in sent for secret in thing.secrets):
                        shown[thing.name].add(door.name)
    return shown


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_no_door_tells_what_the_matrix_denies(people, world, role):
    shown = seen_through(client_of(people[role]), world)
    leaks = {name: doors for name, doors in shown.items() if doors and role not in MAY_SEE[name]}
    assert leaks == {}
    silent = {name for name, doors in shown.items() if not doors and role in MAY_SEE[name]}
    assert silent == set(), "a marker that is seen nowhere proves nothing"


@pytest.mark.parametrize("role", ["anonymous", "observer", "elsewhere", "administrator"])
def test_words_of_hidden_things_find_nothing(people, world, role):
    """A hidden word answers as a word that is nowhere: same page, same numbers."""
    client = client_of(people[role])
    for thing in world.things.values():
        if role in MAY_SEE[thing.name]:
            continue
        absent = "無".ljust(len(thing.marker), "無")
        hidden, nothing = (answer_to(client, word) for word in (thing.marker, absent))
        assert hidden == nothing, thing.name


def answer_to(client: Client, word: str) -> str:
    """The list's answer with the word itself, the form's token and the moment on paper made equal."""
    text = client.get("/guidelines/", {"q": word}).content.decode()
    for written in (word, quote(word), quote(quote(word))):
        text = text.replace(written, "言葉")
    text = re.sub(r"印刷した日時：<time.*?</time>", "", text)
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", text)


def test_the_tombstone_is_for_those_who_could_see_it_before(people, world):
    wrong = []
    for role, user in people.items():
        client = client_of(user)
        for name, readers in TOMBSTONE.items():
            status = client.get(world.things[name].publication.get_absolute_url()).status_code
            expected = 410 if role in readers else 200 if role in MAY_SEE[name] else 404
            if status != expected:
                wrong.append((role, name, status, expected))
    assert wrong == []


def test_a_tombstone_names_its_successor_only_to_those_who_may_see_it(world, observer, kagawa, tochigi):
    withdrawn = world.things["withdrawn"].publication
    successor = world.things["live-members"]
    Publication.objects.filter(pk=withdrawn.pk).update(successor=successor.publication)
    for user, may in ((observer, False), (kagawa, True), (tochigi, True)):
        response = client_of(user).get(withdrawn.get_absolute_url())
        assert response.status_code == 410
        assert "新しい要綱に移りました" in response.content.decode()
        assert (successor.marker in response.content.decode()) == may


def test_revocation_holds_with_the_next_request(world, observer, kagawa, secretariat):
    """Every address of a thing, collected while it may be read, is shut once the right ends; old ETags open nothing."""
    from library import actions
    from library.models import Visibility

    thing = world.things["live-observers"]
    client, before = client_of(observer), {}
    addresses = [
        thing.publication.get_absolute_url(),
        thing.edition.get_absolute_url(),
        f"/files/{thing.file.pk}/download/",
        f"/files/{thing.file.pk}/pages/1.txt",
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        before[address] = response.headers.get("ETag", "")
    actions.narrow(thing.publication, by=secretariat, visibility=Visibility.MEMBERS, reason="見直し")
    for address in addresses:
        assert client.get(address).status_code == 410
        assert client.get(address, headers={"If-None-Match": before[address]}).status_code == 410
    assert client_of(kagawa).get(addresses[0]).status_code == 200


def test_suspension_holds_with_the_next_request(world, kagawa, admin):
    client = client_of(kagawa)
    address = world.things["live-members"].publication.get_absolute_url()
    assert client.get(address).status_code == 200
    User.objects.filter(pk=kagawa.pk).update(is_active=False, suspended_at="2024-07-01T00:00Z", suspended_by=admin)
    assert client.get(address).status_code == 404
