"""What the environment may say, what it means, and that a typing mistake stops the start and is named."""

import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as real

from portal import environment
from portal.environment import EnvironmentProblem


@pytest.mark.parametrize(("given", "meant"), [("1", True), ("on", True), (" ON ", True), ("0", False), ("off", False)])
@pytest.mark.parametrize("default", [True, False])
def test_a_switch(monkeypatch, given, meant, default):
    monkeypatch.setenv("PORTAL_DEMO", given)
    assert environment.switch("PORTAL_DEMO", default=default) is meant
    monkeypatch.setenv("PORTAL_DEMO", "")
    assert environment.switch("PORTAL_DEMO", default=default) is default


@pytest.mark.parametrize("given", ["yes", "true", "2", "オン", "of"])
def test_what_is_no_switch_is_not_guessed(monkeypatch, given):
    monkeypatch.setenv("PORTAL_RATE_LIMITS", given)
    with pytest.raises(EnvironmentProblem, match="PORTAL_RATE_LIMITS"):
        environment.switch("PORTAL_RATE_LIMITS", default=True)


def test_a_number(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert environment.number("PORT", default=8000) == 8000
    monkeypatch.setenv("PORT", " 8001 ")
    assert environment.number("PORT", default=8000) == 8001


@pytest.mark.parametrize("given", ["-1", "8000a", "８０００", "1.5"])
def test_what_is_no_number_is_named(monkeypatch, given):
    monkeypatch.setenv("PORT", given)
    with pytest.raises(EnvironmentProblem, match="PORT="):
        environment.number("PORT", default=8000)


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("PORTAL_SECRET_KEY", raising=False)
    folder = tmp_path / "keys"
    key = environment.secret_key(folder)
    assert len(key) > 50
    assert environment.secret_key(folder) == key
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    monkeypatch.setenv("PORTAL_SECRET_KEY", "given")
    assert environment.secret_key(folder) == "given"


def test_the_data_folder_is_made_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "a" / "b"))
    assert environment.data_dir() == tmp_path / "a" / "b"
    assert not (tmp_path / "a").exists(), "looking makes nothing"
    environment.make_folders(environment.data_dir())
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_a_folder_that_was_given_is_closed_while_it_is_empty(tmp_path):
    """One with something in it may be somebody else's, too."""
    empty, used = tmp_path / "empty", tmp_path / "used"
    for folder in (empty, used):
        folder.mkdir()
        folder.chmod(0o755)
    (used / "of-somebody").touch()
    environment.make_folders(empty, used)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (empty, used)] == [0o700, 0o755]


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("postgresql://portal:p%40ss@db.example.jp:5433/portal", ("portal", "portal", "p@ss", "db.example.jp", "5433")),
        ("postgres://db/%E8%B3%87%E6%96%99", ("資料", "", "", "db", "")),
        ("postgresql://portal@/postgres?host=%2Ftmp%2Fpg", ("postgres", "portal", "", "/tmp/pg", "")),
    ],
)
def test_the_address_of_a_database(url, parts, tmp_path):
    found = environment.database(url, tmp_path)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert tuple(found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == parts


def test_options_of_a_database_are_handed_on(tmp_path):
    found = environment.database("postgresql://db/portal?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem", tmp_path)
    assert found["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}


@pytest.mark.parametrize("url", ["mysql://db/portal", "sqlite:///portal.sqlite3", "db.example.jp"])
def test_another_kind_of_database_stops_the_start(url, tmp_path):
    with pytest.raises(EnvironmentProblem, match="DATABASE_URL"):
        environment.database(url, tmp_path)


def test_without_an_address_it_is_sqlite_in_the_data_folder(tmp_path):
    assert environment.database("", tmp_path)["NAME"] == str(tmp_path / "portal.sqlite3")


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("", None),
        ("smtps://user:p%3Aw@mail.example.jp", environment.Smtp("mail.example.jp", 465, "user", "p:w", encrypted=True)),
        ("smtp://mail.example.jp", environment.Smtp("mail.example.jp", 25, "", "", encrypted=False)),
        ("smtp://mail.example.jp:587", environment.Smtp("mail.example.jp", 587, "", "", encrypted=False)),
    ],
)
def test_the_address_of_a_mail_server(url, meant):
    assert environment.smtp(url) == meant


@pytest.mark.parametrize("url", ["mail.example.jp", "http://mail.example.jp", "smtp://"])
def test_what_is_no_mail_server_stops_the_start(url):
    with pytest.raises(EnvironmentProblem, match="PORTAL_SMTP_URL"):
        environment.smtp(url)


BUCKET = {"ENDPOINT": "https://s3.example.jp", "BUCKET": "portal", "KEY": "key", "SECRET": "secret"}


@pytest.mark.parametrize("missing", [None, *BUCKET])
def test_a_bucket_is_named_whole_or_not_at_all(monkeypatch, missing):
    for name in BUCKET:
        monkeypatch.delenv(f"PORTAL_S3_{name}", raising=False)
    assert environment.bucket() is None
    for name, value in BUCKET.items():
        monkeypatch.setenv(f"PORTAL_S3_{name}", "" if name == missing else value)
    if missing is None:
        assert environment.bucket() == environment.Bucket(*BUCKET.values())
    else:
        with pytest.raises(EnvironmentProblem, match=f"PORTAL_S3_{missing}"):
            environment.bucket()


def test_a_clock_that_stands_elsewhere_is_for_the_demo_only(tmp_path: Path):
    words = {"PORTAL_NOW": "2024-08-01", "PORTAL_DEMO": "0", "PORTAL_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", "import portal.settings"]
    done = subprocess.run(command, cwd=real.BASE_DIR, env=words, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "PORTAL_DEMO=1" in done.stderr


def test_who_begins_at_the_same_moment_has_the_same_whole_key(tmp_path):
    """A hundred times: a name that appeared before its content would be read as an empty key."""
    for number in range(100):
        barrier = threading.Barrier(4)

        def read(folder=tmp_path / str(number), barrier=barrier) -> str:
            barrier.wait()
            return environment._kept_key(folder)

        with ThreadPoolExecutor(4) as pool:
            keys = {future.result() for future in [pool.submit(read) for _ in range(4)]}
        assert len(keys) == 1
        assert len(keys.pop()) == 86
        assert [path.name for path in (tmp_path / str(number)).iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", None),
        ("127.0.0.1:3310", ("127.0.0.1", 3310)),
        (" clamd.example.jp:3310 ", ("clamd.example.jp", 3310)),
        ("[::1]:3310", ("::1", 3310)),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ],
)
def test_the_scanner(monkeypatch, given, meant):
    monkeypatch.setenv("PORTAL_CLAMD", given)
    assert environment.clamd() == meant


@pytest.mark.parametrize("given", ["clamd", "clamd:", ":3310", "clamd:0", "clamd:99999", "clamd:３３１０"])
def test_a_scanner_that_is_none_stops_the_start(monkeypatch, given):
    monkeypatch.setenv("PORTAL_CLAMD", given)
    with pytest.raises(EnvironmentProblem, match="PORTAL_CLAMD"):
        environment.clamd()
