"""The walk over all originals: what is damaged or gone is found, in pieces as well as at once."""

import math
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from library import verification
from library.findings import Finding
from library.models import File, Verification
from library.storage import vault
from library.tasks import verify_files
from tests import factories

pytestmark = pytest.mark.django_db
CODES = re.compile(r"files=(\d+) bytes=(\d+) damaged=(\d+) missing=(\d+)")


@pytest.fixture
def files(tochigi) -> list[File]:
    edition = factories.make_draft(tochigi)
    kept = [factories.keep_file(edition, f"{number}.txt", f"{number}番の見本", by=tochigi) for number in range(3)]
    refused = File.objects.create(
        edition=edition, position=9, sent_name="x", name="x", kind="unknown", size=5, gate="refused",
        gate_message="x", uploaded_at=timezone.now(), uploaded_by=tochigi,
    )  # fmt: skip
    assert refused.key == ""
    return [*edition.files.exclude(key="").exclude(pk__in=[file.pk for file in kept]), *kept]


def damage(file: File) -> None:
    path = Path(vault().path(file.key))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def test_all_is_well(files, capsys):
    call_command("verify_files")
    size = sum(file.size for file in files)
    assert CODES.fullmatch(capsys.readouterr().out.strip()).groups() == ("4", str(size), "0", "0")


def test_one_changed_and_one_lost(files, capsys):
    damage(files[1])
    vault().delete(files[3].key)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_files")
    lines = capsys.readouterr().out.splitlines()
    assert ended.value.code == 1
    assert f"ファイル{files[1].pk} {files[1].key}: 中身が変わっています" in lines[0]
    assert f"ファイル{files[3].pk} {files[3].key}: 中身がありません" in lines[1]
    assert CODES.fullmatch(lines[2]).groups()[2:] == ("1", "1")


def test_in_pieces_it_finds_the_same(files):
    damage(files[2])
    walk = verification.due(now=timezone.now())
    for _ in files:
        verification.go_on(walk, now=timezone.now(), seconds=0)
        walk.refresh_from_db()
        assert walk.ended_at is None
    verification.go_on(walk, now=timezone.now(), seconds=0)
    walk.refresh_from_db()
    assert (walk.files, walk.findings) == (4, [["File", files[2].pk, "damaged"]])
    assert walk.ended_at is not None


def test_two_workers_on_one_walk_count_each_file_once(files):
    first, second = (Verification.objects.get(pk=verification.due(now=timezone.now()).pk) for _ in range(2))
    for walk in (first, second):
        verification.go_on(walk, now=timezone.now(), seconds=0)
    first.refresh_from_db()
    assert first.files == 1


def test_a_file_taken_off_meanwhile_is_no_finding(files, monkeypatch):
    def gone(file):
        File.objects.filter(pk=file.pk).delete()
        return Finding.MISSING

    monkeypatch.setattr(verification, "verify", gone)
    walk = verification.due(now=timezone.now())
    verification.go_on(walk, now=timezone.now(), seconds=math.inf)
    assert Verification.objects.get().findings == []


def test_once_a_week_by_itself(files):
    verify_files.call()
    verify_files.call()
    assert list(Verification.objects.values_list("files", flat=True)) == [4]
    Verification.objects.update(began_at=timezone.now() - timedelta(days=8))
    verify_files.call()
    assert Verification.objects.count() == 2
