"""Pages without words of their own are recognised last of all, where it is wanted, and marked for what they are."""

from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from extraction import ocr as engine
from extraction import runner
from extraction.runner import ChildFailed, Reason
from library import ocr
from library.models import File, Page, Reading, TextSource
from library.tasks import read_file, recognise_file, resume_reading
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "認識した文字"


@pytest.fixture(autouse=True)
def own_lock(settings, tmp_path) -> None:
    """Heavy programs run one at a time on a machine; the tests beside this one have a machine of their own."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def asked(monkeypatch, settings) -> list[int]:
    """The pages that were recognised, by a stand-in."""
    settings.OCR = True
    pages: list[int] = []

    def scan(_path: Path, _kind: str, number: int, folder: Path, _limits: object) -> Path:
        pages.append(number)
        return folder / "scan.png"

    monkeypatch.setattr(engine, "path", lambda: "tesseract")
    monkeypatch.setattr(runner, "scan", scan)
    monkeypatch.setattr(engine, "recognise", lambda *_: WORDS)
    return pages


@pytest.fixture
def file(tochigi) -> File:
    """Page 1 has words, page 2 none, page 3 words that cannot be read, page 4 neither words nor a picture."""
    edition = factories.make_draft(tochigi, files=[])
    file = factories.keep_file(edition, "見本.pdf", "一枚目の文字", by=tochigi, kind="pdf")
    factories.draw_first_page(file)
    first = file.pages.get()
    for number, (text, source, key) in enumerate(
        [("", "file", first.picture_key), ("\ufffd\ufffd", "broken", first.picture_key), ("", "file", "")], start=2
    ):
        Page.objects.create(file=file, number=number, raw=text, text=text, source=source, picture_key=key, boxes=b"x")
    File.objects.filter(pk=file.pk).update(page_count=4, pages_read=4)
    return file


def sources(file: File) -> list[tuple[str, str]]:
    return list(file.pages.order_by("number").values_list("source", "text"))


def test_only_pages_that_say_nothing_are_recognised_and_they_are_marked(file, asked):
    assert ocr.recognise_file(file.pk) is None
    assert asked == [2, 3]
    assert sources(file) == [("file", "一枚目の文字"), ("ocr", WORDS), ("ocr", WORDS), ("file", "")]
    page = file.pages.get(number=3)
    assert (page.raw, bytes(page.boxes)) == (WORDS, b"")
    assert ocr.recognise_file(file.pk) is None
    assert asked == [2, 3], "once"


def test_a_few_at_a_time(file, asked, monkeypatch):
    monkeypatch.setattr(ocr, "SLICE", 1)
    assert ocr.recognise_file(file.pk) == ocr.NEXT
    assert ocr.recognise_file(file.pk) is None
    assert asked == [2, 3]


def test_it_comes_after_all_else(file, asked, monkeypatch):
    monkeypatch.setattr("library.reading.take_turn", lambda _pk: False)
    read_file.call(file.pk)
    (waiting,) = DBTaskResult.objects.filter(task_path="library.tasks.recognise_file")
    assert waiting.priority == recognise_file.priority < read_file.priority
    File.objects.filter(pk=file.pk).update(reading=Reading.WORKING)
    assert not ocr.is_due(file.pk)


def test_it_is_off_unless_it_is_wanted_and_there(file, asked, settings, monkeypatch):
    settings.OCR = False
    assert not ocr.is_due(file.pk)
    assert ocr.recognise_file(file.pk) is None
    settings.OCR = True
    monkeypatch.setattr(engine, "path", lambda: None)
    assert not ocr.is_due(file.pk)
    assert ocr.recognise_file(file.pk) is None
    assert asked == []


def test_a_page_that_fails_is_not_tried_for_ever(file, asked, monkeypatch):
    def fails(*_: object) -> Path:
        raise ChildFailed(Reason.TIME)

    monkeypatch.setattr(runner, "scan", fails)
    assert ocr.recognise_file(file.pk) is None
    assert not ocr.is_due(file.pk)
    assert sources(file)[1:3] == [(TextSource.FILE, ""), (TextSource.BROKEN, "\ufffd\ufffd")]
    assert File.objects.get(pk=file.pk).reading == Reading.DONE


def test_a_page_on_which_nothing_is_recognised_stays_what_it_is(file, asked, monkeypatch):
    monkeypatch.setattr(engine, "recognise", lambda *_: " \n")
    assert ocr.recognise_file(file.pk) is None
    assert sources(file)[1:3] == [(TextSource.FILE, ""), (TextSource.BROKEN, "\ufffd\ufffd")]
    assert bytes(file.pages.get(number=3).boxes) == b"x"
    assert ocr.recognise_file(file.pk) is None
    assert asked == [2, 3], "once"


def test_what_looks_personal_is_counted_there_too(file, asked, monkeypatch):
    monkeypatch.setattr(engine, "recognise", lambda *_: "連絡先 taro@example.co.jp 090-1234-5678")
    ocr.recognise_file(file.pk)
    assert file.pages.get(number=2).personal


def test_its_reader_is_told(client, tochigi, file, asked):
    ocr.recognise_file(file.pk)
    client.force_login(tochigi)
    address = file.edition.get_absolute_url()
    html = client.get(f"{address}?file={file.pk}&page=2").content.decode()
    assert "文字認識" in html
    assert "誤りを含むことがある" in html
    assert WORDS in html
    assert "誤りを含むことがある" not in client.get(f"{address}?file={file.pk}&page=1").content.decode()


def test_files_that_were_read_before_it_was_wanted_are_found_each_once(file, asked, settings):
    queue = DBTaskResult.objects.filter(task_path="library.tasks.recognise_file")
    settings.OCR = False
    resume_reading.call()
    assert not queue.exists()
    settings.OCR = True
    for _ in range(3):
        resume_reading.call()
    assert queue.count() == 1
    queue.delete()
    recognise_file.call(file.pk)
    resume_reading.call()
    assert not queue.exists(), "nothing is left to recognise"


def test_what_is_still_being_read_is_not_recognised_yet(file, asked):
    File.objects.update(reading=Reading.WORKING)
    assert ocr.left() == []
    File.objects.update(reading=Reading.PARTIAL)
    assert ocr.left() == [file.pk]
    assert ocr.left(queued=[file.pk]) == []
