"""A draft that the desk registered for a body: what the desk keeps to itself is told on no step, not even its name."""

import pytest
from django.test import Client

from library import actions
from library.models import Edition, File, Visibility
from posting.once import fresh_key
from tests import factories

pytestmark = pytest.mark.django_db
SECRET, OPEN = "事務局だけの覚え書き.txt", "みんなの資料.txt"


@pytest.fixture
def draft(secretariat, tochigi) -> Edition:
    edition = factories.make_draft(secretariat, owner=tochigi.organization, files=[])
    kept = factories.keep_file(edition, SECRET, "電話 090-1234-5678", by=secretariat)
    factories.keep_file(edition, OPEN, "見本", by=secretariat)
    actions.keep_file_closer(kept, by=secretariat, visibility=Visibility.SECRETARIAT)
    return edition


@pytest.fixture
def owner(tochigi) -> Client:
    client = Client()
    client.force_login(tochigi)
    return client


@pytest.mark.parametrize("step", ["files", "details", "confirm"])
def test_no_step_names_it_to_the_owner(draft, owner, step, secretariat):
    page = owner.get(f"/submit/{draft.pk}/{step}/").content.decode()
    assert SECRET not in page
    assert OPEN in page
    desk = Client()
    desk.force_login(secretariat)
    assert SECRET in desk.get(f"/submit/{draft.pk}/{step}/").content.decode()


def test_the_owner_cannot_take_it_off_or_open_it(draft, owner):
    kept = File.objects.get(name=SECRET)
    address = f"/submit/{draft.pk}/files/"
    assert owner.post(address, {"once": fresh_key(), "remove": str(kept.pk)}).status_code == 404
    draft.refresh_from_db()
    values = {"once": fresh_key(), "revision": draft.revision, f"file_{kept.pk}": str(Visibility.PUBLIC.value)}
    owner.post(f"/submit/{draft.pk}/details/", {**values, "title": "題", "requested_visibility": "1"})
    kept.refresh_from_db()
    assert kept.visibility == Visibility.SECRETARIAT


def test_what_the_owner_sends_there_is_shown_with_its_refusal(draft, owner):
    address = f"/submit/{draft.pk}/files/"
    owner.post(address, {"once": fresh_key(), "files": [factories.text_upload("空.txt", "")]})
    assert "「空.txt」は中身がありません" in owner.get(address).content.decode()
