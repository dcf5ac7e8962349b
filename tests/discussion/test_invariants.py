"""Whatever people do one after the other, a thread stays whole."""

import random

import pytest

from audit.chain import faults
from discussion import actions
from discussion.models import Comment, Thread
from library import actions as library
from library.models import Visibility
from library.rules import Refused
from tests import factories
from tests.discussion.invariants import check_nothing_is_left, check_readers, check_rows
from tests.discussion.machine import Machine
from tests.search.live import make_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(tochigi, tochigi2, kagawa, observer, secretariat, secretariat2) -> list:
    """The secretariat has more to do than the others."""
    return [tochigi, tochigi2, kagawa, observer, secretariat, secretariat, secretariat2]


def run(seed: int, steps: int, people: list) -> Machine:
    publications = [
        make_found(owner, "見本", "一枚目", visibility=level)
        for owner, level in ((people[2], Visibility.OBSERVERS), (people[0], Visibility.MEMBERS))
    ]
    machine = Machine(random.Random(seed), people, publications)
    for number in range(1, steps + 1):
        machine.step()
        if number % 20 == 0:
            check_rows()
        if number % 100 == 0:
            check_readers(machine)
    check_nothing_is_left(machine)
    assert list(faults()) == []
    return machine


@pytest.mark.parametrize("seed", range(2))
def test_no_order_of_verbs_breaks_a_thread(seed, people):
    machine = run(seed, 100, people)
    assert 10 < machine.refused < 90
    assert Comment.objects.count() > 5


@pytest.mark.slow
def test_no_order_of_many_verbs_breaks_a_thread(people):
    machine = run(2024, 2_000, people)
    assert set(machine.done) == {
        "open", "confide", "reply", "edit", "call", "delete", "resolve", "reopen", "mark", "lock", "unlock",
        "slow", "unslow", "thank", "unthank", "report",
        "claim", "release", "leave", "hide", "show", "ask", "suspend", "reinstate", "take back", "blacken", "move",
        "split", "merge", "narrow", "widen", "withdraw", "restore",
    }, "a verb that is never done proves nothing"  # fmt: skip


def test_two_answers_at_once_have_numbers_of_their_own(tochigi, kagawa):
    said = actions.open_thread(make_found(kagawa, "見本", "一枚目"), by=tochigi, text="話題です")
    old = Thread.objects.get(pk=said.thread_id)
    first, second = (actions.reply(old, by=by, text="返信です") for by in (kagawa, tochigi))
    assert (first.number, second.number) == (2, 3)


def test_a_comment_on_what_was_withdrawn_or_narrowed_is_refused(tochigi, kagawa, observer, secretariat):
    live = factories.make_live(kagawa, reviewer=secretariat, visibility=Visibility.OBSERVERS)
    said = actions.open_thread(live, by=observer, text="話題です")
    library.narrow(live, by=kagawa, visibility=Visibility.MEMBERS, reason="見直します")
    with pytest.raises(Refused):
        actions.reply(said.thread, by=observer, text="まだ言います")
    actions.reply(said.thread, by=tochigi, text="構成団体は続けます")
    library.withdraw(live, by=kagawa, reason="終わりです")
    for person in (tochigi, observer):
        with pytest.raises(Refused):
            actions.reply(said.thread, by=person, text="終わったものに")
        with pytest.raises(Refused):
            actions.open_thread(live, by=person, text="終わったものに")
