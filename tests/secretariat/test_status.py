"""The page of the portal's own work: what stands still or is broken is said there, to managers only."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import clock
from extraction import another_user
from extraction.bounded import Isolation
from jobs.models import Heartbeat
from library.models import File, Reading, Verification
from library.storage import vault
from library.verification import go_on
from mail import bounces, outbox
from mail.models import Letter
from secretariat.views import status
from tests import factories
from tests.mail import reports

pytestmark = pytest.mark.django_db


def page(person) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get("/manage/status/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_scanner_and_what_waits_for_it(secretariat, tochigi, settings):
    assert "設定されていません" in page(secretariat)
    factories.keep_file(factories.make_draft(tochigi), "メモ.txt", "見本", by=tochigi)
    File.objects.update(gate="checking")
    settings.CLAMD = "/nowhere/clamd.sock"
    told = page(secretariat)
    assert "応答がありません" in told
    assert "検査を待つファイル 2個" in told


def test_workers_and_reading(secretariat, tochigi):
    assert "止まっています" in page(secretariat)
    Heartbeat.objects.create(worker_id="1", host="x", process=1, seen_at=timezone.now())
    factories.make_draft(tochigi)
    File.objects.update(reading=Reading.WAITING, reader_version=0)
    told = page(secretariat)
    assert "止まっています" not in told
    assert "待ち 1個、読み取り中 0個、読み取れなかったか一部だけ 0個、前の読み取り方のまま 0個" in told
    File.objects.update(reading=Reading.DONE)
    assert "前の読み取り方のまま 1個" in page(secretariat)


def test_mail_that_waits_was_given_up_or_came_back(secretariat, monkeypatch):
    now = clock.now()
    letter = outbox.post("test", to="tochigi@example.jp", subject="見本", body="見本\n", now=now)
    assert "待ち 1通。この30日に、あきらめたもの 0通、届かずに返ってきたもの 0通" in page(secretariat)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=16))
    assert "滞っています" in page(secretariat)
    outbox.send(letter.pk, now=now)
    bounces.take(reports.report(letter.message_id, letter.to), now=now)
    other = outbox.post("test", to="kagawa@example.jp", subject="見本", body="", now=now)
    Letter.objects.filter(pk=other.pk).update(given_up_at=now)
    told = page(secretariat)
    assert "滞っています" not in told
    assert "送れなかったものがあります" in told
    assert "待ち 0通。この30日に、あきらめたもの 1通、届かずに返ってきたもの 1通" in told


def test_what_is_not_kept_apart_is_said(secretariat, monkeypatch):
    monkeypatch.setattr("secretariat.views.status.isolation", lambda: Isolation.NONE)
    assert "ネットワークから切り離せていません" in page(secretariat)


@pytest.mark.parametrize(
    ("is_root", "is_possible", "state", "words"),
    [
        (True, True, "働いています", "作業ごとに別の利用者として動かします"),
        (True, False, "一部だけです", "rootのままで、別の利用者では動いていません"),
        (False, False, "働いています", "portalと同じ利用者で、別の利用者では動いていません"),
    ],
)
def test_as_whom_files_are_opened_is_said(secretariat, monkeypatch, is_root, is_possible, state, words):
    monkeypatch.setattr(status, "isolation", lambda: Isolation.PLAIN)
    monkeypatch.setattr(another_user, "is_root", lambda: is_root)
    monkeypatch.setattr(another_user, "is_possible", lambda: is_possible)
    told = page(secretariat)
    assert words in told
    assert state in told[told.index("ファイルを開く処理の隔離") : told.index(words)]


@pytest.mark.parametrize(("mode", "state"), [(0o700, "働いています"), (0o750, "働いています"), (0o755, "一部だけです")])
def test_a_folder_of_data_that_is_open_to_the_other_user_is_told(
    secretariat, monkeypatch, settings, tmp_path, mode, state
):
    monkeypatch.setattr(status, "isolation", lambda: Isolation.PLAIN)
    monkeypatch.setattr(another_user, "is_possible", lambda: True)
    settings.DATA_DIR = tmp_path
    tmp_path.chmod(mode)
    told = page(secretariat)
    assert state in told[told.index("ファイルを開く処理の隔離") : told.index("時間とメモリ")]
    assert ("chmod 700" in told) is (mode == 0o755)


def test_damaged_originals_are_named_by_number_only(admin, tochigi):
    edition = factories.make_draft(tochigi, title="秘密の題名")
    assert "これから始まります" in page(admin)
    walk = Verification.objects.create(began_at=timezone.now())
    go_on(walk, now=timezone.now())
    assert "すべて受け取ったときのままです" in page(admin)
    file = edition.files.get()
    vault().delete(file.key)
    go_on(Verification.objects.create(began_at=timezone.now()), now=timezone.now())
    told = page(admin)
    assert "1個が元のままではありません" in told
    assert f"資料{edition.publication_id} のファイル{file.pk}：中身がありません" in told
    assert "秘密の題名" not in told
    assert file.name not in told


@pytest.mark.parametrize(
    ("free", "state", "detail"),
    [
        (80 * 2**30, "足りています", "空きは80GBです"),
        (2 * 2**30, "少なくなっています", "空きは2,048MBです"),
        (2**29, "足りません", "空きは512MBです。1,024MBより少ないため、登録を受け付けません"),
    ],
    ids=["enough", "little", "too little"],
)
def test_the_room_that_is_left(secretariat, monkeypatch, free, state, detail):
    """The state says how it is, the figure stands beside it."""
    monkeypatch.setattr(status, "_free", lambda: free)
    row = page(secretariat).split("置き場所の空き")[1].split("</tr>")[0]
    assert state in row
    assert f"<td>{detail}</td>" in row


@pytest.mark.parametrize("who", ["tochigi", "tochigi2", "observer"])
def test_others_do_not_see_it(request, who):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    assert client.get("/manage/status/").status_code == 403
