"""Who sees what: the matrix of the promises, tried at every door with planted markers."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from library.models import Publication
from tests.doors.cast import EVERYONE, client_of
from tests.doors.register import DOORS, get
from tests.doors.world import World
from tests.turns import of_today

READERS = {"observer", "elsewhere", "owner", "coordinator", "secretariat"}
MEMBERS = READERS - {"observer"}
OWN = {"owner", "coordinator", "secretariat"}

# promises.md (a): who may learn anything of it
MAY_SEE: dict[str, set[str]] = {
    "live-public": set(EVERYONE),
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
    "desk-draft": {"secretariat"},
    "desk-submitted": {"secretariat"},
    "desk-binned": {"secretariat"},
    "closer-file": MEMBERS,
    "comment-public": READERS,
    "comment-members": MEMBERS,
    "comment-closer-page": MEMBERS,
    "comment-deleted": set(),
    "comment-hidden": {"owner", "secretariat"},  # its writer, and the desk
    "confidential": {"elsewhere", "secretariat"},  # not the owner of the document that it is about
    "confidential-own": OWN,
    "file-blackened": set(),
    "file-unposted": set(),
    "report": {"secretariat"},
    "reporter": {"secretariat"},
}
# … and who gets the tombstone instead of 404
TOMBSTONE = {"withdrawn": READERS - {"secretariat"}, "narrowed": {"observer"}}


def seen_through(client: Client, world: World, opened_today: set[str]) -> dict[str, set[str]]:
    """Thing → the doors that told something of it; doors that all things share are opened once."""
    things = list(world.things.values())
    shown: dict[str, set[str]] = {thing.name: set() for thing in things}
    today = [thing for thing in things if thing.name in opened_today]
    for door in DOORS:
        for opened in things[:1] if door.shared else today:
            for status, sent in door.opens(client, opened):
                assert status < 500, (opened.name, door.name, status)
                for thing in things if door.shared else [opened]:
                    if any(secret.encode() in sent for secret in thing.secrets):
                        shown[thing.name].add(door.name)
    return shown


@pytest.mark.parametrize("role", EVERYONE)
def test_no_door_tells_what_the_matrix_denies(people, world, role):
    today = set(of_today(world.things))
    shown = seen_through(client_of(people[role]), world, today)
    leaks = {name: doors for name, doors in shown.items() if doors and role not in MAY_SEE[name]}
    assert leaks == {}
    silent = {name for name in today if not shown[name] and role in MAY_SEE[name]}
    assert silent == set(), "a marker that is seen nowhere proves nothing"


def test_pictures_are_doors_that_tell(people, world):
    """The marker is in the picture's own bytes: what is 404 above would be 200 for those who may see it."""
    thing = world.things["live-members"]
    for place in ("pages/1", "pages/1-small", "paper/1", "paper/1-small"):
        address = f"/files/{thing.file.pk}/{place}.webp"
        status, sent = get(client_of(people["elsewhere"]), address)
        assert status == 200, address
        assert thing.marker.encode() in sent
        assert get(client_of(people["observer"]), address)[0] == 404


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


@pytest.mark.parametrize("role", ["anonymous", "observer", "elsewhere", "administrator"])
def test_searching_for_hidden_words_answers_as_for_words_that_are_nowhere(people, world, role):
    """The words about a document, the name of its file, and what stands on its page."""
    client = client_of(people[role])
    hidden = [thing for thing in world.things.values() if role not in MAY_SEE[thing.name]]
    assert hidden
    for thing in hidden:
        name = thing.marker.removeprefix("目印").removesuffix("の語")
        for typed in (name, f"{name} 見本", f'"{name}の語"', f"題名:{name}", f"{name}.txt"):
            assert searched(client, typed, name) == searched(client, typed.replace(name, "Absent"), "Absent"), typed


def searched(client: Client, typed: str, name: str) -> str:
    text = client.get("/search/", {"q": typed}).content.decode()
    return re.sub(r'((?:csrfmiddlewaretoken|once)" value=")\w+', r"\1", text.replace(name, "Absent"))


def _without(word: str, text: str) -> str:
    """The word stands in the page, in its addresses, and in the address to come back to after signing in."""
    for shape in (word, quote(word), quote(quote(word))):
        text = text.replace(shape, "言葉")
    return text


def answer_to(client: Client, word: str) -> str:
    """The list's answer with the word itself, the form's token made equal."""
    text = client.get("/guidelines/", {"q": word}).content.decode()
    return re.sub(r'((?:csrfmiddlewaretoken|once)" value=")\w+', r"\1", _without(word, text))


def test_the_tombstone_is_for_those_who_could_see_it_before(people, world):
    wrong = []
    for role in EVERYONE:
        client = client_of(people[role])
        for name, readers in TOMBSTONE.items():
            status = client.get(world.things[name].publication.get_absolute_url()).status_code
            expected = 410 if role in readers else 200 if role in MAY_SEE[name] else 404
            if status != expected:
                wrong.append((role, name, status, expected))
    assert wrong == []


def test_a_tombstone_names_its_successor_only_to_those_who_may_see_it(people, world):
    withdrawn = world.things["withdrawn"].publication
    successor = world.things["live-members"]
    Publication.objects.filter(pk=withdrawn.pk).update(successor=successor.publication)
    for role, may in (("observer", False), ("elsewhere", True), ("owner", True)):
        response = client_of(people[role]).get(withdrawn.get_absolute_url())
        assert response.status_code == 410
        assert "新しい要綱に移りました" in response.content.decode()
        assert (successor.marker in response.content.decode()) == may
