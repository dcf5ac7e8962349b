"""Reports and decisions on one comment at the same moment: one row in the queue, and one decision that counts."""

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from accounts import actions as people
from accounts.models import User
from audit.chain import faults
from audit.models import Event
from discussion import actions
from discussion.models import Comment, CommentState, Concern, Outcome
from discussion.rules import DecidedBefore
from library.rules import Refused
from mail.models import Letter
from notices.models import Kind, Notice
from posting.once import fresh_key
from tests import factories
from tests.guidelines.live import make_row
from tests.notices.worker import forget, tell
from tests.races.together import raised, together

DECIDED = {Outcome.LEFT, Outcome.HIDDEN, Outcome.ASKED, Outcome.SUSPENDED}


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


def decide(said: Comment, number: int, desks, seen: str):
    """One of the four decisions, by one of the two."""
    by, which = desks[number % 2], number % 4
    if which == 0:
        return partial(actions.leave, said, by=by, seen=seen)
    if which == 1:
        return partial(actions.ask, said, by=by, message="見本", seen=seen)
    return partial(actions.hide if which == 2 else actions.suspend, said, by=by, reason="見本", seen=seen)


def one_round(said: Comment, reporter: User, desks) -> None:
    """Eight decide at once, all four decisions; then everything is taken back."""
    actions.report(said, by=reporter, reason="wrong")
    forget()
    Letter.objects.all().delete()
    seen, before = actions.as_seen(said), Event.objects.filter(target_kind="comment").count()
    outcomes = together([decide(said, number, desks, seen) for number in range(8)])
    late = raised(outcomes)
    assert [type(problem) for problem in late] == [DecidedBefore] * 7
    concern = said.concerns.last_round()
    assert concern.outcome in DECIDED
    for problem in late:
        told = problem.concern
        assert (told.decided_by, told.decided_at, told.outcome) == (
            concern.decided_by, concern.decided_at, concern.outcome,
        )  # fmt: skip
    event = Event.objects.filter(target_kind="comment").order_by("sequence")[before:].get()
    assert event.actor_id == concern.decided_by_id
    tell(times=2)
    assert Notice.objects.filter(person=reporter, kind=Kind.REPORT, comment=said).count() == 1
    assert Letter.objects.filter(kind="report_outcome").count() == 1
    said.refresh_from_db()
    assert (said.state == CommentState.HIDDEN) == (concern.outcome in {Outcome.HIDDEN, Outcome.SUSPENDED})
    is_stopped = not User.objects.get(pk=said.writer_id).is_active
    assert is_stopped == (concern.outcome == Outcome.SUSPENDED)
    if said.state == CommentState.HIDDEN:
        actions.show(said, by=desks[0])
    if is_stopped:
        people.reinstate(said.writer, by=desks[0])


def test_exactly_one_decision_counts(said, desks):
    [reporter, *_] = readers()
    for _ in range(4):
        one_round(said, reporter, desks)
    assert not Concern.objects.open().exists()
    assert list(faults()) == []


@pytest.mark.slow
def test_exactly_one_of_a_thousand_decisions_counts_each_time(said, desks):
    [reporter, *_] = readers()
    for _ in range(125):
        one_round(said, reporter, desks)
    assert list(faults()) == []


def test_the_others_see_who_was_quicker_and_when_and_what_they_wrote(said, desks):
    [reporter, *_] = readers()
    actions.report(said, by=reporter, reason="wrong")
    seen, sends = actions.as_seen(said), []
    for number in range(8):
        browser = Client()
        browser.force_login(desks[number % 2])
        form = {"once": fresh_key(), "decision": ("hide", "ask", "suspend")[number % 3], "seen": seen}
        form["message"] = f"{number}人目の連絡"
        sends.append(partial(browser.post, f"/review/reports/{said.pk}/", form))
    answers = together(sends)
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 7
    concern = said.concerns.last_round()
    moment = timezone.localtime(concern.decided_at)
    for number, answer in enumerate(answers):
        if answer.status_code == 409:
            page = answer.content.decode()
            assert concern.decided_by.name in page
            assert concern.get_outcome_display() in page
            assert moment.isoformat(timespec="minutes")[:16] in page
            assert f"{number}人目の連絡" in page


def test_two_claims_at_once_give_one_holder(said, desks):
    [reporter, *_] = readers()
    for _ in range(3):
        actions.report(said, by=reporter, reason="wrong")
        before = Event.objects.filter(verb="claim").count()
        [problem] = raised(together([partial(actions.claim, said, by=by) for by in desks]))
        holder = said.concerns.last_round().claimed_by
        assert isinstance(problem, Refused)
        assert f"{holder}が担当しています" in str(problem)
        assert Event.objects.filter(verb="claim").count() == before + 1
        actions.leave(said, by=desks[0])


def test_a_decision_is_taken_back_once(said, desks):
    [reporter, *_] = readers()
    for _ in range(3):
        actions.report(said, by=reporter, reason="wrong")
        actions.leave(said, by=desks[0])
        outcomes = together([partial(actions.take_back, said, by=by) for by in desks * 2])
        assert [type(problem) for problem in raised(outcomes)] == [Refused] * 3
        assert Concern.objects.open().count() == 1
        actions.leave(said, by=desks[1])


def test_closed_and_edited_at_once_nothing_is_edited_afterwards(said, officers, desks):
    for number in range(4):
        edit = partial(actions.edit, said, by=officers[0], text=f"直した文{number}")
        together([edit, partial(actions.lock, said.thread, by=desks[0])])
        last = Event.objects.filter(verb__in=["edit_comment", "lock"]).latest("sequence")
        assert last.verb == "lock"
        actions.unlock(said.thread, by=desks[0])
