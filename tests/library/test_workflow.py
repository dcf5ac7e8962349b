"""Every verb by every role in every state: the expectation is the table of the contract, written out here."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction

from accounts.models import Organization, Role, User
from audit.models import Event
from library import actions, workflow
from library.models import EditionState, PublicationState, Submission, Visibility
from library.rules import AlreadyDecided, Refused, offers
from library.workflow import Subject
from tests import factories
from tests.library.states import NOW, edition_row, publication_row

E, P = EditionState, PublicationState
OWNER, DESK = {"officer", "coordinator"}, {"secretariat"}


@dataclass(frozen=True)
class Expected:
    """What the contract says of one verb: from which states, by whom on a member's own and on a proxy's material."""

    states: set[str]
    own: set[str]
    proxy: set[str]


# contracts.md, "Workflow: states, verbs, who"
EDITION_VERBS: dict[str, tuple[Callable, Expected]] = {
    "submit": (
        lambda e, by: actions.submit(e, by=by, declared=True),
        Expected({E.DRAFT, E.RETURNED}, OWNER, OWNER | DESK),
    ),
    "recall": (lambda e, by: actions.recall(e, by=by), Expected({E.SUBMITTED}, OWNER, OWNER)),
    "claim": (lambda e, by: actions.claim(e, by=by), Expected({E.SUBMITTED}, DESK, DESK)),
    "release": (lambda e, by: actions.release(e, by=by), Expected({E.SUBMITTED}, DESK, DESK)),
    "send_back": (lambda e, by: actions.send_back(e, by=by, reason="直して"), Expected({E.SUBMITTED}, DESK, DESK)),
    "decline": (lambda e, by: actions.decline(e, by=by, reason="理由"), Expected({E.SUBMITTED}, DESK, DESK)),
    "publish": (lambda e, by: actions.publish(e, by=by), Expected({E.SUBMITTED}, DESK, DESK)),
    "discard": (
        lambda e, by: actions.discard(e, by=by),
        Expected({E.DRAFT, E.RETURNED, E.DECLINED}, OWNER | DESK, OWNER | DESK),
    ),
}
PUBLICATION_VERBS: dict[str, tuple[Callable, Expected]] = {
    "start": (lambda p, by: actions.start_revision(p, by=by), Expected({P.LIVE}, OWNER | DESK, OWNER | DESK)),
    "withdraw": (
        lambda p, by: actions.withdraw(p, by=by, reason="古くなった"),
        Expected({P.LIVE}, OWNER | DESK, OWNER | DESK),
    ),
    "restore": (lambda p, by: actions.restore(p, by=by), Expected({P.WITHDRAWN}, OWNER | DESK, OWNER | DESK)),
    "narrow": (
        lambda p, by: actions.narrow(p, by=by, visibility=Visibility.SECRETARIAT, reason="理由"),
        Expected({P.LIVE}, OWNER | DESK, OWNER | DESK),
    ),
    "widen": (
        lambda p, by: actions.widen(p, by=by, visibility=Visibility.PUBLIC, reason="理由"),
        Expected({P.LIVE}, DESK, DESK),
    ),
    "discard": (
        lambda p, by: actions.discard_publication(p, by=by),
        Expected({P.WITHDRAWN}, OWNER | DESK, OWNER | DESK),
    ),
}


@pytest.fixture
def cast(tochigi, tochigi2, kagawa, observer, secretariat, secretariat2, admin) -> dict[str, User]:
    return {
        "officer": tochigi,
        "coordinator": tochigi2,
        "elsewhere": kagawa,
        "observer": observer,
        "secretariat": secretariat2,
        "administrator": admin,
    }


class Undo(Exception):
    """Ends a savepoint, so that the next try finds everything as it was."""


def attempt(act: Callable[[], object]) -> bool:
    """Whether the verb was done; it is undone again. Exactly one event must tell of it."""
    done = False
    try:
        with transaction.atomic():
            before = Event.objects.count()
            act()
            done = True
            assert Event.objects.count() == before + 1
            raise Undo
    except (Undo, Refused):
        return done


@pytest.mark.parametrize("proxy", [False, True])
@pytest.mark.parametrize("verb", EDITION_VERBS)
def test_edition_verbs_obey_role_and_state(cast, secretariat, verb, proxy):
    act, expected = EDITION_VERBS[verb]
    allowed_roles = expected.proxy if proxy else expected.own
    starter = secretariat if proxy else cast["officer"]
    wrong = []
    for state in EditionState:
        publication = publication_row(cast["officer"].organization, starter, is_proxy=proxy)
        edition = edition_row(publication, starter, state, is_proxy=proxy, link_url="https://example.jp/")
        edition.types.set([factories.make_type()])
        edition.themes.set([factories.make_theme()])
        if state == E.SUBMITTED:
            Submission.objects.create(edition=edition, number=1, submitted_at=NOW, submitted_by=starter, snapshot=[])
        if verb == "release" and state == E.SUBMITTED:
            edition.claimed_at, edition.claimed_by = NOW, secretariat
            edition.save()
        for role, user in cast.items():
            done = attempt(lambda edition=edition, user=user: act(edition, user))
            if done != (state in expected.states and role in allowed_roles):
                wrong.append((state.value, role, done))
    assert wrong == []


@pytest.mark.parametrize("proxy", [False, True])
@pytest.mark.parametrize("verb", PUBLICATION_VERBS)
def test_publication_verbs_obey_role_and_state(cast, secretariat, verb, proxy):
    act, expected = PUBLICATION_VERBS[verb]
    allowed_roles = expected.proxy if proxy else expected.own
    starter = secretariat if proxy else cast["officer"]
    wrong = []
    for state in PublicationState:
        publication = publication_row(cast["officer"].organization, starter, state, is_proxy=proxy)
        for role, user in cast.items():
            done = attempt(lambda publication=publication, user=user: act(publication, user))
            if done != (state in expected.states and role in allowed_roles):
                wrong.append((state.value, role, done))
    assert wrong == []


@pytest.mark.parametrize("state", [E.DRAFT, E.RETURNED, E.DECLINED])
def test_recover_fetches_an_edition_from_the_bin_for_owner_and_desk_only(cast, state):
    publication = publication_row(cast["officer"].organization, cast["officer"])
    edition = edition_row(publication, cast["officer"], state, binned=True)
    done = {role for role, user in cast.items() if attempt(lambda user=user: actions.recover(edition, by=user))}
    assert done == OWNER | DESK


def test_recover_fetches_a_publication_from_the_bin_for_owner_and_desk_only(cast):
    publication = publication_row(cast["officer"].organization, cast["officer"], P.WITHDRAWN, binned=True)
    done = {
        role
        for role, user in cast.items()
        if attempt(lambda user=user: actions.recover_publication(publication, by=user))
    }
    assert done == OWNER | DESK


def test_start_is_for_the_owner_and_for_the_secretariat_by_proxy(cast):
    own = cast["officer"].organization
    done = {role for role, user in cast.items() if attempt(lambda user=user: actions.start(owner=own, by=user))}
    assert done == OWNER | DESK


def test_the_secretariat_registers_for_itself_but_nobody_for_an_observer(cast):
    own, observer = cast["secretariat"].organization, cast["observer"].organization
    assert attempt(lambda: actions.start(owner=own, by=cast["secretariat"]))
    assert not attempt(lambda: actions.start(owner=observer, by=cast["secretariat"]))
    assert not attempt(lambda: actions.start(owner=observer, by=cast["observer"]))


def test_material_cannot_be_registered_for_a_body_whose_tenure_ended(cast, secretariat):
    former = factories.make_member("08", ends_on=NOW.date())
    assert not attempt(lambda: actions.start(owner=former, by=secretariat))


@pytest.mark.parametrize("verb", ["send_back", "decline", "publish"])
def test_four_eyes_nobody_decides_on_what_they_submitted(cast, secretariat, verb):
    act, _ = EDITION_VERBS[verb]
    publication = publication_row(cast["officer"].organization, secretariat, is_proxy=True)
    edition = edition_row(publication, secretariat, E.SUBMITTED, is_proxy=True, submitter=secretariat)
    assert not attempt(lambda: act(edition, secretariat))
    assert attempt(lambda: act(edition, cast["secretariat"]))


@pytest.mark.parametrize("verb", ["send_back", "decline", "withdraw", "narrow", "widen"])
def test_verbs_that_need_a_reason_refuse_blanks(cast, verb):
    desk, owner = cast["secretariat"], cast["officer"].organization
    live = publication_row(owner, cast["officer"], P.LIVE)
    edition = edition_row(publication_row(owner, cast["officer"]), cast["officer"], E.SUBMITTED)
    acts = {
        "send_back": lambda: actions.send_back(edition, by=desk, reason=" 　"),
        "decline": lambda: actions.decline(edition, by=desk, reason=""),
        "withdraw": lambda: actions.withdraw(live, by=desk, reason=" "),
        "narrow": lambda: actions.narrow(live, by=desk, visibility=Visibility.SECRETARIAT, reason=""),
        "widen": lambda: actions.widen(live, by=desk, visibility=Visibility.PUBLIC, reason=""),
    }
    with pytest.raises(Refused, match="理由"):
        acts[verb]()


def test_the_second_decider_is_told_who_was_first(cast, secretariat):
    edition = edition_row(publication_row(cast["officer"].organization, cast["officer"]), cast["officer"], E.SUBMITTED)
    actions.publish(edition, by=secretariat)
    with pytest.raises(AlreadyDecided) as told:
        actions.send_back(edition, by=cast["secretariat"], reason="直して")
    assert told.value.edition.decided_by == secretariat
    assert Event.objects.filter(verb__in=["publish", "send_back"]).count() == 1


def test_buttons_agree_with_the_verbs(cast):
    """What `offers` allows is what the action then does: the same table draws both."""
    publication = publication_row(cast["officer"].organization, cast["officer"], P.LIVE)
    for role, user in cast.items():
        offered = {offer.transition.verb.value for offer in offers(publication, user=user) if offer.is_allowed}
        for verb, (act, _) in PUBLICATION_VERBS.items():
            done = attempt(lambda user=user, act=act: act(publication, user))
            assert done == (verb in offered), (role, verb)


def test_every_state_can_be_reached():
    reached = {E.DRAFT, P.UNPUBLISHED}
    for row in workflow.TABLE:
        if row.target is not None:
            reached.add(row.target)
    # publish makes the former live edition an old one and its publication live
    assert reached | {E.SUPERSEDED} == {*EditionState, *PublicationState}


def test_the_table_has_one_row_per_subject_and_verb():
    keys = [(row.subject, row.verb) for row in workflow.TABLE]
    assert len(keys) == len(set(keys))
    assert {row.subject for row in workflow.TABLE} == set(Subject)


def test_roles_of_the_cast_are_all_roles(cast):
    assert {user.role for user in cast.values()} == set(Role)
    assert {user.organization.kind for user in cast.values()} == set(Organization.Kind)
