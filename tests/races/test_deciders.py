"""Eight decisions on one submission: one counts, and everybody else is told whose and when."""

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from audit.chain import faults
from audit.models import Event
from library import actions
from library.models import Edition, EditionState, Publication, Submission, Visibility
from library.rules import AlreadyDecided, Refused
from posting.once import fresh_key
from tests import factories
from tests.races.together import raised, together

CHECKED = ["secrets", "rights", "fitting"]
DECISIONS = ("publish", "send_back", "decline")


def decide(edition: Edition, number: int, desks):
    """One of the three decisions, by one of the two."""
    by, which = desks[number % 2], DECISIONS[number % 3]
    if which == "publish":
        return partial(actions.publish, edition, by=by, visibility=Visibility.MEMBERS)
    return partial(getattr(actions, which), edition, by=by, reason="見本の理由")


def submission(officers) -> Edition:
    draft = factories.make_draft(officers[0], files=[], link_url="https://example.jp/")
    return actions.submit(draft, by=officers[0], declared=True)


def one_round(officers, desks) -> None:
    edition = submission(officers)
    outcomes = together([decide(edition, number, desks) for number in range(8)])
    late = raised(outcomes)
    assert [type(problem) for problem in late] == [AlreadyDecided] * 7
    edition.refresh_from_db()
    [closed] = Submission.objects.filter(edition=edition)
    assert closed.closed_by == edition.decided_by
    for problem in late:
        assert (problem.edition.decided_by, problem.edition.decided_at) == (edition.decided_by, edition.decided_at)
    decided = Event.objects.filter(target_id=str(edition.publication_id), verb__in=DECISIONS)
    assert [event.actor_id for event in decided] == [edition.decided_by_id]
    is_live = Publication.objects.live().filter(pk=edition.publication_id).exists()
    assert is_live == (edition.state == EditionState.PUBLISHED)


def test_exactly_one_decision_counts(officers, desks):
    for _ in range(5):
        one_round(officers, desks)
    assert list(faults()) == []


@pytest.mark.slow
def test_exactly_one_of_a_thousand_decisions_counts_each_time(officers, desks):
    for _ in range(125):
        one_round(officers, desks)
    assert list(faults()) == []


def test_the_others_see_who_was_quicker_and_when_and_what_they_wrote(officers, desks):
    edition, sends = submission(officers), []
    for number in range(8):
        browser = Client()
        browser.force_login(desks[number % 2])
        form = {
            "once": fresh_key(),
            "visibility": "1",
            "checked": CHECKED,
            "message": f"{number}人目の連絡",
            "submission": "1",
        }
        form["decision"] = ("publish", "send_back")[number % 2]
        sends.append(partial(browser.post, f"/review/{edition.pk}/", form))
    answers = together(sends)
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 7
    edition.refresh_from_db()
    moment = timezone.localtime(edition.decided_at)
    for number, answer in enumerate(answers):
        if answer.status_code == 409:
            page = answer.content.decode()
            assert edition.decided_by.name in page
            assert moment.isoformat(timespec="minutes")[:16] in page
            assert f"{number}人目の連絡" in page


def test_two_claims_at_once_give_one_holder(officers, desks):
    for _ in range(3):
        edition = submission(officers)
        outcomes = together([partial(actions.claim, edition, by=by) for by in desks])
        [problem] = raised(outcomes)
        edition.refresh_from_db()
        assert isinstance(problem, Refused)
        assert f"{edition.claimed_by}が担当しています" in str(problem)
        assert Event.objects.filter(verb="claim", target_id=str(edition.publication_id)).count() == 1


def test_a_decision_and_a_recall_at_once_are_one_of_the_two(officers, desks):
    for _ in range(3):
        edition = submission(officers)
        recall = partial(actions.recall, edition, by=officers[0])
        outcomes = together([recall, decide(edition, 0, desks)])
        assert len(raised(outcomes)) == 1
        edition.refresh_from_db()
        verbs = Event.objects.filter(target_id=str(edition.publication_id), verb__in=["publish", "recall"])
        assert [event.verb for event in verbs] == ["recall" if edition.state == EditionState.DRAFT else "publish"]
