"""A thread that is answered while the desk changes it, and answered from two windows at once."""

from functools import partial

import pytest

from discussion import actions
from discussion.models import Comment
from discussion.slowness import TooSoon
from tests.guidelines.live import make_row
from tests.races.together import raised, together


@pytest.fixture
def said(officers) -> Comment:
    return actions.open_thread(make_row(officers[0], "見本"), by=officers[0], text="話題です")


def test_two_windows_do_not_get_round_a_slow_thread(said, officers, desks):
    actions.slow(said.thread, by=desks[0])
    answer = partial(actions.reply, said.thread, by=officers[1], text="返信です")
    assert [type(problem) for problem in raised(together([answer] * 4))] == [TooSoon] * 3
