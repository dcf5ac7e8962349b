"""All files of an edition in one ZIP: under names that every system saves, byte for byte, and only what one may see."""

import io
import zipfile

import pytest
from django.test import Client

from library import actions
from library.models import File, Visibility
from library.storage import Damaged, vault
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(tochigi, secretariat):
    files = [
        factories.text_upload("指針（案）①.txt", "一"),
        factories.text_upload("A.txt", "二"),
        factories.text_upload("a.txt", "三"),
        factories.text_upload("CON.txt", "四"),
        factories.text_upload("ｶﾞｲﾄﾞ.txt", "五"),
    ]
    draft = factories.make_draft(tochigi, files=files)
    actions.submit(draft, by=tochigi, declared=True)
    actions.publish(draft, by=secretariat, visibility=Visibility.MEMBERS)
    return draft


def ask(person, edition, **headers):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client.get(f"/files/editions/{edition.pk}.zip", headers=headers or None)


def contents(response) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_names_and_bytes(edition, kagawa):
    response = ask(kagawa, edition)
    assert contents(response) == {
        "指針（案）①.txt": "一",
        "A.txt": "二",
        "a(2).txt": "三",
        "_CON.txt": "四",
        "ｶﾞｲﾄﾞ.txt": "五",
    }
    assert "filename*=UTF-8''" in response["Content-Disposition"]
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_names_are_marked_as_utf8(edition, kagawa, tmp_path):
    (tmp_path / "all.zip").write_bytes(b"".join(ask(kagawa, edition).streaming_content))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert {bool(entry.flag_bits & 0x800) for entry in archive.infolist() if not entry.filename.isascii()} == {True}


def test_a_file_that_is_kept_closer_is_not_in_it(edition, kagawa, tochigi):
    File.objects.filter(name="A.txt").update(visibility=Visibility.SECRETARIAT)
    assert "二" not in contents(ask(kagawa, edition)).values()
    assert "二" in contents(ask(tochigi, edition)).values()


def test_who_may_not_see_it(edition, observer):
    assert ask(observer, edition).status_code == 404
    assert ask(None, edition).status_code == 404


def test_a_damaged_file_breaks_it_off(edition, kagawa):
    vault_path = vault().path(File.objects.get(name="a.txt").key)
    with open(vault_path, "wb") as file:  # noqa: PTH123
        file.write("参".encode())
    response = ask(kagawa, edition)
    with pytest.raises(Damaged):
        b"".join(response.streaming_content)


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_first_file_that_is_damaged_is_an_error_and_no_download(edition, kagawa, is_lost):
    key = File.objects.get(name="指針（案）①.txt").key
    if is_lost:
        vault().delete(key)
    else:
        with open(vault().path(key), "wb") as file:  # noqa: PTH123
            file.write("壊".encode())
    with pytest.raises(FileNotFoundError if is_lost else Damaged):
        ask(kagawa, edition)


def test_the_page_offers_it_where_there_are_several(edition, kagawa, tochigi, secretariat):
    client = Client()
    client.force_login(kagawa)
    address = f"/files/editions/{edition.pk}.zip"
    assert address in client.get(f"/guidelines/{edition.publication_id}/files/").content.decode()
    single = factories.make_live(tochigi, reviewer=secretariat)
    page = client.get(f"/guidelines/{single.pk}/files/").content.decode()
    assert ".zip" not in page
