"""The second step: what is shown is what is there, and saving one thing costs no other."""

import pytest
from django.test import Client

from library.models import DocumentType, Edition, Theme, Visibility
from tests import factories


@pytest.fixture
def officer(tochigi) -> Client:
    client = Client()
    client.force_login(tochigi)
    return client


@pytest.fixture
def draft(tochigi) -> Edition:
    return factories.make_draft(tochigi)


def shown(client: Client, draft: Edition) -> dict[str, list[str]]:
    """What a browser would send of the page as it stands."""
    form = client.get(f"/submit/{draft.pk}/details/").context["form"]
    sent = {}
    for field in form:
        value = field.value()
        sent[field.name] = [str(item) for item in value] if isinstance(value, list) else str(value or "")
    offered = {str(key) for name in ("types", "themes") for key, _ in form.fields[name].choices}
    return {name: [v for v in value if v in offered] if name in {"types", "themes"} else value
            for name, value in sent.items()}  # fmt: skip


def autosave(client: Client, draft: Edition, **changed):
    answer = client.post(f"/submit/{draft.pk}/autosave/", shown(client, draft) | changed)
    draft.refresh_from_db()
    return answer


def test_what_is_retired_stays_where_it_is(officer, draft):
    Theme.objects.update(is_in_use=False)
    DocumentType.objects.update(is_in_use=False)
    page = officer.get(f"/submit/{draft.pk}/details/").content.decode()
    assert "機密性（使わなくなったテーマ）" in page
    assert "ガイドライン（使わなくなった種類）" in page
    assert autosave(officer, draft, title="題名だけを変えた").status_code == 200
    assert draft.title == "題名だけを変えた"
    assert (draft.themes.count(), draft.types.count()) == (1, 1)


def test_what_is_retired_is_not_offered_to_others(officer, draft):
    gone = Theme.objects.create(slug="gone", name="前のテーマ", is_in_use=False)
    assert "前のテーマ" not in officer.get(f"/submit/{draft.pk}/details/").content.decode()
    autosave(officer, draft, themes=[gone.pk])
    assert not draft.themes.filter(pk=gone.pk).exists()


def test_autosave_keeps_who_sees_a_single_file(officer, draft):
    [file] = draft.files.all()
    answer = autosave(officer, draft, **{f"file_{file.pk}": "0"})
    file.refresh_from_db()
    assert file.visibility == Visibility.SECRETARIAT
    assert answer.json() == {"fields": {"revision": str(draft.revision)}}
    autosave(officer, draft, **{f"file_{file.pk}": ""})
    file.refresh_from_db()
    assert file.visibility is None


@pytest.mark.parametrize("step", ["autosave", "details"])
def test_a_page_without_the_file_says_nothing_about_it(officer, draft, step):
    """It was drawn before the file came."""
    [file] = draft.files.all()
    autosave(officer, draft, **{f"file_{file.pk}": "1"})
    before = shown(officer, draft)
    del before[f"file_{file.pk}"]
    assert officer.post(f"/submit/{draft.pk}/{step}/", before).status_code in {200, 302}
    file.refresh_from_db()
    assert file.visibility == Visibility.MEMBERS
