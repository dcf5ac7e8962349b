"""Passing files lie on the data disk, and what killed processes left there is swept."""

import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from extraction import another_user, runner
from library import leftovers, reading
from library.child_limits import child_limits
from library.models import File
from tests import factories

NOW = timezone.now()


@pytest.fixture
def incoming(settings, tmp_path: Path) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.FILE_UPLOAD_TEMP_DIR


def age(path: Path, hours: int) -> None:
    moment = (NOW - timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment), follow_symlinks=False)


def test_only_what_is_older_than_a_day_goes(incoming, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("1")
    for name, hours in {"old.upload": 25, "new.upload": 23}.items():
        (incoming / name).write_text("1")
        age(incoming / name, hours)
    for name, hours in {"extraction-old": 25, "pictures-new": 23}.items():
        (incoming / name).mkdir()
        (incoming / name / "1.webp").write_text("1")
        age(incoming / name, hours)
    (incoming / "link").symlink_to(outside)
    age(incoming / "link", 25)
    assert leftovers.sweep(now=NOW) == ["extraction-old", "link", "old.upload"]
    assert sorted(path.name for path in incoming.iterdir()) == ["new.upload", "pictures-new"]
    assert (outside / "kept").exists()


def test_children_work_on_the_data_disk(incoming, monkeypatch, tmp_path):
    seen: list[str] = []
    whole = runner._answers

    def answers(*given: object) -> Iterator[dict]:
        seen.extend(path.name.split("-")[0] for path in incoming.iterdir())
        return whole(*given)

    monkeypatch.setattr(runner, "_answers", answers)
    monkeypatch.setattr(another_user, "is_possible", lambda: False)
    path = tmp_path / "見本.txt"
    path.write_text("見本の文章です。\n")
    assert runner.judge(path, path.name, child_limits()).outcome == "readable"
    assert seen == ["portal"]
    assert list(incoming.iterdir()) == []


def test_the_work_of_another_user_goes_from_the_systems_place(incoming, monkeypatch, tmp_path):
    for name, hours in {"portal-job-old": 25, "portal-job-new": 23, "of-somebody": 25}.items():
        (tmp_path / name).mkdir()
        age(tmp_path / name, hours)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(another_user, "is_possible", lambda: False)
    assert leftovers.sweep(now=NOW) == []
    monkeypatch.setattr(another_user, "is_possible", lambda: True)
    assert leftovers.sweep(now=NOW) == ["portal-job-old"]


@pytest.mark.django_db
def test_pictures_are_made_on_the_data_disk(incoming, monkeypatch, tochigi):
    draft = factories.make_draft(tochigi, files=[factories.pdf_upload()])
    folders: list[Path] = []

    def draw(path, kind, pages, folder, limits) -> Iterator[runner.Picture]:
        folders.append(folder)
        yield from ()

    monkeypatch.setattr(runner, "draw", draw)
    reading.take_turn(File.objects.get(edition=draft).pk)
    assert [folder.parent for folder in folders] == [incoming]
