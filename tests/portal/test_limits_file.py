"""Limits as settings: what `limits.toml` changes, and that a mistake in it stops the start."""

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from django.conf import settings as real

from portal import limits
from portal.environment import EnvironmentProblem


def write(folder: Path, text: str) -> Path:
    (folder / "limits.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_everything_is_as_usual(tmp_path):
    assert limits.read(tmp_path) == limits.LIMITS


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path):
    read = limits.read(write(tmp_path, "# 上限\nlock_minutes = 30\nfile_bytes = 20_000_000\n"))
    changed = [row.name for row in read.rows() if row.is_changed]
    assert changed == ["file_bytes", "lock_minutes"]
    assert (read.lock_minutes, read.file_bytes) == (30, 20_000_000)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lock_minuets = 30", "lock_minuets という設定はありません"),
        ("lock_minutes = '30'", "lock_minutes は整数で"),
        ("lock_minutes = 1.5", "lock_minutes は整数で"),
        ("four_eyes = false", "four_eyes は整数で"),
        ("four_eyes = 2", "four_eyes は 0 から 1"),
        ("wrong_passwords = 0", "wrong_passwords は 3 から 10"),
        ("wrong_passwords = 1_000_000", "wrong_passwords は 3 から 10"),
        ("lock_minutes = 0", "lock_minutes は 5 から"),
        ("child_memory_bytes = 0", "child_memory_bytes は"),
        ("child_cpu_seconds = 99_999", "child_cpu_seconds は"),
        ("session_hours = 8760", "session_hours は 1 から 24"),
        ("child_cpu_seconds = 600", "child_cpu_seconds は child_wall_seconds（300）以下"),
        ("request_bytes = 10_000_000", "file_bytes は request_bytes（10000000）以下"),
        ("[passwords]\nwrong = 3", "passwords という設定はありません"),
        ("lock_minutes 30", "1行に1つ「名前 = 数」"),
        ("a = 1\nlock_minutes = 0", "a という設定はありません。lock_minutes は 5 から"),
    ],
)
def test_a_mistake_stops_the_start(tmp_path, text, says):
    with pytest.raises(EnvironmentProblem, match=says.replace("（", ".").replace("）", ".")):
        limits.read(write(tmp_path, text))


def test_every_default_lies_within_its_bounds_and_no_guard_can_be_nothing():
    for row in limits.LIMITS.rows():
        assert row.low <= row.default <= row.high, row.name
        assert row.low > 0 or row.name in {"four_eyes", "drain_bytes"}, row.name


def test_every_limit_is_asked_for_somewhere():
    """A setting that changes nothing would be a promise that is not kept."""
    sources = [path.read_text() for path in real.BASE_DIR.glob("*/**/*.py") if "tests" not in path.parts]
    sources = [text for text in sources if "class Limits" not in text or "cpu_seconds" not in text]
    text = "".join(sources)
    asked = [field.name for field in fields(limits.Limits) if f".{field.name}" not in text]
    assert asked == []


def test_the_command_line_says_it_in_one_sentence(tmp_path):
    write(tmp_path, "wrong_passwords = 0\n")
    environment = {**os.environ, "PORTAL_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=real.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "設定に誤りがあるため、動かせません" in done.stderr
    assert "wrong_passwords は 3 から 10 までの数" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_page_shows_the_usual_value_and_the_one_in_force(client, admin, settings, tmp_path):
    settings.LIMITS = limits.read(write(tmp_path, "lock_minutes = 30\nfour_eyes = 0\n"))
    client.force_login(admin)
    page = client.get("/manage/settings/").content.decode()
    row = page.split("ログインできなくする時間")[1].split("</tr>")[0]
    assert ">30分<" in row
    assert ">15分<" in row
    assert "既定から変更" in row
    assert page.count("既定から変更") == 2
    assert "できます（four_eyes = 0）" in page
    assert "limits.toml" in page
