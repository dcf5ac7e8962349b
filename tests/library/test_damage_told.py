"""Originals that are damaged or gone are told to the managers by mail: each once, by number, whoever looks."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from library import verification
from library.models import File, Verification
from library.storage import vault
from library.tasks import verify_files
from mail.models import Letter
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tochigi, secretariat, admin) -> list[File]:
    edition = factories.make_draft(tochigi, files=[], title="秘密の題名")
    return [factories.keep_file(edition, f"秘密{number}.txt", f"{number}番の見本", by=tochigi) for number in range(3)]


def damage(file: File) -> None:
    path = Path(vault().path(file.key))
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def a_week_later() -> list[Letter]:
    """The letters that the next walk causes."""
    Verification.objects.update(began_at=timezone.now() - timedelta(days=8))
    before = list(Letter.objects.values_list("pk", flat=True))
    verify_files.call()
    return list(Letter.objects.exclude(pk__in=before).order_by("to"))


def line(file: File, words: str) -> str:
    return f"・資料{file.edition.publication_id} のファイル{file.pk}（栃木県）：{words}\n"


def test_the_managers_hear_of_it_and_nobody_else(files, secretariat, admin, kagawa):
    damage(files[0])
    vault().delete(files[2].key)
    letters = a_week_later()
    assert [letter.to for letter in letters] == sorted([secretariat.email, admin.email])
    for letter in letters:
        assert letter.subject == "保管してある元のファイルに異常があります（2個）"
        assert line(files[0], "中身が変わっています") + line(files[2], "中身がありません") in letter.body
        assert "/manage/status/" in letter.body
        assert "前に知らせた" not in letter.body
        assert "秘密" not in letter.subject + letter.body


def test_when_all_is_well_nobody_is_written_to(files):
    assert a_week_later() == []


def test_each_is_told_once_and_what_is_new_beside_it(files):
    damage(files[0])
    assert len(a_week_later()) == 2
    assert a_week_later() == []
    vault().delete(files[1].key)
    [letter, _] = a_week_later()
    assert "（1個）" in letter.subject
    assert line(files[1], "中身がありません") in letter.body
    assert "中身が変わっています" not in letter.body
    assert "前に知らせた1個も、まだ元に戻っていません。" in letter.body


def test_what_was_mended_and_breaks_again_is_new(files):
    damage(files[0])
    assert len(a_week_later()) == 2
    damage(files[0])  # the same bit again: as it was
    assert a_week_later() == []
    damage(files[0])
    assert len(a_week_later()) == 2


def test_a_walk_by_hand_tells_the_same(files):
    damage(files[0])
    with pytest.raises(SystemExit):
        call_command("verify_files")
    assert Letter.objects.count() == 2
    assert a_week_later() == []


def test_it_is_told_at_the_end_of_a_walk_in_pieces(files):
    damage(files[0])
    walk = verification.due(now=timezone.now())
    for _ in files:
        assert Letter.objects.count() == 0
        verification.go_on(walk, now=timezone.now(), seconds=0)
        walk.refresh_from_db()
    verification.go_on(walk, now=timezone.now(), seconds=0)
    assert Letter.objects.count() == 2


def test_two_workers_at_the_end_of_one_walk_tell_it_once(files):
    damage(files[0])
    pk = verification.due(now=timezone.now()).pk
    for walk in [Verification.objects.get(pk=pk), Verification.objects.get(pk=pk)]:
        verification.go_on(walk, now=timezone.now())
    assert Letter.objects.count() == 2


def test_a_file_taken_off_since_is_no_news(files, monkeypatch):
    damage(files[0])
    walk = verification.due(now=timezone.now())
    verification.go_on(walk, now=timezone.now(), seconds=0)
    files[0].delete()
    verification.go_on(Verification.objects.get(pk=walk.pk), now=timezone.now())
    assert Verification.objects.get().ended_at
    assert Letter.objects.count() == 0


def test_many_are_counted(files, tochigi, monkeypatch):
    monkeypatch.setattr("library.findings._MOST", 1)
    for file in files:
        damage(file)
    [letter, _] = a_week_later()
    assert letter.body.count("・資料") == 1
    assert "ほか2個" in letter.body


def test_who_may_not_use_the_portal_any_more_gets_none(files, secretariat):
    secretariat.access_ends_on = timezone.localdate() - timedelta(days=1)
    secretariat.save()
    damage(files[0])
    assert secretariat.email not in [letter.to for letter in a_week_later()]


def test_a_walk_that_has_not_ended_knows_nothing(files):
    damage(files[0])
    assert len(a_week_later()) == 2
    Verification.objects.create(began_at=timezone.now())  # by hand, and killed
    walk = Verification.objects.create(began_at=timezone.now())
    verification.go_on(walk, now=timezone.now())
    assert Letter.objects.count() == 2
