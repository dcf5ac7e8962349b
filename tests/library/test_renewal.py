"""Files that an older reader read are read again by themselves, and readable all the time."""

import errno

import pytest
from django_tasks_db.models import DBTaskResult

import clock
import extraction
from extraction import runner
from extraction.pages import Heading, PageContent
from library import renewal
from library.models import File, Page, Reading, TextSource
from library.reading import MOST_HEADINGS
from library.tasks import renew_file, resume_reading
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "新しい読み取りの文字です。\n"


@pytest.fixture
def file(tochigi) -> File:
    """Read once upon a time, by a reader that found less."""
    edition = factories.make_draft(tochigi, files=[])
    file = factories.keep_file(edition, "古い.txt", WORDS, by=tochigi)
    File.objects.update(reader_version=0, reading=Reading.DONE)
    file.pages.update(raw="旧", text="旧", blocks=[], picture_key="ab/picture", personal=None)
    return file


def queued(task: str) -> int:
    return DBTaskResult.objects.filter(task_path=f"library.tasks.{task}").count()


def test_the_text_is_the_new_ones_and_the_picture_stays(file):
    before = file.pages.get()
    renew_file.call(file.pk)
    page = file.pages.get()
    assert (page.pk, page.number, page.picture_key) == (before.pk, 1, "ab/picture")
    assert (page.raw, page.text, page.personal) == (WORDS, WORDS.strip(), 0)
    assert page.blocks == [{"t": "p", "text": WORDS.strip()}]
    file.refresh_from_db()
    assert (file.reading, file.reader_version) == (Reading.DONE, extraction.VERSION)


def test_it_can_be_read_all_the_time(file, monkeypatch):
    states: list[tuple[str, int]] = []
    whole = runner.read

    def read(*args):
        states.append((File.objects.get(pk=file.pk).reading, Page.objects.filter(text="旧").count()))
        return whole(*args)

    monkeypatch.setattr(runner, "read", read)
    renew_file.call(file.pk)
    assert states == [(Reading.DONE, 1)]


def test_what_the_new_reader_cannot_read_stays_and_is_tried_once(file, monkeypatch):
    tries: list[object] = []

    def read(*args):
        tries.append(args)
        raise runner.ChildFailed(runner.Reason.CRASH)

    monkeypatch.setattr(runner, "read", read)
    for _ in range(3):
        renew_file.call(file.pk)
    assert len(tries) == 1
    assert file.pages.get().text == "旧"
    assert renewal.outdated() == []


def test_words_from_a_picture_stay(file):
    file.pages.update(source=TextSource.OCR)
    renew_file.call(file.pk)
    assert file.pages.get().text == "旧"


def test_a_picture_that_gave_no_words_does_not_stand_in_their_way(file):
    file.pages.update(source=TextSource.OCR, text="", raw="")
    renew_file.call(file.pk)
    assert (file.pages.get().text, file.pages.get().source) == (WORDS.strip(), TextSource.FILE)


@pytest.mark.parametrize("state", [Reading.FAILED, Reading.PARTIAL])
def test_what_could_not_be_read_is_tried_from_the_beginning(file, state):
    File.objects.update(reading=state, reading_problem="1ページ目：読めません")
    renew_file.call(file.pk)
    file.refresh_from_db()
    assert (file.reading, file.reading_problem) == (Reading.WAITING, "")
    assert queued("read_file") == 1


def test_some_at_a_time_and_each_once_in_the_queue(tochigi, file):
    for number in range(7):
        factories.keep_file(file.edition, f"{number}.txt", "見本", by=tochigi)
    File.objects.update(reader_version=0, reading=Reading.DONE)
    resume_reading.call()
    assert queued("renew_file") == 5
    for _ in range(3):
        resume_reading.call()
    assert queued("renew_file") == 8
    assert queued("read_file") == 0


def test_a_new_file_is_not_read_twice(file):
    File.objects.update(reader_version=extraction.VERSION)
    assert renewal.outdated() == []
    assert renewal.renew(file.pk) is False
    assert file.pages.get().text == "旧"


def test_a_file_that_is_cut_otherwise_now_keeps_its_text_and_its_outline(file, monkeypatch):
    File.objects.update(outline=[[1, "旧", 1]])
    monkeypatch.setattr(runner, "count", lambda *_: 4)
    monkeypatch.setattr(runner, "outline", lambda *_: [Heading(1, "新", 4)])
    renew_file.call(file.pk)
    file.refresh_from_db()
    assert (file.page_count, file.outline, file.pages.get().text) == (1, [[1, "旧", 1]], "旧")
    assert file.reader_version == extraction.VERSION


def test_the_outline_leads_to_pages_that_are_there_and_is_no_longer_than_a_new_ones(file, monkeypatch):
    Page.objects.create(file=file, number=2, raw="旧", text="旧", picture_key="ab/picture")
    File.objects.update(page_count=2)
    monkeypatch.setattr(runner, "count", lambda *_: 2)
    monkeypatch.setattr(runner, "outline", lambda *_: [Heading(1, "先", 3)] + [Heading(1, "新", 2)] * 400)
    renew_file.call(file.pk)
    file.refresh_from_db()
    assert file.outline == [[1, "新", 2, 0]] * MOST_HEADINGS


def test_a_file_that_is_being_read_again_has_no_second_place_in_the_queue(file, monkeypatch):
    whole = runner.read

    def read(*args):
        resume_reading.call()
        assert renewal.renew(file.pk) is False
        return whole(*args)

    monkeypatch.setattr(runner, "read", read)
    renew_file.call(file.pk)
    assert queued("renew_file") == 0
    file.refresh_from_db()
    assert (file.leased_until, file.pages.get().text) == (None, WORDS.strip())


def test_one_that_cannot_be_tried_lets_the_others_pass(file, tochigi, monkeypatch):
    other = factories.keep_file(file.edition, "次.txt", "見本", by=tochigi)
    File.objects.update(reader_version=0)
    monkeypatch.setattr(renewal, "_AT_ONCE", 1)

    def count(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(runner, "count", count)
    with pytest.raises(OSError, match="No space"):
        renew_file.call(file.pk)
    assert renewal.outdated() == [other.pk]
    assert renewal.outdated(now=clock.now() + renewal.PAUSE * 2) == [file.pk]


def test_of_a_file_read_in_part_the_good_pages_are_renewed_and_only_the_bad_begin_anew(file, monkeypatch):
    good = file.pages.get()
    for number in (3, 4):
        Page.objects.create(file=file, number=number, raw="旧", text="旧", picture_key="ab/picture")
    Page.objects.create(file=file, number=2, problem="読めません")
    File.objects.update(page_count=4, reading=Reading.PARTIAL)
    asked: list[tuple[int, int]] = []

    def read(_path, _kind, first, last, _limits):
        asked.append((first, last))
        return [PageContent(number, raw="新", text="新") for number in range(first, last + 1)]

    monkeypatch.setattr(runner, "count", lambda *_: 4)
    monkeypatch.setattr(runner, "read", read)
    monkeypatch.setattr(runner, "outline", lambda *_: [])
    renew_file.call(file.pk)
    assert asked == [(1, 1), (3, 4)]
    assert list(file.pages.order_by("number").values_list("number", "text")) == [(1, "新"), (3, "新"), (4, "新")]
    assert file.pages.get(number=1).pk == good.pk
    file.refresh_from_db()
    assert (file.reading, file.leased_until) == (Reading.WAITING, None)
    assert queued("read_file") == 1


def test_a_file_read_in_part_that_is_cut_otherwise_now_keeps_what_it_has(file, monkeypatch):
    File.objects.update(reading=Reading.PARTIAL, page_count=2)
    monkeypatch.setattr(runner, "count", lambda *_: 7)
    renew_file.call(file.pk)
    file.refresh_from_db()
    assert (file.reading, file.pages.get().text, file.reader_version) == (Reading.PARTIAL, "旧", extraction.VERSION)
