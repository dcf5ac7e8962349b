"""A new edition takes over the files of the live one: same bytes, judged and read anew, and never lost to a sweep."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from audit.models import Event
from library import actions, orphans
from library.models import Edition, File, Publication, Visibility
from library.storage import vault
from posting.once import fresh_key
from tests import factories
from tests.factories import text_upload


@pytest.fixture
def officer(tochigi) -> Client:
    client = Client()
    client.force_login(tochigi)
    return client


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    files = [text_upload("本文.txt", "本文の見本"), text_upload("別紙.txt", "別紙の見本")]
    edition = factories.make_draft(tochigi, files=files)
    actions.keep_file_closer(edition.files.get(name="別紙.txt"), by=tochigi, visibility=Visibility.SECRETARIAT)
    edition = actions.submit(edition, by=tochigi, declared=True)
    return actions.publish(edition, by=secretariat, visibility=Visibility.MEMBERS).publication


@pytest.fixture
def second(live, tochigi) -> Edition:
    return actions.start_revision(live, by=tochigi)


def address(edition: Edition) -> str:
    return f"/submit/{edition.pk}/files/"


def names(edition: Edition) -> list[str]:
    return list(edition.files.in_order().values_list("name", flat=True))


def swept() -> list[str]:
    """What two sweeps, as far apart as bytes may lie unnamed, delete."""
    now = timezone.now() + timedelta(hours=2)
    orphans.sweep(now=now)
    return orphans.sweep(now=now + timedelta(days=settings.LIMITS.orphan_days, minutes=1))


def test_the_first_step_of_a_new_edition_says_what_it_is_and_what_it_lacks(officer, second):
    page = officer.get(address(second)).content.decode()
    assert second.title in page
    assert "第2版には、第1版のファイルは入っていません" in page
    assert "第1版のファイルを引き継ぐ（2個）" in page


def test_one_press_takes_them_over_as_they_were(officer, second, tochigi):
    key = fresh_key()
    for _ in range(2):
        assert officer.post(address(second), {"once": key, "inherit": "1"})["Location"] == address(second)
    assert names(second) == ["本文.txt", "別紙.txt"]
    before = list(second.publication.live_edition.files.in_order())
    for old, new in zip(before, second.files.in_order(), strict=True):
        assert (new.key, new.sha256, new.size, new.visibility) == (old.key, old.sha256, old.size, old.visibility)
        assert (new.gate, new.kind, new.reading, new.pages_read) == ("taken", "text", "waiting", 0)
        assert not new.pages.exists()
    told = Event.objects.filter(verb="add_file").order_by("-id")[:2]
    assert {event.data["from"] for event in told} == {file.pk for file in before}
    assert "引き継ぐ" not in officer.get(address(second)).content.decode()


def test_what_is_there_already_is_not_taken_twice(officer, second):
    officer.post(address(second), {"once": fresh_key(), "files": [text_upload("改.txt", "本文の見本")]})
    assert "引き継ぐ（1個）" in officer.get(address(second)).content.decode()
    sent = {"once": fresh_key(), "inherit": "1", "files": [text_upload("新.txt", "新しい見本")]}
    officer.post(address(second), sent)
    assert names(second) == ["改.txt", "別紙.txt", "新.txt"], "what was chosen beside it came along"
    officer.post(address(second), {"once": fresh_key(), "inherit": "1"})
    assert len(names(second)) == 3


def test_without_its_key_room_or_a_live_edition_nothing_is_taken(officer, second, tochigi, settings):
    officer.post(address(second), {"inherit": "1"})
    settings.LIMITS = replace(settings.LIMITS, files_per_request=1)
    answer = officer.post(address(second), {"once": fresh_key(), "inherit": "1"}, follow=True)
    assert "1つの資料に登録できるファイルは1個までです" in answer.content.decode()
    assert names(second) == []
    first = factories.make_draft(tochigi, files=[])
    answer = officer.post(address(first), {"once": fresh_key(), "inherit": "1"}, follow=True)
    assert "引き継ぐ版がありません" in answer.content.decode()


def test_others_cannot(second, kagawa):
    other = Client()
    other.force_login(kagawa)
    assert other.post(address(second), {"once": fresh_key(), "inherit": "1"}).status_code == 404
    assert names(second) == []


def test_taking_one_off_costs_the_other_no_bytes(officer, second):
    officer.post(address(second), {"once": fresh_key(), "inherit": "1"})
    keys = set(second.files.values_list("key", flat=True))
    for file in second.files.all():
        officer.post(address(second), {"remove": file.pk})
    assert names(second) == []
    assert not keys & set(swept())
    officer.post(address(second), {"once": fresh_key(), "inherit": "1"})
    File.objects.filter(edition=second.publication.live_edition).delete()
    assert not keys & set(swept())
    for key in keys:
        with vault().local_path(key) as path:
            assert path.exists()
    File.objects.filter(edition=second).delete()
    factories.make_draft(second.created_by)  # without any row nothing is swept
    assert keys <= set(swept())
