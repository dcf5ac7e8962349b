"""Somebody writes on while the edition is handed in, published or thrown away: nothing typed is lost."""

import pytest
from django.test import Client

from library import actions
from library.models import Edition, Visibility
from posting.once import fresh_key
from tests import factories
from tests.factories import text_upload

TYPED = {"revision": "1", "title": "あとから打った題名", "summary": "あとから打った概要", "requested_visibility": "1"}


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def draft(tochigi) -> Edition:
    return factories.make_draft(tochigi)


def submitted(edition: Edition, *, by, desk) -> Edition:
    return actions.submit(edition, by=by, declared=True)


def published(edition: Edition, *, by, desk) -> Edition:
    return actions.publish(submitted(edition, by=by, desk=desk), by=desk, visibility=Visibility.MEMBERS)


def declined(edition: Edition, *, by, desk) -> Edition:
    return actions.decline(submitted(edition, by=by, desk=desk), by=desk, reason="範囲の外です")


def binned(edition: Edition, *, by, desk) -> Edition:
    return actions.discard(edition, by=by)


WAYS = {
    submitted: "見本 花子が提出しました",
    published: "事務局が公開しました",
    declined: "事務局が公開しないと判断しました",
    binned: "見本 花子がごみ箱に入れました",
}


@pytest.mark.parametrize("closes", WAYS, ids=lambda act: act.__name__)
def test_what_was_typed_comes_back_with_who_was_quicker_and_the_ways_on(draft, tochigi, tochigi2, secretariat, closes):
    closes(draft, by=tochigi, desk=secretariat)
    for button in ({}, {"save": "1"}):
        answer = browser_of(tochigi2).post(f"/submit/{draft.pk}/details/", TYPED | button)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "資料の名前：あとから打った題名\n概要：あとから打った概要" in page
        assert draft.title in page
        assert WAYS[closes] in page
        assert ("/recall/" in page) == (closes is submitted)
        assert ("/me/bin/" in page.partition("次にできること")[2]) == (closes is binned)
    said = browser_of(tochigi2).post(f"/submit/{draft.pk}/autosave/", TYPED)
    assert said.status_code == 409
    assert WAYS[closes] in said.json()["message"]
    sent = {"once": fresh_key(), "files": [text_upload("あとから.txt")]}
    answer = browser_of(tochigi2).post(f"/submit/{draft.pk}/files/", sent)
    assert answer.status_code == 409
    assert "受け取らなかったファイル：あとから.txt" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.title != TYPED["title"]
    assert draft.files.count() == 1


@pytest.mark.parametrize("closes", WAYS, ids=lambda act: act.__name__)
def test_strangers_cannot_tell_it_from_nothing(draft, tochigi, kagawa, secretariat, closes):
    closes(draft, by=tochigi, desk=secretariat)
    for user in (kagawa, secretariat):  # the desk did not register it in the body's place
        stranger = browser_of(user)
        for step in ("details", "autosave", "files"):
            here, nowhere = (stranger.post(f"/submit/{pk}/{step}/", TYPED) for pk in (draft.pk, 999_999))
            assert (here.status_code, nowhere.status_code) == (404, 404)
            assert here.content == nowhere.content


def test_what_the_body_may_not_see_yet_is_nothing_to_it(tochigi, secretariat):
    """Registered in its place and kept to the desk."""
    mine = factories.make_draft(secretariat, owner=tochigi.organization, visibility=Visibility.SECRETARIAT)
    actions.discard(mine, by=secretariat)
    for step in ("details", "autosave", "files"):
        assert browser_of(tochigi).post(f"/submit/{mine.pk}/{step}/", TYPED).status_code == 404
    assert browser_of(secretariat).post(f"/submit/{mine.pk}/details/", TYPED).status_code == 409


def test_the_steps_lead_to_the_receipt_once_it_is_handed_in(draft, tochigi, kagawa):
    actions.submit(draft, by=tochigi, declared=True)
    for step in ("files", "details"):
        assert browser_of(tochigi).get(f"/submit/{draft.pk}/{step}/")["Location"] == f"/submit/{draft.pk}/done/"
        assert browser_of(kagawa).get(f"/submit/{draft.pk}/{step}/").status_code == 404


def test_handed_in_between_the_look_and_the_lock(draft, tochigi, monkeypatch):
    """The form was looked at as a draft's; when it is to be saved, it is one no more."""
    actions.submit(draft, by=tochigi, declared=True)
    stale = Edition.objects.get(pk=draft.pk)
    stale.state = "draft"
    for module in ("details", "files"):
        seen = iter([stale])
        monkeypatch.setattr(f"library.views.submit.{module}.draft_or_none", lambda *_, seen=seen: next(seen, None))
    officer = browser_of(tochigi)
    values = TYPED | {"types": [], "themes": []}
    assert officer.post(f"/submit/{draft.pk}/details/", values).status_code == 409
    sent = {"once": fresh_key(), "files": [text_upload("あとから.txt")]}
    assert officer.post(f"/submit/{draft.pk}/files/", sent).status_code == 409
