"""What people write is shown as it was written, on every door, and never comes alive."""

import pytest
from django.test import Client
from django.urls import reverse

from discussion import actions as talking
from library.models import Edition, SavedView
from tests.security.inert import Page
from tests.security.payloads import PAYLOADS, SHORT, Payload
from tests.security.planted import PUBLIC_URL, Planted, signed_in, withdraw_all


def page_at(client: Client, address: str, *, status: int = 200, **values: object) -> Page:
    response = client.get(address, values)
    assert response.status_code == status, address
    return Page(response.content.decode())


def missing(page: Page, payloads: list[Payload] = PAYLOADS) -> list[str]:
    return [payload.shown for payload in payloads if not page.shows(payload.shown)]


# --- Pages that show many -------------------------------------------------------------------------------------------

MANY = [
    ("anonymous", "/guidelines/?rows=50", PAYLOADS),
    ("officer", "/guidelines/?rows=50", PAYLOADS),
    ("officer", "/", []),
    ("officer", "/prefectures/09/", []),
    ("officer", "/themes/", PAYLOADS),
    ("officer", "/me/", []),
    ("officer", "/me/tasks/", PAYLOADS[1::2]),
    ("officer", "/me/drafts/", PAYLOADS),
    ("officer", "/submit/", []),
    ("lead", "/me/colleagues/", PAYLOADS),
    ("desk", "/", []),
    ("desk", "/review/", PAYLOADS[::2]),
    ("desk", "/manage/themes/", PAYLOADS),
    ("desk", "/manage/types/", SHORT),
    ("desk", "/manage/members/", PAYLOADS),
    ("desk", "/manage/audit/?verb=publish", []),
    ("desk", "/manage/audit/?verb=invite", PAYLOADS),
    ("desk", "/manage/audit/", []),
]


@pytest.mark.parametrize(("who", "address", "payloads"), MANY, ids=lambda value: value if type(value) is str else "")
def test_pages_that_show_many(world: Planted, who, address, payloads):
    people = {"officer": world.people[PAYLOADS[0]], "desk": world.desk, "lead": world.lead}
    page = page_at(signed_in(people[who]) if who in people else Client(), address)
    assert page.alive == []
    assert missing(page, payloads) == []


def test_saved_views_show_their_names_and_words(world: Planted):
    client, lost = signed_in(world.lead), set(PAYLOADS)
    for number in range(1, -(-len(PAYLOADS) // 10) + 1):
        page = page_at(client, f"/me/views/?page={number}")
        assert page.alive == []
        lost -= {payload for payload in lost if page.shows(payload.shown)}
    assert lost == set()
    view = SavedView.objects.get(owner=world.people[PAYLOADS[0]])
    for address in (f"/me/views/{view.pk}/edit/", f"/me/views/{view.pk}/delete/"):
        page = page_at(client, address)
        assert (page.alive, missing(page, PAYLOADS[:1])) == ([], [])


# --- Pages that show one --------------------------------------------------------------------------------------------

ONE = {
    "guidelines:detail": "anonymous",  # title, the file's text
    "guidelines:about": "officer",  # summary, facts
    "guidelines:files": "anonymous",  # file name
    "guidelines:versions": "officer",  # the person's name, the note of the change
    "review:decide": "desk",  # everything, and what was said of it
    "submit:done": "officer",
    "publications:withdraw": "officer",
    "publications:visibility": "officer",
    "invitation": "anonymous",  # the invited person's name
    "profiles:theme": "officer",  # its description
    "manage:theme": "desk",  # its description, as a value
    "manage:member": "desk",
    "manage:suspend": "desk",
}


def address_of(name: str, world: Planted, payload: Payload) -> str:
    publication = world.publications[payload]
    second = Edition.objects.get(publication=publication, number=2)
    area = name.partition(":")[0]
    if name == "profiles:theme":
        return reverse(name, args=[second.themes.get().slug])
    argument = {
        "guidelines": publication.pk, "publications": publication.pk, "review": second.pk, "submit": second.pk,
        "invitation": world.tokens[payload],
    }.get(area)  # fmt: skip
    if area == "manage":
        argument = second.themes.get().pk if name == "manage:theme" else world.people[payload].pk
    return reverse(name, args=[argument])


@pytest.mark.parametrize("name", ONE)
def test_pages_that_show_one(world: Planted, name):
    people = {"officer": world.people[PAYLOADS[0]], "desk": world.desk}
    client = signed_in(people[ONE[name]]) if ONE[name] in people else Client()
    alive, lost = {}, []
    for payload in PAYLOADS:
        page = page_at(client, address_of(name, world, payload))
        if page.alive:
            alive[payload.shown] = page.alive
        lost += missing(page, [payload])
        if name == "guidelines:about":
            assert PUBLIC_URL in page.values
    assert alive == {}
    assert lost == []


def test_comments_and_what_is_said_of_them(world: Planted):
    """In the thread, in the queue, before the desk, and from the desk to the writer."""
    publication, desk = world.publications[PAYLOADS[0]], signed_in(world.desk)
    for payload in PAYLOADS[::3]:
        writer = signed_in(world.people[payload])
        said = talking.open_thread(publication, by=world.people[payload], text=payload.shown)
        talking.report(said, by=world.observer, reason="other", words=payload.shown)
        assert page_at(desk, "/review/").alive == []
        page = page_at(desk, f"/review/reports/{said.pk}/")
        assert (page.alive, missing(page, [payload])) == ([], [])
        talking.ask(said, by=world.desk, message=payload.shown)
        for address in ("/me/tasks/", f"/comments/{said.pk}/edit/"):
            page = page_at(writer, address)
            assert (page.alive, missing(page, [payload])) == ([], [])
        page = page_at(writer, publication.get_absolute_url(), thread=said.thread_id)
        assert (page.alive, missing(page, [payload])) == ([], [])


def test_the_reason_stands_on_the_page_of_what_is_gone(world: Planted):
    withdraw_all(world)
    client = signed_in(world.observer)
    for payload, publication in world.publications.items():
        page = page_at(client, publication.get_absolute_url(), status=410)
        assert page.alive == []
        assert missing(page, [payload]) == []
