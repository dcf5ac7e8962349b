"""Decisions beside what happened meanwhile: to the submission, to the publication, to who may read it."""

from datetime import UTC, date, datetime, timedelta

import pytest

import clock
from library import actions, housekeeping
from library.actions import HandedInAnew
from library.models import EditionState, PublicationState, Visibility
from library.rules import Refused
from tests import factories

EARLY = datetime(2026, 3, 31, 22, tzinfo=UTC)  # the first of April in Japan


@pytest.fixture
def revised(tochigi, secretariat2):
    """A live publication and its second edition, which waits for review."""
    publication = factories.make_live(tochigi, reviewer=secretariat2, visibility=Visibility.OBSERVERS)
    return factories.make_submitted(tochigi, publication=publication, visibility=Visibility.OBSERVERS)


def decision(client, edition, **values) -> int:
    sent = {
        "once": "k" * 32, "checked": ["secrets", "rights", "fitting"], "visibility": "2", "decision": "publish",
        "message": "", "submission": str(edition.submissions.count()), **values,
    }  # fmt: skip
    return client.post(f"/review/{edition.pk}/", sent).status_code


@pytest.mark.parametrize("deciding", ["publish", "send_back", "decline"])
def test_a_page_that_was_opened_before_decides_nothing_on_what_was_handed_in_anew(
    client, revised, tochigi, secretariat, secretariat2, deciding
):
    actions.send_back(revised, by=secretariat2, reason="直してください")
    actions.submit(revised, by=tochigi, declared=True)
    client.force_login(secretariat)
    assert decision(client, revised, decision=deciding, message="見ました", submission="1") == 400
    assert decision(client, revised, decision=deciding, message="見ました", submission="") == 400
    revised.refresh_from_db()
    assert revised.state == EditionState.SUBMITTED
    assert decision(client, revised, decision=deciding, message="見ました", submission="2") == 302


def test_the_verbs_say_that_it_was_handed_in_anew(revised, secretariat):
    with pytest.raises(HandedInAnew, match="出し直されました"):
        actions.publish(revised, by=secretariat, seen=7)


def test_nothing_is_published_while_its_publication_is_withdrawn(client, revised, tochigi, secretariat):
    publication = actions.withdraw(revised.publication, by=tochigi, reason="古くなりました")
    client.force_login(secretariat)
    assert decision(client, revised) == 400
    assert "公開を終えています" in client.get(f"/review/{revised.pk}/").content.decode()
    with pytest.raises(Refused, match="審査中の版"):
        actions.discard_publication(publication, by=tochigi)
    actions.restore(publication, by=tochigi)
    assert decision(client, revised, once="m" * 32) == 302


def test_nothing_is_handed_in_while_its_publication_is_withdrawn_or_in_the_bin(revised, tochigi):
    actions.recall(revised, by=tochigi)
    publication = actions.withdraw(revised.publication, by=tochigi, reason="古くなりました")
    with pytest.raises(Refused, match="公開を終えています"):
        actions.submit(revised, by=tochigi, declared=True)
    with pytest.raises(Refused, match="作成中の版"):
        actions.discard_publication(publication, by=tochigi)
    actions.discard(revised, by=tochigi)
    assert actions.discard_publication(publication, by=tochigi).binned_at is not None


def test_publishing_does_not_open_again_what_was_narrowed(client, revised, tochigi, secretariat):
    actions.narrow(revised.publication, by=tochigi, visibility=Visibility.SECRETARIAT, reason="個人情報がありました")
    client.force_login(secretariat)
    page = client.get(f"/review/{revised.pk}/").content.decode()
    assert "個人情報がありました" in page
    assert '<input type="radio" name="visibility" value="0"' in page.replace(' class="check__input"', "")
    assert decision(client, revised) == 400, "another level than the present one needs a reason"
    assert decision(client, revised, visibility="0") == 302
    revised.refresh_from_db()
    assert revised.publication.visibility == Visibility.SECRETARIAT
    assert revised.publication.closed_reason == "個人情報がありました"


def test_a_narrower_publishing_tells_its_reason_to_those_who_lose_sight(client, revised, secretariat, observer):
    actions.publish(revised, by=secretariat, visibility=Visibility.MEMBERS, message="構成団体だけにします（見本）")
    client.force_login(observer)
    page = client.get(revised.publication.get_absolute_url())
    assert page.status_code == 410
    assert "構成団体だけにします（見本）" in page.content.decode()


def test_the_number_of_an_erased_edition_is_not_given_again(revised, tochigi):
    publication = revised.publication
    actions.recall(revised, by=tochigi)
    actions.discard(revised, by=tochigi, now=clock.now() - timedelta(days=60))
    housekeeping.empty_bin(now=clock.now())
    assert not publication.editions.filter(number=2).exists()
    assert actions.start_revision(publication, by=tochigi).number == 3


def test_the_day_of_a_tenure_is_a_day_in_japan(tochigi):
    body = factories.make_member("10")
    body.tenures.update(starts_on=date(2026, 4, 1))
    officer = factories.make_user("gunma@example.jp", body=body)
    assert actions.start(owner=body, by=officer, now=EARLY).publication.state == PublicationState.UNPUBLISHED
