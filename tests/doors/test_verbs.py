"""Every verb tried by every role in every state through its address: done or refused, as the contract says."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

import clock
from accounts.models import User
from audit.models import Event
from library.models import Edition, EditionState, Publication, PublicationState, Submission
from posting.once import fresh_key
from tests import factories
from tests.doors.cast import EVERYONE, Cast, client_of
from tests.doors.verbs import BIN, EDITIONS, PUBLICATIONS, SOMETHING, WITHOUT_ACCOUNT, WITHOUT_FUNCTION, E, P, Row
from tests.library.states import NOW, edition_row, publication_row

Rows = dict[str, Edition] | dict[str, Publication]


class _Undone(Exception):
    """Ends a savepoint, so that the next try finds everything as it was."""


@contextmanager
def undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


def editions_of(people: Cast, row: Row, *, is_proxy: bool) -> dict[str, Edition]:
    """One edition in each state, complete enough for every verb; the desk or the owner registered it."""
    starter, desk = people["desk"] if is_proxy else people["owner"], people["desk"]
    found = {}
    for state in [*EditionState, *(state + BIN for state in (E.DRAFT, E.RETURNED, E.DECLINED))]:
        plain = EditionState(state.removesuffix(BIN))
        publication = publication_row(people["owner"].organization, starter, is_proxy=is_proxy)
        fields = {"is_proxy": is_proxy, "link_url": "https://example.jp/", "binned": state.endswith(BIN)}
        edition = edition_row(publication, starter, plain, **fields)
        edition.types.set([factories.make_type()])
        edition.themes.set([factories.make_theme()])
        if plain != E.DRAFT:
            submission_row(edition, starter, is_open=plain == E.SUBMITTED)
        if row.verb == "release" and plain == E.SUBMITTED:
            Edition.objects.filter(pk=edition.pk).update(claimed_at=clock.now(), claimed_by=desk)
        found[str(state)] = edition
    return found


def submission_row(edition: Edition, by: User, *, is_open: bool) -> None:
    closed = {} if is_open else {"outcome": "returned", "closed_at": NOW, "closed_by": by, "message": "見本"}
    Submission.objects.create(edition=edition, number=1, submitted_at=NOW, submitted_by=by, snapshot=[], **closed)


def publications_of(people: Cast, _row: Row, *, is_proxy: bool) -> dict[str, Publication]:
    starter = people["desk"] if is_proxy else people["owner"]
    body, withdrawn = people["owner"].organization, PublicationState.WITHDRAWN
    found = {str(state): publication_row(body, starter, state, is_proxy=is_proxy) for state in PublicationState}
    return found | {withdrawn + BIN: publication_row(body, starter, withdrawn, is_proxy=is_proxy, binned=True)}


def everything() -> list[object]:
    """All that a verb could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Publication, Edition, Submission, Event)]


def post(client: Client, row: Row, pk: int) -> HttpResponse:
    return client.post(reverse(row.address, args=[pk]), {**row.sent, "once": fresh_key()})


def flaws_when_done(row: Row, subject: Edition | Publication, last: int, user: User | None) -> list[str]:
    """What differs from a verb that was done once and told once."""
    events = list(Event.objects.filter(sequence__gt=last).values_list("verb", "actor_id"))
    flaws = [] if events == [(row.verb, user.pk)] else [f"events: {events}"]
    found = type(subject).objects.filter(pk=subject.pk).values(*row.after).get()
    for name, value in row.after.items():
        if (found[name] is None) if value is SOMETHING else (found[name] != value):
            flaws.append(f"{name}: {found[name]}")
    if row.verb == "start" and not Edition.objects.filter(publication=subject.pk, state=E.DRAFT).exists():
        flaws.append("no draft")
    return flaws


def may_answer(row: Row, role: str) -> set[int]:
    """How a refusal may look: 403 is for functions, 404 for things of others, a message for the rest."""
    if role in WITHOUT_FUNCTION or (row.is_desk_function and role != "secretariat"):
        return {403}
    if role == "elsewhere":
        return {404}
    return {302, 400, 404, 409}


def flaws_when_refused(row: Row, role: str, response: HttpResponse, before: list[object]) -> list[str]:
    flaws = ["changed something"] if everything() != before else []
    is_right = response.status_code in may_answer(row, role)
    if role in WITHOUT_ACCOUNT:
        is_right = response.status_code == 302 and response["Location"].startswith("/login/")
    return flaws if is_right else [*flaws, f"status {response.status_code}"]


@pytest.mark.parametrize("is_proxy", [False, True], ids=["own", "proxy"])
@pytest.mark.parametrize(
    ("row", "subjects"),
    [(row, editions_of) for row in EDITIONS] + [(row, publications_of) for row in PUBLICATIONS],
    ids=[f"{row.verb} edition" for row in EDITIONS] + [f"{row.verb} publication" for row in PUBLICATIONS],
)
def test_a_verb_obeys_role_and_state(people, row, subjects, is_proxy):
    rows: Rows = subjects(people, row, is_proxy=is_proxy)
    before, last = everything(), Event.objects.count()
    wrong, done = [], 0
    for role in EVERYONE:
        client = client_of(people[role])
        for state, subject in rows.items():
            with undone():
                response = post(client, row, subject.pk)
                if row.allows(role, state, is_proxy=is_proxy):
                    flaws, done = flaws_when_done(row, subject, last, people[role]), done + 1
                else:
                    flaws = flaws_when_refused(row, role, response, before)
                if flaws:
                    wrong.append((role, state, *flaws))
    assert wrong == []
    assert done == len(row.sources) * len(row.proxy if is_proxy else row.own)


@pytest.mark.parametrize("row", [row for row in EDITIONS if row.address == "review:decide"], ids=lambda row: row.verb)
def test_nobody_decides_on_what_they_submitted(people, row):
    """Four eyes: the one who registered it for the body is refused, the colleague is not."""
    edition = editions_of(people, row, is_proxy=True)[E.SUBMITTED]
    before, last = everything(), Event.objects.count()
    response = post(client_of(people["desk"]), row, edition.pk)
    assert response.status_code == 400
    assert "自分が提出した資料" in response.content.decode()
    assert everything() == before
    post(client_of(people["secretariat"]), row, edition.pk)
    assert flaws_when_done(row, edition, last, people["secretariat"]) == []


def test_what_the_desk_keeps_to_itself_is_not_there_for_its_body(people):
    """Registered for a body and published for the secretariat alone: each verb answers 404 to the body's people."""
    body, desk = people["owner"].organization, people["desk"]
    publication = publication_row(body, desk, P.LIVE, visibility=0, is_proxy=True)
    edition = edition_row(publication, desk, E.SUBMITTED, is_proxy=True)
    before, answers = everything(), set()
    for role in ("owner", "coordinator"):
        client = client_of(people[role])
        answers |= {post(client, row, publication.pk).status_code for row in PUBLICATIONS}
        answers |= {post(client, row, edition.pk).status_code for row in EDITIONS if not row.is_desk_function}
    assert answers == {404}
    assert everything() == before


@pytest.mark.parametrize("role", EVERYONE)
def test_registering_is_begun_by_members_and_by_the_desk_for_them(people, role):
    """An officer begins for the own body whatever the form says; the desk for the body that it names."""
    own, before = people["owner"].organization, everything()
    last = Event.objects.count()
    response = client_of(people[role]).post("/submit/", {"owner": str(own.pk), "once": fresh_key()})
    if role in WITHOUT_ACCOUNT | WITHOUT_FUNCTION:
        assert response.status_code == (302 if role in WITHOUT_ACCOUNT else 403)
        assert everything() == before
        return
    publication = Publication.objects.get()
    assert publication.owner == (people[role].organization if role == "elsewhere" else own)
    assert publication.is_proxy == (role == "secretariat")
    assert publication.editions.get().state == E.DRAFT
    assert list(Event.objects.filter(sequence__gt=last).values_list("verb", flat=True)) == ["start"]


def test_no_second_edition_is_begun_beside_an_open_one(people):
    row = next(row for row in PUBLICATIONS if row.verb == "start")
    publication = publication_row(people["owner"].organization, people["owner"], P.LIVE)
    edition_row(publication, people["owner"], E.RETURNED)
    before = everything()
    for role in ("owner", "coordinator", "secretariat"):
        assert post(client_of(people[role]), row, publication.pk).status_code == 302
    assert everything() == before
