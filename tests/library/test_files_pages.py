"""Page pictures and page texts: cached by the browser, asked about each time; reading again."""

import pytest
from django.core.files.base import ContentFile

from library import actions
from library.models import File, Page, Reading, Visibility
from library.storage import vault
from tests import factories

PICTURE = b"RIFF....WEBP the picture"
SMALL = b"RIFF....WEBP small"


@pytest.fixture
def live(tochigi, secretariat):
    return factories.make_live(tochigi, reviewer=secretariat)


@pytest.fixture
def file(live) -> File:
    file = factories.first_file(live)
    large, small = (vault().put(ContentFile(content)) for content in (PICTURE, SMALL))
    set_page(file, 1, text="見本の本文です。" * 60, picture_key=large.key, thumbnail_key=small.key)
    set_page(file, 2, text="")
    return file


def set_page(file: File, number: int, **values) -> None:
    """The page as it would be once it is read, whether the worker was there before or not."""
    Page.objects.update_or_create(file=file, number=number, defaults=values)


def address(file: File, tail: str) -> str:
    return f"/files/{file.pk}/pages/{tail}"


@pytest.mark.parametrize(
    ("tail", "kind", "content"),
    [
        ("1.webp", "image/webp", PICTURE),
        ("1-small.webp", "image/webp", SMALL),
        ("1.txt", "text/plain; charset=utf-8", ("見本の本文です。" * 60).encode()),
    ],
)
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_the_second_look_costs_a_304(client, kagawa, file, tail, kind, content, encoding):
    client.force_login(kagawa)
    headers = {"Accept-Encoding": encoding} if encoding else {}
    first = client.get(address(file, tail), headers=headers)
    assert first.status_code == 200
    assert first["Content-Type"] == kind
    assert first["Cache-Control"] == "private, no-cache"
    if "Content-Encoding" not in first.headers:
        assert first.content == content
    again = client.get(address(file, tail), headers={**headers, "If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["Cache-Control"] == "private, no-cache"
    other = client.get(address(file, tail), headers={**headers, "If-None-Match": '"another"'})
    assert other.status_code == 200


def test_a_text_that_was_read_anew_has_another_tag(client, kagawa, file):
    client.force_login(kagawa)
    before = client.get(address(file, "1.txt"))["ETag"]
    Page.objects.filter(file=file, number=1).update(text="読み直した本文")
    after = client.get(address(file, "1.txt"), headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.content.decode() == "読み直した本文"


def test_the_tag_opens_nothing_once_the_right_is_gone(client, observer, tochigi, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.OBSERVERS)
    file = factories.first_file(live)
    set_page(file, 1, text="本文", picture_key=vault().put(ContentFile(PICTURE)).key)
    client.force_login(observer)
    tags = {tail: client.get(address(file, tail))["ETag"] for tail in ("1.webp", "1.txt")}
    actions.narrow(live, by=secretariat, visibility=Visibility.MEMBERS, reason="見直し")
    for tail, tag in tags.items():
        assert client.get(address(file, tail), headers={"If-None-Match": tag}).status_code == 410


def test_a_page_that_is_not_drawn_yet_has_no_picture_but_its_text(client, kagawa, file):
    client.force_login(kagawa)
    assert client.get(address(file, "2.webp")).status_code == 404
    assert client.get(address(file, "2-small.webp")).status_code == 404
    assert client.get(address(file, "2.txt")).status_code == 200
    assert client.get(address(file, "3.txt")).status_code == 404


@pytest.mark.parametrize("tail", ["1.webp", "1-small.webp", "1.txt"])
def test_hidden_pages_answer_as_absent_ones(client, observer, file, tail):
    client.force_login(observer)
    hidden, absent = client.get(address(file, tail)), client.get(f"/files/987654/pages/{tail}")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


def test_the_owner_reads_a_failed_file_again(client, tochigi, live, file):
    File.objects.filter(pk=file.pk).update(
        reading=Reading.FAILED, reading_problem="時間がかかりすぎました", reading_tries=3
    )
    client.force_login(tochigi)
    response = client.post(f"/files/{file.pk}/retry/")
    assert response.status_code == 302
    assert response["Location"] == f"/guidelines/{live.pk}/?file={file.pk}"
    file.refresh_from_db()
    assert (file.reading_problem, file.reading_tries) == ("", 0)
    assert file.reading != Reading.FAILED


def test_others_may_not_and_are_told_why(client, kagawa, file):
    File.objects.filter(pk=file.pk).update(reading=Reading.FAILED)
    client.force_login(kagawa)
    response = client.post(f"/files/{file.pk}/retry/", follow=True)
    assert "提供した団体と事務局" in response.content.decode()
    file.refresh_from_db()
    assert file.reading == Reading.FAILED


def test_a_file_that_was_read_is_left_alone(client, tochigi, file):
    File.objects.filter(pk=file.pk).update(reading=Reading.DONE)
    client.force_login(tochigi)
    response = client.post(f"/files/{file.pk}/retry/", follow=True)
    assert "失敗したときだけ" in response.content.decode()


def test_looking_does_not_read_again(client, tochigi, file):
    client.force_login(tochigi)
    assert client.get(f"/files/{file.pk}/retry/").status_code == 405


def test_without_sign_in_nothing_is_read_again(client, tochigi, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.PUBLIC)
    file = factories.first_file(live)
    File.objects.filter(pk=file.pk).update(reading=Reading.FAILED)
    assert client.post(f"/files/{file.pk}/retry/").status_code == 404
    file.refresh_from_db()
    assert file.reading == Reading.FAILED
