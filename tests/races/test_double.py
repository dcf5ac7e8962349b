"""Every form that makes something, sent eight times at once: one object, and all are shown the same result."""

from functools import partial

import pytest
from django.test import Client

from accounts.models import Invitation, Role
from audit.models import Event
from library import actions
from library.models import DocumentType, Edition, Submission, Theme, Visibility
from mail.models import Letter
from posting.once import fresh_key
from tests import factories
from tests.races.together import raised, together

TIMES = 8


def send(user, address: str, fields) -> set[tuple[int, str]]:
    """The form, sent at once from as many tabs of one person: the different answers.

    `fields` with files is a function: a file can be sent only once.
    """
    sends, key = [], fresh_key()
    for _ in range(TIMES):
        tab = Client()
        tab.force_login(user)
        sends.append(partial(tab.post, address, {"once": key, **(fields() if callable(fields) else fields)}))
    answers = together(sends)
    assert raised(answers) == []
    return {(answer.status_code, answer.headers.get("Location", "")) for answer in answers}


@pytest.fixture
def draft(officers) -> Edition:
    return factories.make_draft(officers[0], files=[], link_url="https://example.jp/")


def test_a_draft(officers):
    for count in range(1, 4):
        [(status, location)] = send(officers[0], "/submit/", {})
        edition = Edition.objects.latest("pk")
        assert (status, location) == (302, f"/submit/{edition.pk}/files/")
        assert Edition.objects.count() == Event.objects.filter(verb="start").count() == count


def test_a_submission(officers, draft):
    fields = {"no_secrets": "on", "rights": "on", "note": "見本"}
    assert send(officers[0], f"/submit/{draft.pk}/confirm/", fields) == {(302, f"/submit/{draft.pk}/done/")}
    assert Submission.objects.count() == Event.objects.filter(verb="submit").count() == 1


def test_a_decision_of_one_person(officers, desks, draft):
    actions.submit(draft, by=officers[0], declared=True)
    checked = ["secrets", "rights", "fitting"]
    fields = {"visibility": "1", "decision": "publish", "message": "", "checked": checked, "submission": "1"}
    assert send(desks[0], f"/review/{draft.pk}/", fields) == {(302, "/review/")}
    assert Event.objects.filter(verb="publish").count() == 1


def test_the_next_edition(officers, desks, draft):
    edition = actions.submit(draft, by=officers[0], declared=True)
    publication = actions.publish(edition, by=desks[0], visibility=Visibility.MEMBERS).publication
    [(status, location)] = send(officers[0], f"/publications/{publication.pk}/revise/", {})
    newest = Edition.objects.latest("pk")
    assert (status, location) == (302, f"/submit/{newest.pk}/files/")
    assert publication.editions.count() == 2


def test_an_invitation(desks, officers):
    fields = {
        "email": "new@example.jp",
        "name": "見本 新人",
        "organization": officers[0].organization_id,
        "role": Role.OFFICER,
    }
    [(status, _)] = send(desks[0], "/manage/members/invite/", fields)
    assert status == 302
    assert Invitation.objects.count() == Letter.objects.count() == 1


def test_files(officers):
    draft = factories.make_draft(officers[0], files=[])
    address = f"/submit/{draft.pk}/files/"

    def fields() -> dict:
        return {"files": [factories.text_upload("a.txt", "一つ目"), factories.text_upload("b.txt", "二つ目")]}

    assert send(officers[0], address, fields) == {(302, address)}
    assert sorted(draft.files.values_list("name", "gate")) == [("a.txt", "taken"), ("b.txt", "taken")]
    assert Event.objects.filter(verb="add_file").count() == 2


def test_a_theme(desks):
    fields = {"name": "新しい", "slug": "new", "order": 5, "is_in_use": "on"}
    assert send(desks[0], "/manage/themes/new/", fields) == {(302, "/manage/themes/")}
    assert Theme.objects.count() == Event.objects.filter(verb="edit_theme").count() == 1


def test_a_type(desks):
    fields = {"name": "新しい", "slug": "new", "tone": "blue", "order": 5, "is_in_use": "on"}
    assert send(desks[0], "/manage/types/new/", fields) == {(302, "/manage/types/")}
    assert DocumentType.objects.count() == Event.objects.filter(verb="edit_type").count() == 1
