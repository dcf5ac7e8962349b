"""A power cut takes nothing that was acknowledged: bytes and their folders are on the disk before the row that names
them commits, and the sender hears of it after that."""

import os
import threading
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts.models import User
from extraction import runner
from library import reading
from library.models import Edition, File, Page
from library.storage import local, vault
from posting.once import fresh_key
from tests import factories
from tests.jobs.chores import Children
from tests.library.states import edition_row, publication_row

COMMIT = "commit"


class Recorder:
    """What reaches the disk, in order: ("fsync", path), and (COMMIT, keys that the rows of the transaction name)."""

    def __init__(self, named: Callable[[], set[str]]) -> None:
        self.happened: list[tuple[str, Any]] = []
        self._named = named
        self._fsync, self._commit = os.fsync, connection._commit

    def fsync(self, descriptor: int) -> None:
        self._fsync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        self.happened.append(("fsync", (path, size(path))))

    def commit(self) -> None:
        named = self._named()
        self._commit()
        self.happened.append((COMMIT, named))

    def first_commit_of(self, key: str) -> float:
        """Where the row that names it was committed; never is before everything."""
        return next((place for place, (what, keys) in enumerate(self.happened) if what == COMMIT and key in keys), -1)

    def place_of(self, path: Path, *, after: float = -1) -> float:
        """Where the whole of it was synced first after a place; never is after everything."""
        whole = ("fsync", (path, size(path)))
        places = (place for place, what in enumerate(self.happened) if what == whole and place > after)
        return next(places, inf)


def size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


@pytest.fixture
def draft(transactional_db, settings, tmp_path, monkeypatch) -> Edition:
    """Commits are real, and the vault's folders are not there yet."""
    officer = factories.make_user("tochigi@example.jp", body=factories.make_member("09"))
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("library.storage.default_storage", local.FolderVault())
    return edition_row(publication_row(officer.organization, officer), officer, "draft")


@pytest.fixture
def record(monkeypatch) -> Callable[[Callable[[], set[str]]], Recorder]:
    def begin(named: Callable[[], set[str]]) -> Recorder:
        recorder = Recorder(named)
        monkeypatch.setattr(os, "fsync", recorder.fsync)
        monkeypatch.setattr(connection, "_commit", recorder.commit)
        return recorder

    return begin


def keys_of_files() -> set[str]:
    return set(File.objects.values_list("key", flat=True)) - {""}


def keys_of_pictures() -> set[str]:
    return {key for row in Page.objects.values_list("picture_key", "thumbnail_key") for key in row} - {""}


def seen_by_another() -> set[str]:
    """The keys that another connection sees: what is committed."""
    found: set[str] = set()

    def look() -> None:
        found.update(keys_of_files())
        connection.close()

    other = threading.Thread(target=look)
    other.start()
    other.join()
    return found


def must_be_safe(recorder: Recorder, key: str) -> None:
    """Bytes, then their name, then the names of the folders above, and only then the row."""
    path = Path(vault().path(key))
    root = Path(vault().location)
    whole = recorder.place_of(path)
    named = recorder.place_of(path.parent, after=whole)  # another file may have brought the same folder before
    places = [whole, named, *(recorder.place_of(folder) for folder in (root, root.parent))]
    assert max(places) < recorder.first_commit_of(key), "the row names what is on the disk"


def send(officer: User, draft: Edition, *files: SimpleUploadedFile):
    client = Client()
    client.force_login(officer)
    return client.post(f"/submit/{draft.pk}/files/", {"once": fresh_key(), "files": list(files)})


def test_an_uploaded_file_is_on_the_disk_before_its_row_and_its_row_before_the_answer(draft, record):
    recorder = record(keys_of_files)
    answer = send(
        draft.created_by, draft, factories.text_upload(), factories.text_upload("別.txt", "別の文章\n" * 90000)
    )
    assert answer.status_code == 302
    assert not connection.in_atomic_block
    keys = keys_of_files()
    assert len(keys) == 2
    assert seen_by_another() == keys
    for key in keys:
        must_be_safe(recorder, key)


def test_a_picture_is_on_the_disk_before_its_page_names_it(draft, record, monkeypatch):
    children = Children()
    monkeypatch.setattr(runner, "read", children.read)
    monkeypatch.setattr(runner, "draw", children.draw)
    file = factories.keep_file(draft, "見本.pdf", "見本", by=draft.created_by, kind="pdf")
    file.pages.all().delete()
    File.objects.filter(pk=file.pk).update(reading="waiting", page_count=3, pages_read=0)
    recorder = record(keys_of_pictures)
    while reading.take_turn(file.pk):
        pass
    keys = keys_of_pictures()
    assert len(keys) == 6
    for key in keys:
        must_be_safe(recorder, key)
