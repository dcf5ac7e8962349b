"""The warning about content that is here already links to what its reader may see, and says nothing of the rest."""

import pytest
from django.urls import reverse

from tests import factories
from tests.doors.cast import client_of
from tests.doors.test_matrix import MAY_SEE
from tests.doors.world import Thing

ENDED = {"declined", "withdrawn", "binned", "desk-binned"}
ON_THEIR_WAY = {"draft", "submitted", "returned", "revision", "desk-draft", "desk-submitted"}
HANDED_IN = {"submitted", "revision", "desk-submitted"}  # of those on their way, the desk is told of these alone


def address_of(thing: Thing, role: str) -> str:
    """Where the warning leads; empty where nothing is said of it."""
    if role not in MAY_SEE[thing.name] or thing.name in ENDED:
        return ""
    if thing.name not in ON_THEIR_WAY:
        return thing.publication.get_absolute_url()
    if role != "secretariat":
        return thing.edition.get_absolute_url()
    return reverse("review:decide", args=[thing.edition.pk]) if thing.name in HANDED_IN else ""


@pytest.mark.parametrize("role", ["owner", "coordinator", "elsewhere", "secretariat"])
def test_the_same_bytes_are_named_only_where_they_may_be_seen(people, world, role):
    """A draft that holds a copy of every file there is, looked at before it is handed in."""
    user, documents = people[role], [thing for thing in world.things.values() if thing.comment is None]
    draft = factories.make_draft(user, title="写しを集めた下書き", files=[])
    for thing in documents:
        factories.keep_file(draft, f"写し-{thing.name}.txt", f"見本の本文 {thing.marker}", by=user)
    pages = [
        client_of(user).get(reverse(step, args=[draft.pk])).content.decode()
        for step in ("submit:files", "submit:confirm")
    ]
    for thing in documents:
        told = [thing.marker in page for page in pages]
        if role not in MAY_SEE[thing.name]:
            assert told == [False, False], thing.name
        for page in pages:
            address, said = address_of(thing, role), f"「写し-{thing.name}.txt」と同じ内容" in page
            assert said == bool(address), thing.name
            if address:
                assert f'href="{address}"' in page, thing.name
                assert client_of(user).get(address).status_code == 200, thing.name


def test_two_submissions_under_review_are_named_to_the_desk_and_to_nobody_elsewhere(people):
    """Each review page leads to the other; an officer of the other body is told nothing."""
    mine = factories.make_submitted(people["owner"], title="先に出した資料")
    theirs = factories.make_submitted(people["elsewhere"], title="後に出した資料")
    desk = client_of(people["secretariat"])
    for edition, other in ((mine, theirs), (theirs, mine)):
        page = desk.get(reverse("review:decide", args=[edition.pk])).content.decode()
        assert "同じ内容のファイルがあります" in page
        assert f'href="{reverse("review:decide", args=[other.pk])}"' in page
    again = factories.make_draft(people["elsewhere"], title="写し")
    for step in ("submit:files", "submit:confirm"):
        page = client_of(people["elsewhere"]).get(reverse(step, args=[again.pk])).content.decode()
        assert "先に出した資料" not in page
        assert "後に出した資料" in page, "the own body's"
