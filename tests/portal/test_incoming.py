"""A file that did not arrive whole leaves nothing on the disk, whatever broke it off."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

WHOLE = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nwhole\r\n'
HEAD = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="b.txt"\r\n'
BODIES = {
    "cut off": (HEAD + b"\r\nabc", 200),
    "cut off after a whole one": (WHOLE + HEAD + b"\r\nabc", 200),
    "no base64": (HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n????\r\n--edge--\r\n", 400),
    "no base64 after a whole one": (
        WHOLE + HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n????\r\n--edge--\r\n",
        400,
    ),
    "too large a field after it": (
        WHOLE
        + HEAD
        + b'\r\nabc\r\n--edge\r\nContent-Disposition: form-data; name="x"\r\n\r\n'
        + b"x" * 9_000_000
        + b"\r\n",
        413,
    ),
}


@pytest.fixture
def incoming(settings, tmp_path: Path) -> Iterator[Path]:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    gc.disable()  # what is only deleted when it happens to be collected is not deleted
    yield settings.FILE_UPLOAD_TEMP_DIR
    gc.enable()


@pytest.mark.django_db
@pytest.mark.parametrize("name", BODIES)
def test_nothing_stays_of_what_did_not_arrive(incoming, client: Client, name):
    body, status = BODIES[name]
    client.raise_request_exception = False
    response = client.post("/login/", body, content_type="multipart/form-data; boundary=edge")
    assert response.status_code == status
    assert list(incoming.iterdir()) == []


@pytest.mark.django_db
def test_a_body_of_nothing_is_answered_too(incoming, client: Client):
    assert client.post("/login/", b"", content_type="multipart/form-data; boundary=edge").status_code == 200
    assert list(incoming.iterdir()) == []
