"""Reports and decisions on one comment at the same moment: one row in the queue, and one decision that counts."""

from functools import partial

import pytest

from accounts.models import User
from audit.chain import faults
from audit.models import Event
from discussion import actions
from discussion.models import Comment, CommentState, Concern
from library.rules import Refused
from mail.models import Letter
from tests import factories
from tests.guidelines.live import make_row
from tests.races.together import raised, together


@pytest.fixture
def said(officers) -> Comment:
    return actions.open_thread(make_row(officers[0], "見本"), by=officers[0], text="話題です")


def readers() -> list[User]:
    return [factories.make_user(f"r{code}@example.jp", body=factories.make_member(code)) for code in ("37", "18", "01")]


def test_reports_at_once_are_one_row(said, desks):
    for _ in range(3):
        people = readers() if not Concern.objects.exists() else list(User.objects.filter(email__startswith="r"))
        outcomes = together([partial(actions.report, said, by=person, reason="wrong") for person in people * 2])
        assert [type(problem) for problem in raised(outcomes)] == [Refused] * 3
        concern = Concern.objects.open().get()
        assert concern.reports.count() == 3
        actions.leave(said, by=desks[0])
    assert Letter.objects.filter(kind="report").count() == 3 * len(desks)
    assert Letter.objects.filter(kind="report_outcome").count() == 3 * 3


def test_a_file_goes_with_one_comment(said, officers):
    by = officers[0]
    for number in range(3):
        file = factories.sent_with_a_comment(by, f"{number}.txt", "見本")
        outcomes = together([partial(actions.reply, said.thread, by=by, text="付けます", files=[file])] * 4)
        assert [type(problem) for problem in raised(outcomes)] == [Refused] * 3
    assert Comment.objects.count() == 1 + 3


def test_exactly_one_decision_counts(said, desks):
    [person, *_] = readers()
    for _ in range(4):
        actions.report(said, by=person, reason="wrong")
        seen = actions.as_seen(said)
        hide = [partial(actions.hide, said, by=by, reason="見本", seen=seen) for by in desks * 2]
        leave = [partial(actions.leave, said, by=by, seen=seen) for by in desks * 2]
        before = Event.objects.count()
        outcomes = together([act for pair in zip(hide, leave, strict=True) for act in pair])
        assert [type(problem) for problem in raised(outcomes)] == [Refused] * 7
        assert Event.objects.count() == before + 1
        said.refresh_from_db()
        if said.state == CommentState.HIDDEN:
            actions.show(said, by=desks[0])
    assert not Concern.objects.open().exists()
    assert list(faults()) == []
