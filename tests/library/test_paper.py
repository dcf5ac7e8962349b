"""Office files are printed when everything is read; whatever goes wrong costs the pictures only, and is said."""

import errno
import fcntl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

import clock
from extraction import office, runner
from extraction.bounded import Isolation
from extraction.office import Office, OfficeFailed
from extraction.runner import ChildFailed, Reason
from library import actions, housekeeping, orphans, paper
from library.models import File, Paper, PaperPage, PaperState, Reading
from library.rules import Refused
from library.storage import vault
from library.tasks import print_file, read_file, resume_reading
from tests import factories
from tests.extraction import office_files

pytestmark = pytest.mark.django_db
OFFICE = Office("soffice", Isolation.NONE)


class Printer:
    """Stands for LibreOffice and the child that draws: what they are asked, and what goes wrong."""

    def __init__(self) -> None:
        self.pages, self.asked, self.bad = 3, 0, set()
        self.problem: Exception | None = None
        self.while_at_work = lambda: None

    def to_pdf(self, _office: Office, path: Path, _kind: str, folder: Path, _limits: object) -> Path:
        self.asked += 1
        assert path.exists()
        self.while_at_work()
        if self.problem:
            raise self.problem
        return folder / "printed.pdf"

    def count(self, *_: object) -> int:
        return self.pages

    def draw(
        self, _path: Path, _kind: str, pages: list[int], folder: Path, _limits: object, **_: float
    ) -> Iterator[object]:
        for number in pages:
            if number in self.bad:
                raise ChildFailed(Reason.CRASH)
            picture = runner.Picture(number, 100, 140)
            for name in picture.names:
                (folder / name).write_bytes(f"RIFF....WEBP {number}".encode())
            yield picture


@pytest.fixture(autouse=True)
def own_lock(settings, tmp_path) -> None:
    """Heavy programs run one at a time on a machine; the tests beside this one have a machine of their own."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def printer(monkeypatch, settings) -> Printer:
    made = Printer()
    settings.OFFICE = True
    monkeypatch.setattr(office, "find", lambda: OFFICE)
    monkeypatch.setattr(office, "path", lambda: OFFICE.program)
    monkeypatch.setattr(office, "to_pdf", made.to_pdf)
    monkeypatch.setattr(runner, "count", made.count)
    monkeypatch.setattr(runner, "draw", made.draw)
    return made


@pytest.fixture
def file(tochigi) -> File:
    edition = factories.make_draft(tochigi, files=[])
    return factories.keep_file(edition, "通知.docx", "見本の通知", by=tochigi, kind="docx")


def of(file: File) -> Paper:
    return Paper.objects.get(file=file)


def test_every_page_has_its_picture(file, printer):
    assert paper.print_file(file.pk) is None
    made = of(file)
    assert (made.state, made.page_count, made.pages_drawn) == (PaperState.DONE, 3, 3)
    for page in PaperPage.objects.filter(paper=made):
        assert b"".join(vault().read(page.picture_key)) == f"RIFF....WEBP {page.number}".encode()
    assert paper.print_file(file.pk) is None
    assert printer.asked == 1, "done once"


def test_reading_comes_first(file, printer):
    File.objects.filter(pk=file.pk).update(reading=Reading.WAITING)
    assert not paper.is_due(file.pk)
    assert file.pk not in paper.left(now=clock.now())


@pytest.mark.parametrize("reading", [Reading.DONE, Reading.PARTIAL, Reading.FAILED])
def test_what_was_read_as_far_as_that_goes_is_printed_next(file, printer, reading, monkeypatch):
    """By the task that read it, as the last of all work."""
    File.objects.filter(pk=file.pk).update(reading=reading)
    monkeypatch.setattr("library.reading.take_turn", lambda _pk: False)
    read_file.call(file.pk)
    (waiting,) = DBTaskResult.objects.filter(task_path="library.tasks.print_file")
    assert waiting.priority < 0
    assert waiting.args_kwargs["args"] == [file.pk]


@pytest.mark.parametrize("kind", ["pdf", "text", "csv", "png"])
def test_only_office_files_are_printed(file, printer, kind):
    File.objects.filter(pk=file.pk).update(kind=kind)
    assert paper.print_file(file.pk) is None
    assert printer.asked == 0


def test_without_the_program_nothing_happens_and_files_wait_for_it(file, printer, monkeypatch):
    monkeypatch.setattr(office, "path", lambda: None)
    assert paper.print_file(file.pk) is None
    assert paper.left(now=clock.now()) == []
    assert not Paper.objects.exists()
    monkeypatch.setattr(office, "path", lambda: OFFICE.program)
    resume_reading.call()
    assert DBTaskResult.objects.filter(task_path="library.tasks.print_file").count() == 1
    resume_reading.call()
    assert DBTaskResult.objects.filter(task_path="library.tasks.print_file").count() == 1


def test_it_can_be_switched_off(file, printer, settings):
    settings.OFFICE = False
    assert paper.print_file(file.pk) is None
    assert printer.asked == 0


def test_only_a_few_are_taken_up_at_a_time(tochigi, printer, monkeypatch):
    monkeypatch.setattr(paper, "_AT_ONCE", 2)
    edition = factories.make_draft(tochigi, files=[])
    for number in range(3):
        factories.keep_file(edition, f"{number}.docx", "見本", by=tochigi, kind="docx")
    first = paper.left(now=clock.now())
    assert len(first) == 2
    assert set(paper.left(now=clock.now(), queued=first)).isdisjoint(first)


def test_a_failure_is_tried_again_and_then_said(file, printer):
    printer.problem = OfficeFailed("印刷イメージを作るのに時間がかかりすぎたため、途中で止めました")
    assert paper.print_file(file.pk) == paper.AGAIN
    assert of(file).state == PaperState.WAITING
    assert paper.print_file(file.pk) is None
    made = of(file)
    assert made.state == PaperState.FAILED
    assert "時間がかかりすぎた" in made.problem
    assert paper.left(now=clock.now()) == [], "given up until somebody asks for it"
    file.refresh_from_db()
    assert (file.reading, file.reading_problem) == (Reading.DONE, "")


def test_bytes_that_are_lost_are_said_to_be_lost(file, printer):
    vault().delete(file.key)
    assert paper.print_file(file.pk) is None
    assert of(file).state == PaperState.FAILED
    assert "事務局に連絡" in of(file).problem


def test_a_page_that_cannot_be_drawn_costs_no_other(file, printer):
    printer.bad = {2}
    while paper.print_file(file.pk):
        pass
    made = of(file)
    assert set(made.pages.values_list("number", flat=True)) == {1, 3}
    assert (made.state, made.pages_drawn) == (PaperState.FAILED, 2)
    assert "2ページ目" in made.problem


def test_asked_for_again_it_makes_what_is_missing(file, printer, tochigi, kagawa):
    with pytest.raises(Refused, match="失敗したときだけ"):
        actions.retry_printing(file, by=tochigi)
    printer.bad = {2}
    while paper.print_file(file.pk):
        pass
    with pytest.raises(Refused, match="提供した団体と事務局"):
        actions.retry_printing(file, by=kagawa)
    before = dict(of(file).pages.values_list("number", "picture_key"))
    printer.bad = set()
    actions.retry_printing(file, by=tochigi)
    (waiting,) = DBTaskResult.objects.filter(task_path="library.tasks.print_file")
    waiting.task.call(*waiting.args_kwargs["args"])
    made = of(file)
    assert (made.state, made.problem, made.pages_drawn) == (PaperState.DONE, "", 3)
    assert before.items() <= dict(made.pages.values_list("number", "picture_key")).items()


def test_its_page_asks_for_it_again(client, file, printer, tochigi):
    printer.problem = OfficeFailed("印刷イメージを作れませんでした")
    while paper.print_file(file.pk):
        pass
    client.force_login(tochigi)
    answer = client.post(f"/files/{file.pk}/retry/", {"what": "paper"}, follow=True)
    assert "印刷イメージを作り直します" in answer.content.decode()
    assert of(file).state == PaperState.WAITING


def test_one_at_a_time_on_a_machine(file, printer, settings):
    with (Path(settings.DATA_DIR) / "office.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert paper.print_file(file.pk) == paper.BUSY
    assert printer.asked == 0
    assert not Paper.objects.exists()
    assert paper.print_file(file.pk) is None
    assert of(file).state == PaperState.DONE


def test_while_one_worker_holds_it_no_other_does_and_what_is_left_is_taken_up(file, printer):
    now = clock.now()
    Paper.objects.create(file=file, state=PaperState.WORKING, leased_until=now + timedelta(minutes=1))
    assert paper.print_file(file.pk, now=now) is None
    assert printer.asked == 0
    assert paper.left(now=now) == []
    later = now + timedelta(minutes=2)
    assert paper.left(now=later) == [file.pk]
    assert paper.print_file(file.pk, now=later) is None
    assert of(file).state == PaperState.DONE


def test_what_another_finished_meanwhile_stays_finished(file, printer):
    """The first was so slow that its time was over."""

    def take_over() -> None:
        Paper.objects.filter(file=file).update(state=PaperState.DONE, page_count=7, leased_until=None)

    printer.while_at_work = take_over
    printer.problem = OfficeFailed("遅かった")
    paper.print_file(file.pk)
    assert (of(file).state, of(file).page_count, of(file).problem) == (PaperState.DONE, 7, "")
    Paper.objects.filter(file=file).update(state=PaperState.WAITING)
    printer.problem = None
    paper.print_file(file.pk)
    assert (of(file).state, of(file).page_count, of(file).pages.count()) == (PaperState.DONE, 7, 0)


def test_its_time_is_longer_with_each_slice(file, printer, monkeypatch):
    monkeypatch.setattr(paper, "SLICE", 1)
    until = []
    original = printer.draw

    def draw(*given: object, **more: float) -> Iterator[object]:
        until.append(of(file).leased_until)
        return original(*given)

    monkeypatch.setattr(runner, "draw", draw)
    paper.print_file(file.pk)
    assert len(until) == 3
    assert until == sorted(set(until))


def test_a_file_that_kills_its_worker_is_given_up(file, printer):
    class Killed(BaseException):
        pass

    printer.problem = Killed()
    now = clock.now()
    for number in range(paper.MOST_TRIES):
        with pytest.raises(Killed):
            paper.print_file(file.pk, now=now + number * timedelta(hours=1))
    assert paper.print_file(file.pk, now=now + timedelta(hours=9)) is None
    assert printer.asked == paper.MOST_TRIES
    assert of(file).state == PaperState.FAILED
    assert "途中で" in of(file).problem


def test_a_full_disk_is_not_the_files_fault(file, printer, settings):
    printer.problem = OSError(errno.ENOSPC, "full")
    for _ in range(paper.MOST_TRIES + 1):
        assert paper.print_file(file.pk) == paper.FULL
        assert (of(file).state, of(file).tries) == (PaperState.WAITING, 0)
    printer.problem, asked = None, printer.asked
    limits = settings.LIMITS
    settings.LIMITS = replace(limits, free_disk_bytes=10**18)
    assert paper.print_file(file.pk) == paper.FULL
    assert printer.asked == asked, "not even begun"
    settings.LIMITS = limits
    assert paper.print_file(file.pk) is None
    assert of(file).state == PaperState.DONE


def test_it_goes_while_it_is_printed(file, printer, tochigi):
    printer.while_at_work = lambda: actions.remove_file(file, by=tochigi)
    assert paper.print_file(file.pk) is None
    assert not File.objects.filter(pk=file.pk).exists()
    assert not Paper.objects.exists()


def test_its_pictures_are_named_and_go_with_it(file, printer, tochigi):
    paper.print_file(file.pk)
    keys = {key for row in PaperPage.objects.values_list("picture_key", "thumbnail_key") for key in row}
    assert len(keys) == 6
    assert orphans._named(keys) == keys
    actions.discard(file.edition, by=tochigi)
    housekeeping.empty_bin(now=clock.now() + timedelta(days=31))
    assert not PaperPage.objects.exists()
    assert orphans._named(keys) == set()


def test_the_next_edition_makes_its_own(tochigi, secretariat, printer):
    live = factories.make_live(tochigi, reviewer=secretariat)
    source = factories.first_file(live)
    File.objects.filter(pk=source.pk).update(kind="docx", name="通知.docx")
    paper.print_file(source.pk)
    edition = actions.start_revision(live, by=tochigi)
    (heir,) = actions.inherit_files(edition, by=tochigi)
    assert not Paper.objects.filter(file=heir).exists()
    assert of(source).pages_drawn == 3


@pytest.mark.skipif(office.find() is None, reason="missing: LibreOffice (tools/install_office.sh)")
def test_slides_come_out_of_a_real_one(tochigi, settings):
    """From upload to pictures, through gate, reader and worker."""
    settings.OFFICE = True
    upload = SimpleUploadedFile("説明.pptx", office_files.slides(2))
    edition = factories.make_draft(tochigi, files=[upload])
    file = edition.files.get()
    while waiting := DBTaskResult.objects.filter(
        task_path__in=["library.tasks.read_file", "library.tasks.print_file"]
    ).first():
        waiting.delete()
        import_string(waiting.task_path).call(*waiting.args_kwargs["args"])
    assert (of(file).state, of(file).page_count, of(file).pages_drawn) == (PaperState.DONE, 2, 2)
    page = of(file).pages.get(number=1)
    assert b"".join(vault().read(page.picture_key))[8:12] == b"WEBP"
    assert print_file.priority < read_file.priority
