"""A verb is all or nothing: whichever of its statements fails, rows, log, facets and letters are as before."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, transaction

from accounts.models import User
from library import actions
from library.models import Edition, EditionState, PublicationState, Submission, Visibility
from tests import factories
from tests.library.states import NOW, edition_row, publication_row

E, P = EditionState, PublicationState
WATCHED = ("library", "guidelines", "audit", "mail", "accounts", "django_tasks_database")


class Broken(Exception):
    """The database as it is when it goes away in the middle."""


class Statements:
    """Counts the statements that write; at number `breaks_at` it breaks."""

    def __init__(self, breaks_at: int | None = None) -> None:
        self.number, self.breaks_at = 0, breaks_at

    def __call__(self, execute, sql, params, many, context):
        if sql.split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            self.number += 1
            if self.number == self.breaks_at:
                raise Broken
        return execute(sql, params, many, context)


def everything() -> dict[str, list]:
    """All rows of what a verb may touch, as they are in the database."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in WATCHED]
    return {model._meta.label: list(model.objects.order_by("pk").values_list()) for model in models}


def submitted(by: User) -> Edition:
    edition = edition_row(publication_row(by.organization, by), by, E.SUBMITTED, link_url="https://example.jp/")
    edition.types.set([factories.make_type()])
    edition.themes.set([factories.make_theme()])
    Submission.objects.create(edition=edition, number=1, submitted_at=NOW, submitted_by=by, snapshot=[])
    return edition


def draft(by: User, **fields) -> Edition:
    edition = edition_row(publication_row(by.organization, by), by, E.DRAFT, link_url="https://example.jp/", **fields)
    edition.types.set([factories.make_type()])
    edition.themes.set([factories.make_theme()])
    return edition


def live(by: User, state: PublicationState = P.LIVE, **fields):
    return publication_row(by.organization, by, state, **fields)


# What it is done to (made by the officer), what is done, and whether the desk does it.
VERBS: dict[str, tuple[Callable, Callable, bool]] = {
    "start": (lambda o: o.organization, lambda b, by: actions.start(owner=b, by=by), False),
    "submit": (draft, lambda e, by: actions.submit(e, by=by, declared=True), False),
    "recall": (submitted, lambda e, by: actions.recall(e, by=by), False),
    "claim": (submitted, lambda e, by: actions.claim(e, by=by), True),
    "send back": (submitted, lambda e, by: actions.send_back(e, by=by, reason="直して"), True),
    "decline": (submitted, lambda e, by: actions.decline(e, by=by, reason="理由"), True),
    "publish": (submitted, lambda e, by: actions.publish(e, by=by, visibility=Visibility.MEMBERS), True),
    "discard": (draft, lambda e, by: actions.discard(e, by=by), False),
    "recover": (lambda o: draft(o, binned=True), lambda e, by: actions.recover(e, by=by), False),
    "revise": (live, lambda p, by: actions.start_revision(p, by=by), False),
    "withdraw": (live, lambda p, by: actions.withdraw(p, by=by, reason="古くなった"), False),
    "restore": (lambda o: live(o, P.WITHDRAWN), lambda p, by: actions.restore(p, by=by), False),
    "narrow": (live, lambda p, by: actions.narrow(p, by=by, visibility=Visibility.SECRETARIAT, reason="理由"), False),
    "widen": (live, lambda p, by: actions.widen(p, by=by, visibility=Visibility.PUBLIC, reason="理由"), True),
    "add a file": (draft, lambda e, by: actions.add_file(e, factories.text_upload(), by=by), False),
    "keep a file closer": (
        lambda o: factories.keep_file(draft(o), "見本.txt", "見本", by=o),
        lambda f, by: actions.keep_file_closer(f, by=by, visibility=Visibility.SECRETARIAT),
        False,
    ),
    "save details": (
        draft,
        lambda e, by: actions.save_details(e, by=by, revision=e.revision, values={"title": "別の題名"}),
        False,
    ),
}


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_all_or_nothing(name, tochigi, secretariat):
    make, do, is_desk = VERBS[name]
    thing, by = make(tochigi), secretariat if is_desk else tochigi

    def act() -> None:
        do(thing, by)

    before, counted = everything(), Statements()
    with pytest.raises(Broken), transaction.atomic():
        with connection.execute_wrapper(counted):
            act()
        raise Broken  # undo the good run, so that each bad one begins where it began
    assert counted.number >= (1 if name == "save details" else 2), "a verb writes its row and its event"
    assert everything() == before
    for number in range(1, counted.number + 1):
        with connection.execute_wrapper(Statements(breaks_at=number)), pytest.raises(Broken):
            act()
        assert everything() == before, f"statement {number} of {counted.number}"
