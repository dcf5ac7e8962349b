"""Only a clean file is clean: a real clamd, and everything that must not be taken for its word."""

import io
import socket
import time
import zipfile
from datetime import timedelta

import pytest

import clock
from library import scanner
from library.models import File, FileGate
from library.tasks import resume_reading
from tests import factories
from tests.scanner.conftest import MARKER


def nested(depth: int) -> bytes:
    data = MARKER
    for number in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{number}.bin", data)
        data = buffer.getvalue()
    return data


@pytest.fixture
def kept(tmp_path):
    def keep(data: bytes):
        path = tmp_path / "file"
        path.write_bytes(data)
        return path

    return keep


def test_a_clean_file_is_clean(clamd, kept):
    scanner.scan(kept("見本の文章".encode() * 50_000))
    assert scanner.answers()


@pytest.mark.parametrize("data", [MARKER, b"x" * 500_000 + MARKER, nested(2)], ids=["plain", "at the end", "packed"])
def test_what_a_signature_knows_is_found(clamd, kept, data):
    with pytest.raises(scanner.Infected, match="Mihon"):
        scanner.scan(kept(data))


@pytest.mark.parametrize("data", [b"x" * 3_000_000, nested(12)], ids=["larger than it takes", "nested too deep"])
def test_limits_of_the_scanner_are_not_clean(clamd, kept, data):
    with pytest.raises(scanner.TooMuch):
        scanner.scan(kept(data))


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: OK", b"stream: O", b"OK\0", b"stream: OK extra\0", b"stream: x ERROR\0", b"\xff\0", b"x" * 9000],
)
def test_half_and_strange_answers_are_not_clean(answering, kept, answer):
    answering(answer)
    with pytest.raises(scanner.Unreachable):
        scanner.scan(kept(b"x"))


def test_nobody_there_is_not_clean(settings, kept, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = server.getsockname()
    for nowhere in (settings.CLAMD, str(tmp_path / "no.sock")):
        settings.CLAMD = nowhere
        assert not scanner.answers()
        with pytest.raises(scanner.Unreachable):
            scanner.scan(kept(b"x"))


def test_one_that_says_nothing_is_not_waited_for_for_ever(settings, kept, monkeypatch):
    monkeypatch.setattr(scanner, "_SCAN_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = server.getsockname()
        with pytest.raises(scanner.Unreachable):
            scanner.scan(kept(b"x"))


def test_nor_longer_than_until_the_moment_given(settings, kept):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = server.getsockname()
        began = time.monotonic()
        for until in (began + 0.2, began):
            with pytest.raises(scanner.Unreachable):
                scanner.scan(kept(b"x"), until=until)
        assert time.monotonic() - began < scanner._SCAN_SECONDS / 2


def test_whether_it_answers_is_known_within_seconds(settings, monkeypatch):
    """A page waits for this, and the worker's round over all files."""
    assert scanner._PING_SECONDS <= 3
    monkeypatch.setattr(scanner, "_PING_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = server.getsockname()
        began = time.monotonic()
        assert not scanner.answers()
        assert time.monotonic() - began < 2


@pytest.mark.django_db
def test_it_is_asked_only_when_files_wait_for_it(settings, monkeypatch, tochigi):
    asked = []
    monkeypatch.setattr(scanner, "answers", lambda: asked.append(1))
    settings.CLAMD = "/nowhere"
    resume_reading.call()
    assert asked == []
    edition = factories.make_draft(tochigi, files=[])
    file = factories.keep_file(edition, "通知.txt", "見本の通知", by=tochigi)
    File.objects.filter(pk=file.pk).update(gate=FileGate.CHECKING, uploaded_at=clock.now() - timedelta(days=1))
    resume_reading.call()
    assert asked == [1]
