"""What files say of secrecy and of other prefectures is told to officer and desk; refused files cost no good one."""

import io
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from library import actions, checks
from library.models import Edition, File, Visibility
from library.readers import DESK
from posting.once import fresh_key
from tests import factories

pytestmark = pytest.mark.django_db


def problems(edition: Edition, reader=DESK) -> dict[str, list[str]]:
    found = checks.automatic(edition, reader=reader)
    return {check.title: [place.text for place in check.places] for check in found if not check.is_ok}


def test_a_mark_of_secrecy_and_another_prefecture(tochigi):
    edition = factories.make_draft(tochigi, files=[])
    factories.keep_file(edition, "35 山口県_1_指針_機密性2.txt", "見本", by=tochigi)
    found = problems(edition, tochigi)
    assert any("機密性2" in place for place in found["機密性の印があります"])
    assert found["ほかの県の名前があります"] == ["「山口県」の資料のようです"]


def test_nothing_is_said_where_there_is_nothing(tochigi):
    edition = factories.make_draft(tochigi, files=[])
    factories.keep_file(edition, "栃木県 指針.txt", "見本", by=tochigi)
    assert not {"機密性の印があります", "ほかの県の名前があります"} & set(problems(edition))


def test_what_the_desk_keeps_to_itself_is_not_said_to_the_owner(secretariat, tochigi):
    edition = factories.make_draft(secretariat, owner=tochigi.organization, files=[])
    kept = factories.keep_file(edition, "山口県_機密性3.txt", "見本", by=secretariat)
    actions.keep_file_closer(kept, by=secretariat, visibility=Visibility.SECRETARIAT)
    assert "機密性の印があります" in problems(edition)
    assert "機密性の印があります" not in problems(edition, tochigi)


def test_the_same_content_twice_in_one_edition(tochigi):
    edition = factories.make_draft(tochigi, files=[])
    for name in ("一.txt", "二.txt"):
        factories.keep_file(edition, name, "同じ中身", by=tochigi)
    assert problems(edition)["同じ内容のファイルがあります"] == ["この資料の「一.txt」と同じ内容です"]


def test_refused_files_take_no_place_from_good_ones(tochigi, settings):
    client = Client()
    client.force_login(tochigi)
    draft = factories.make_draft(tochigi, files=[])
    address = f"/submit/{draft.pk}/files/"
    bad = [factories.text_upload(f"{number}.exe", "MZ") for number in range(19)]
    client.post(address, {"once": fresh_key(), "files": bad})
    good = [factories.text_upload(f"{number}.txt", str(number)) for number in range(20)]
    client.post(address, {"once": fresh_key(), "files": good})
    assert draft.files.filter(gate="taken").count() == 20
    more = client.post(address, {"once": fresh_key(), "files": [factories.text_upload("もう一つ.txt", "x")]})
    assert "今は20個あります。受け取らなかったファイル：もう一つ.txt" in more.content.decode()


def test_files_that_found_no_place_beside_refused_ones_are_to_be_sent_once_more(tochigi, settings):
    """All of one request take their places before they are judged; nothing has to be taken off."""
    settings.LIMITS = replace(settings.LIMITS, files_per_request=3)
    client = Client()
    client.force_login(tochigi)
    draft = factories.make_draft(tochigi, files=[])
    address, buffer = f"/submit/{draft.pk}/files/", io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("一.txt", "二.txt"):
            archive.writestr(name, name)
    bundle = SimpleUploadedFile("束.zip", buffer.getvalue())
    bad = [factories.text_upload(f"{number}.exe", "MZ") for number in range(2)]
    page = client.post(address, {"once": fresh_key(), "files": [*bad, bundle]}).content.decode()
    assert "登録できるものは今1個なので、受け取らなかったファイルをもう一度選んで送ってください" in page
    assert "受け取らなかったファイル：二.txt" in page
    client.post(address, {"once": fresh_key(), "files": [factories.text_upload("二.txt", "2")]})
    assert draft.files.filter(gate="taken").count() == 2


def test_refused_files_are_not_gathered_without_end(tochigi):
    client = Client()
    client.force_login(tochigi)
    draft = factories.make_draft(tochigi, files=[])
    address = f"/submit/{draft.pk}/files/"
    for turn in range(4):
        bad = [factories.text_upload(f"{turn}-{number}.exe", "MZ") for number in range(20)]
        page = client.post(address, {"once": fresh_key(), "files": bad}).content.decode()
    assert File.objects.count() == 60
    assert "登録できないファイルが60個残っています。外してから" in page


def test_next_says_why_it_stays(tochigi):
    client = Client()
    client.force_login(tochigi)
    for _ in range(2):
        draft = factories.make_draft(tochigi, files=[])
        address = f"/submit/{draft.pk}/files/"
        sent = {"once": fresh_key(), "files": [factories.text_upload()], "next": "1"}
        page = client.post(address, sent, follow=True).content.decode()
    assert "もう一度「次へ：内容を書く」を押してください" in page
    assert "（下書き）" in page
    assert client.post(address, {"once": fresh_key(), "next": "1"})["Location"].endswith("/details/")
