"""A thread that is answered while the desk changes it, and answered from two windows at once."""

from functools import partial

import pytest

from audit.chain import faults
from discussion import actions
from discussion.models import Comment, Thread
from discussion.slowness import TooSoon
from library.rules import Refused
from tests.discussion.invariants import check_rows
from tests.guidelines.live import make_row
from tests.races.together import raised, together


@pytest.fixture
def said(officers) -> Comment:
    return actions.open_thread(make_row(officers[0], "見本"), by=officers[0], text="話題です")


def test_two_windows_do_not_get_round_a_slow_thread(said, officers, desks):
    actions.slow(said.thread, by=desks[0])
    answer = partial(actions.reply, said.thread, by=officers[1], text="返信です")
    assert [type(problem) for problem in raised(together([answer] * 4))] == [TooSoon] * 3


def test_answers_while_the_thread_is_split_and_merged_back(said, officers, desks):
    """None is lost or numbered twice; who was too late is told so, and has the words still."""
    posted = 0
    for number in range(4):
        answers = [actions.reply(said.thread, by=officers[0], text=f"返信{number}") for _ in range(3)]
        split = partial(actions.split, said.thread, by=desks[0], answers=[each.pk for each in answers[:2]])
        replies = [partial(actions.reply, said.thread, by=by, text="間に合うか") for by in officers * 2]
        outcomes = together([split, *replies])
        assert raised(outcomes) == []
        new = outcomes[0].thread
        merge = partial(actions.merge, new, by=desks[0], into=said.thread)
        here = partial(actions.reply, said.thread, by=officers[0], text="ここは残る")
        late = [partial(actions.reply, new, by=by, text="間に合うか") for by in officers * 2]
        problems = raised(together([merge, here, *late]))
        assert {type(problem) for problem in problems} <= {Refused}
        posted += 3 + 4 + 1 + 4 - len(problems)
        check_rows()
    assert Thread.objects.count() == 1
    assert Comment.objects.count() == 1 + posted
    assert list(faults()) == []


def test_two_that_are_merged_into_each_other_become_one(officers, desks):
    publication = make_row(officers[0], "見本")
    for _ in range(4):
        one, other = (actions.open_thread(publication, by=officers[0], text="話題です").thread for _ in range(2))
        outcomes = together(
            [
                partial(actions.merge, one, by=desks[0], into=other),
                partial(actions.merge, other, by=desks[1], into=one),
            ]
        )
        assert [type(problem) for problem in raised(outcomes)] == [Refused]
        assert Thread.objects.filter(pk__in=[one.pk, other.pk]).count() == 1
        check_rows()


def test_an_answer_goes_with_one_of_two_who_split_it_off(said, officers, desks):
    answer = actions.reply(said.thread, by=officers[1], text="返信です")
    outcomes = together([partial(actions.split, said.thread, by=by, answers=[answer.pk]) for by in desks])
    assert [type(problem) for problem in raised(outcomes)] == [Refused]
    assert Thread.objects.count() == 2
    check_rows()
