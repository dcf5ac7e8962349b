"""Every guideline of the corpus goes through the pages of the site, is read by the worker's code, and opens inside."""

import csv
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from extraction import runner
from library import actions, reading
from library.models import Edition, File, FileGate, Reading, Visibility
from posting.once import fresh_key
from tests import factories

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "guidelines"
MANIFEST = FOLDER.parent / "MANIFEST.csv"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.corpus,
    pytest.mark.skipif(not FOLDER.exists(), reason="missing: the corpus ../shared/corpus"),
]


def documents() -> list[str]:
    return sorted(path.name for path in FOLDER.glob("*") if path.suffix != ".html") if FOLDER.exists() else []


def pages_of(name: str) -> int:
    """As the manifest counts them; a file of text is one page."""
    with MANIFEST.open(newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["file"] == f"guidelines/{name}")
    counted = re.search(r"(?:pages|sheets)=(\d+)", row["opens"])
    return int(counted[1]) if counted else 1


def sent(client: Client, name: str) -> File:
    """The file as it is after the first step's page took it."""
    step = client.post("/submit/", {"once": fresh_key()})["Location"]
    client.post(step, {"once": fresh_key(), "files": [SimpleUploadedFile(name, (FOLDER / name).read_bytes())]})
    return File.objects.get(edition=Edition.objects.latest("id"))


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def looked_at(file: File) -> set[int]:
    return {1, min(12, file.page_count), file.page_count}


@pytest.fixture
def pictures_once(monkeypatch) -> None:
    """A page looks the same on every database: on the second one only what is looked at is drawn."""
    if connection.vendor == "sqlite":
        return
    draw_all = runner.draw

    def draw(path, kind, pages, folder, limits):
        wanted = [number for number in pages if number in looked_at(File.objects.latest("id"))]
        yield from draw_all(path, kind, wanted, folder, limits) if wanted else ()
        for number in sorted({*pages} - {*wanted}):
            picture = runner.Picture(number, 100, 140)
            for name in picture.names:
                (folder / name).write_bytes(b"RIFF....WEBP not drawn")
            yield picture

    monkeypatch.setattr(runner, "draw", draw)


@pytest.mark.usefixtures("pictures_once")
@pytest.mark.parametrize("name", documents())
def test_it_registers_and_is_readable_inside(name, tochigi, secretariat, kagawa):
    officer, reader = client_of(tochigi), client_of(kagawa)
    file = sent(officer, name)
    assert (file.gate, file.gate_message) == (FileGate.TAKEN, ""), name
    assert file.page_count == pages_of(name)
    while reading.take_turn(file.pk):
        pass
    file.refresh_from_db()
    assert file.reading == Reading.DONE, file.reading_problem
    assert file.pages.count() == file.page_count
    publish(file.edition, tochigi, secretariat)

    address = f"/guidelines/{file.edition.publication_id}/"
    for number in looked_at(file):
        page = reader.get(address, {"page": number})
        assert page.status_code == 200
        text = reader.get(f"/files/{file.pk}/pages/{number}.txt")
        assert text.status_code == 200
        page_row = file.pages.get(number=number)
        assert text.content.decode().strip() or not page_row.text.strip()
        if page_row.picture_key:
            picture = reader.get(f"/files/{file.pk}/pages/{number}.webp")
            body = b"".join(picture.streaming_content) if picture.streaming else picture.content
            assert body[8:12] == b"WEBP"
            assert len(body) <= 150 * 1024
    assert any(file.pages.values_list("text", flat=True)), "not a word could be read"

    download = reader.get(f"/files/{file.pk}/download/")
    digest = hashlib.sha256(b"".join(download.streaming_content)).hexdigest()
    assert digest == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()


def publish(edition: Edition, officer, desk) -> None:
    edition = actions.save_details(
        edition,
        by=officer,
        revision=edition.revision,
        values={
            "title": "実在のガイドライン（見本の登録）",
            "summary": "試験のために登録したもの",
            "types": [factories.make_type()],
            "themes": [factories.make_theme()],
            "issued_on": date(2024, 12, 20),
            "requested_visibility": Visibility.MEMBERS,
        },
    )
    actions.submit(edition, by=officer, declared=True)
    actions.publish(edition, by=desk, visibility=Visibility.MEMBERS)


def test_the_html_file_is_refused_as_a_wrong_type(tochigi):
    client = client_of(tochigi)
    name = next(path.name for path in FOLDER.glob("*.html"))
    file = sent(client, name)
    assert file.gate == FileGate.REFUSED
    assert file.gate_message.startswith(f"「{name}」は登録できない種類です（HTMLのページ）。")
    assert file.gate_message in client.get(f"/submit/{file.edition_id}/files/").content.decode()
