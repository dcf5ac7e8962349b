"""Originals on their way out: the same bytes, the right name and type, ranges, and nothing that a browser could run."""

import gzip
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from audit.models import Reading
from library import actions
from library.attachment import content_disposition
from library.models import File, Visibility
from library.storage import Damaged
from tests import factories

TEXT = "".join(f"{number}行目の見本の文章です。\n" for number in range(40))


@pytest.fixture
def live(tochigi, secretariat):
    uploads = [factories.text_upload("利用 ガイドライン（案）.txt", TEXT)]
    return factories.make_live(tochigi, reviewer=secretariat, files=uploads)


@pytest.fixture
def file(live) -> File:
    return factories.first_file(live)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_bytes_are_those_that_were_sent(client, kagawa, file):
    client.force_login(kagawa)
    response = client.get(file.get_absolute_url())
    assert response.status_code == 200
    sent = body(response)
    assert sent == TEXT.encode()
    assert hashlib.sha256(sent).hexdigest() == file.sha256
    assert response["Content-Length"] == str(len(sent))


def test_what_a_download_carries(client, kagawa, file):
    client.force_login(kagawa)
    headers = client.get(file.get_absolute_url()).headers
    assert headers["Content-Type"] == "text/plain"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["ETag"] == f'"{file.sha256}"'
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert unquote(headers["Content-Disposition"].split("UTF-8''")[1]) == "利用 ガイドライン（案）.txt"


def test_a_browser_that_takes_gzip_still_gets_the_file_itself(client, kagawa, file):
    client.force_login(kagawa)
    whole = client.get(file.get_absolute_url(), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in whole.headers
    assert body(whole) == TEXT.encode()
    part = client.get(file.get_absolute_url(), headers={"Accept-Encoding": "gzip", "Range": "bytes=0-299"})
    assert "Content-Encoding" not in part.headers
    assert body(part) == TEXT.encode()[:300]
    page = client.get("/guidelines/", headers={"Accept-Encoding": "gzip"})
    assert "一覧の中を探す" in gzip.decompress(page.content).decode()


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=100-", 100, None),
        ("bytes=-7", -7, None),
        ("bytes=0-9999999", 0, None),
    ],
)
def test_a_part_of_the_file(client, kagawa, file, header, start, end):
    client.force_login(kagawa)
    response = client.get(file.get_absolute_url(), headers={"Range": header})
    expected = TEXT.encode()[start:end]
    assert response.status_code == 206
    assert body(response) == expected
    assert response["Content-Length"] == str(len(expected))
    first = start % file.size
    assert response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{file.size}"


def test_a_range_outside_the_file(client, kagawa, file):
    client.force_login(kagawa)
    response = client.get(file.get_absolute_url(), headers={"Range": f"bytes={file.size}-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{file.size}"
    assert body(response) == b""


@pytest.mark.parametrize(
    ("condition", "status"),
    [("right", 206), ('"another"', 200), ("Mon, 01 Jul 2024 00:00:00 GMT", 200), ("weak", 200)],
)
def test_a_part_only_of_the_file_that_is_meant(client, kagawa, file, condition, status):
    tag = {"right": f'"{file.sha256}"', "weak": f'W/"{file.sha256}"'}.get(condition, condition)
    client.force_login(kagawa)
    response = client.get(file.get_absolute_url(), headers={"Range": "bytes=0-9", "If-Range": tag})
    assert response.status_code == status
    assert len(body(response)) == (10 if status == 206 else file.size)


def test_head_tells_the_length_and_gives_no_bytes(client, kagawa, file):
    client.force_login(kagawa)
    response = client.head(file.get_absolute_url(), headers={"Range": "bytes=0-9"})
    assert response.status_code == 200
    assert response["Content-Length"] == str(file.size)
    assert body(response) == b""


def path_of(file: File) -> Path:
    return Path(settings.DATA_DIR) / "files" / file.key


def test_a_damaged_file_never_arrives_as_if_it_were_whole(client, kagawa, file):
    path_of(file).write_bytes(TEXT.replace("見本", "偽物").encode())
    client.force_login(kagawa)
    with pytest.raises(Damaged):
        client.get(file.get_absolute_url())


def test_a_large_damaged_file_breaks_off(client, kagawa, tochigi, secretariat):
    words = "長い見本の文章です。\n" * 60_000
    live = factories.make_live(tochigi, reviewer=secretariat, files=[factories.text_upload("長い.txt", words)])
    file = factories.first_file(live)
    path_of(file).write_bytes(words.encode()[:-1] + b"!")
    client.force_login(kagawa)
    response = client.get(file.get_absolute_url())
    received = []
    with pytest.raises(Damaged):
        received.extend(response.streaming_content)
    assert 0 < sum(map(len, received)) < file.size


def test_a_download_of_what_is_not_public_is_noted_once_an_hour(client, kagawa, file):
    client.force_login(kagawa)
    for _ in range(3):
        body(client.get(file.get_absolute_url()))
    noted = [r.values for r in Reading.objects.filter(key__startswith="download")]
    assert len(noted) == 1
    assert noted[0]["who"][0] == kagawa.pk
    assert noted[0]["target"][:2] == ["file", str(file.pk)]


def test_a_public_download_is_not_noted_and_needs_no_sign_in(client, kagawa, tochigi, secretariat):
    live = factories.make_live(tochigi, reviewer=secretariat, visibility=Visibility.PUBLIC)
    file = factories.first_file(live)
    assert client.get(file.get_absolute_url()).status_code == 200
    client.force_login(kagawa)
    assert client.get(file.get_absolute_url()).status_code == 200
    assert not Reading.objects.filter(key__startswith="download").exists()


def test_who_may_not_see_it_gets_the_answer_of_what_never_existed(client, observer, file):
    client.force_login(observer)
    hidden, absent = client.get(file.get_absolute_url()), client.get("/files/987654/download/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


def test_a_withdrawn_file_is_gone_for_those_who_could_see_it(client, kagawa, observer, tochigi, live, file):
    actions.withdraw(live, by=tochigi, reason="新しい要綱に移りました")
    client.force_login(kagawa)
    assert client.get(file.get_absolute_url()).status_code == 410
    client.force_login(observer)
    assert client.get(file.get_absolute_url()).status_code == 404


NAMES = [
    "ガイドライン.pdf",
    "利用規程（案） v2.0.pdf",
    "plain name (1).pdf",
    'quo"te.pdf',
    "back\\slash.pdf",
    "100%25.pdf",
    "semi;colon, comma.pdf",
    "絵文字😀.pdf",
    "か゚.pdf",
    "no extension",
    "'apostrophe'*.pdf",
    "%E3%81%82.pdf",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_arrives_as_it_is(name):
    header = content_disposition(name)
    header.encode("ascii")
    assert unquote(header.split("filename*=UTF-8''")[1]) == name
    plain = re.search(r'filename="([^"]*)"', header)[1]
    assert re.fullmatch(r"[A-Za-z0-9 ._()+-]+", plain)
    assert plain.endswith(".pdf") == name.endswith(".pdf")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_no_name_can_break_the_header(name):
    header = content_disposition(name)
    assert re.fullmatch(r"attachment; filename=\"[A-Za-z0-9 ._()+-]+\"; filename\*=UTF-8''[A-Za-z0-9%._~-]*", header)
    assert unquote(header.split("UTF-8''")[1]) == name


def test_the_extension_is_that_of_what_the_file_is(client, tochigi, secretariat):
    upload = SimpleUploadedFile("手引き.dat", b"name,value\n1,2\n", content_type="text/html")
    live = factories.make_live(tochigi, reviewer=secretariat, files=[factories.text_upload("手引き.txt")])
    File.objects.filter(edition__publication=live).update(kind="pdf", name=upload.name)
    client.force_login(tochigi)
    response = client.get(factories.first_file(live).get_absolute_url())
    assert response["Content-Type"] == "application/pdf"
    assert unquote(response["Content-Disposition"]).endswith(".pdf")
