"""What is written, and when: looking writes nothing; the first start makes folders and key for one user alone."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings as real

LINE = "生成AIの利用についての見本の文章です。"


def begin(data: Path, *words: str, **environment: str) -> "subprocess.Popen[str]":
    """A command as an operator gives it, with nothing of the tests in its environment."""
    ours = ("PORTAL_", "PORT", "DJANGO_", "DATABASE_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment = {**clean, "PORTAL_DATA_DIR": str(data), **environment}
    command = [sys.executable, "manage.py", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=real.BASE_DIR, env=environment, stdout=pipe, stderr=pipe, text=True)


def manage(data: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    process = begin(data, *words, **environment)
    said, complained = process.communicate()
    return subprocess.CompletedProcess(words, process.returncode, said, complained)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(scope="module")
def started(tmp_path_factory) -> Path:
    """A data folder of a portal that has been started once."""
    data = tmp_path_factory.mktemp("outer") / "data"
    assert manage(data, "migrate", "-v0").returncode == 0
    return data


@pytest.mark.parametrize("base_url", ["", "https://portal.example.jp"])
def test_checkfile_writes_nothing(tmp_path, base_url):
    sample, data = tmp_path / "メモ.txt", tmp_path / "data"
    sample.write_text(LINE, encoding="utf-8")
    done = manage(data, "checkfile", "--json", str(sample), PORTAL_BASE_URL=base_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["verdict"] == "readable"
    assert not data.exists()
    data.mkdir()
    assert manage(data, "checkfile", str(sample), PORTAL_BASE_URL=base_url).returncode == 0
    assert list(data.iterdir()) == []


def test_the_first_migration_makes_the_folders_and_the_first_question_the_key(started):
    data = started
    assert (data / "portal.sqlite3").is_file()
    assert {mode(data), mode(data / "incoming")} == {0o700}
    ask = "from django.conf import settings as s; print(s.SECRET_KEY[:9] + str(len(s.SECRET_KEY)))"
    keys = {manage(data, "shell", "-v0", "-c", ask).stdout for _ in range(2)}
    assert len(keys) == 1
    assert keys.pop().strip() == (data / "keys" / "secret_key").read_text()[:9] + "86"
    assert mode(data / "keys") == 0o700
    assert mode(data / "keys" / "secret_key") == 0o600


def test_createadmin_says_what_to_do_before_the_first_start(tmp_path):
    data = tmp_path / "data"
    done = manage(data, "createadmin", "first@example.jp")
    assert done.returncode == 1
    assert "同じ PORTAL_DATA_DIR を付けて一度起動してから（PORTAL_DEMO=0 make run）" in done.stderr
    assert "Traceback" not in done.stderr
    assert not data.exists(), "a wrong folder is not filled"


@pytest.mark.parametrize(
    ("given", "link", "says"),
    [
        ({}, "http://127.0.0.1:8000/invite/", True),
        ({"PORT": "8123"}, "http://127.0.0.1:8123/invite/", False),
        ({"PORTAL_BASE_URL": "https://portal.example.jp"}, "https://portal.example.jp/invite/", False),
    ],
)
def test_the_first_invitations_link_is_the_sites_own(started, given, link, says):
    done = manage(started, "createadmin", f"first{len(given)}{says}{link[8]}{len(link)}@example.jp", **given)
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert done.stdout.startswith(link)
    assert ("PORT も PORTAL_BASE_URL も指定がない" in done.stderr) == says


def test_the_one_command_starts_where_there_is_no_folder_yet_and_stops_with_ctrl_c(tmp_path):
    """`manage.py run` as `make run` calls it on a fresh machine; the second start keeps what the first made."""
    data, port = tmp_path / "outer" / "data", free_port()
    for _ in range(2):
        process = begin(data, "run", PORT=str(port), PORTAL_DEMO="0")
        try:
            assert answers(f"http://127.0.0.1:{port}/healthz", process)
        finally:
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=30)
        assert process.returncode == 0, said
    assert (data / "portal.sqlite3").is_file()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str, process: "subprocess.Popen[str]") -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False
