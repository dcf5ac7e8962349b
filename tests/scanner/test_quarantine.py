"""With a scanner configured no file leaves quarantine without its word, and nothing that was typed is lost."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

import clock
from library.models import Edition, File, FileGate
from library.tasks import check_file, resume_reading
from posting.once import fresh_key
from tests import factories
from tests.scanner.conftest import MARKER

pytestmark = pytest.mark.django_db
INFECTED = "「悪い.txt」からウイルスを検出したため登録しませんでした。所属の情報システム担当に連絡してください"


@pytest.fixture
def officer(tochigi) -> Client:
    client = Client()
    client.force_login(tochigi)
    return client


def send(client: Client, *uploads) -> str:
    """Sends files to a new draft; the page that comes then."""
    address = client.post("/submit/", {"once": fresh_key()})["Location"]
    client.post(address, {"once": fresh_key(), "files": list(uploads)})
    return client.get(address).content.decode()


def test_found_and_clean_side_by_side(clamd, officer):
    page = send(officer, factories.text_upload(), factories.text_upload("悪い.txt", MARKER.decode()))
    assert INFECTED in page
    assert dict(File.objects.values_list("name", "gate")) == {"メモ.txt": FileGate.TAKEN, "悪い.txt": FileGate.REFUSED}
    assert File.objects.get(name="悪い.txt").key == ""
    assert "ウイルス検査は設定されていません" not in page


def test_without_a_scanner_the_page_says_so(officer):
    assert "ウイルス検査は設定されていません" in send(officer, factories.text_upload())


def test_what_cannot_be_scanned_waits_and_goes_on_by_itself(answering, clamd_socket, officer, settings):
    answering(b"")
    page = send(officer, factories.text_upload(), factories.text_upload("空.txt", ""))
    assert "検査中" in page
    assert "ウイルス検査を待っています" in page
    assert "「空.txt」は中身がありません" in page, "what a rule refuses needs no scanner"
    file = File.objects.get(name="メモ.txt")
    assert file.gate == FileGate.CHECKING
    check_file.call(file.pk)
    file.refresh_from_db()
    assert file.gate == FileGate.CHECKING
    settings.CLAMD = clamd_socket
    File.objects.update(uploaded_at=clock.now() - timedelta(hours=1))
    check_file.call(file.pk)
    file.refresh_from_db()
    assert (file.gate, file.gate_message) == (FileGate.TAKEN, "")


def test_a_scanner_that_takes_its_time_does_not_hold_the_page_and_is_not_blamed(officer, settings):
    settings.LIMITS = replace(settings.LIMITS, judging_seconds=2)
    with socket.create_server(("127.0.0.1", 0)) as server:  # takes everything and says nothing
        settings.CLAMD = server.getsockname()
        page = send(officer, factories.text_upload(), factories.text_upload("二.txt", "二"))
    assert set(File.objects.values_list("gate", flat=True)) == {FileGate.CHECKING}
    assert page.count("検査に時間がかかっています") == 2
    assert "ウイルス検査を待っています" not in page


def test_what_waits_is_not_handed_in(answering, officer):
    answering(b"")
    send(officer, factories.text_upload())
    edition = Edition.objects.get()
    page = officer.get(f"/submit/{edition.pk}/confirm/").content.decode()
    assert "検査" in page
    officer.post(f"/submit/{edition.pk}/confirm/", {"once": fresh_key(), "declaration": "on"})
    edition.refresh_from_db()
    assert edition.state == "draft"


def test_the_queue_does_not_fill_while_the_scanner_is_away(answering, officer):
    from django_tasks_db.models import DBTaskResult

    answering(b"")
    send(officer, factories.text_upload())
    File.objects.update(uploaded_at=clock.now() - timedelta(hours=1))
    DBTaskResult.objects.all().delete()
    resume_reading.call()
    assert not DBTaskResult.objects.exists()


def test_checkfile_asks_the_scanner_too(clamd, tmp_path, capsys):
    path = tmp_path / "悪い.txt"
    path.write_bytes(MARKER)
    call_command("checkfile", str(path))
    assert INFECTED in capsys.readouterr().out


def test_checkfile_does_not_guess_when_the_scanner_is_away(answering, tmp_path):
    answering(b"")
    (tmp_path / "メモ.txt").write_text("見本")
    with pytest.raises(CommandError, match="応答しない"):
        call_command("checkfile", str(tmp_path / "メモ.txt"))
