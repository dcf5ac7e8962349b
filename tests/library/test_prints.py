"""The pages that are shown are those of one print; what is cut off is said."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

import clock
from extraction import runner
from library import paper, prints
from library.models import File, Paper, PaperPage, PaperState
from library.storage import vault
from tests import factories
from tests.library.printer import of

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tochigi) -> File:
    edition = factories.make_draft(tochigi, files=[])
    return factories.keep_file(edition, "通知.docx", "見本の通知", by=tochigi, kind="docx")


def kept(file: File) -> list[str]:
    """Of each page that is shown, of which print it is."""
    keys = of(file).pages.order_by("number").values_list("picture_key", flat=True)
    return [b"".join(vault().read(key)).decode().removeprefix("RIFF....WEBP ") for key in keys]


@pytest.fixture
def failed(file, printer) -> File:
    """Printed twice, each time without its second page."""
    printer.bad = {2}
    while paper.print_file(file.pk):
        pass
    assert kept(file) == ["1 of print 2", "3 of print 2"]
    Paper.objects.filter(file=file).update(state=PaperState.WAITING, problem="")
    return file


def test_a_new_print_takes_the_place_of_the_old_in_one_stroke(failed, printer, monkeypatch):
    printer.bad, printer.pages, seen = set(), 4, []
    original = printer.draw

    def draw(*given: object, **_: float) -> Iterator[object]:
        for picture in original(*given):
            yield picture
            seen.append((kept(failed), of(failed).page_count))

    monkeypatch.setattr(runner, "draw", draw)
    assert paper.print_file(failed.pk) is None
    assert seen == [(["1 of print 2", "3 of print 2"], 3)] * 4, "until the last page of the new one is there"
    assert kept(failed) == [f"{number} of print 3" for number in (1, 2, 3, 4)]
    assert (of(failed).state, of(failed).page_count, of(failed).pages_drawn) == (PaperState.DONE, 4, 4)


def test_cut_off_in_the_middle_of_that_the_old_stays(failed, printer, monkeypatch):
    class Killed(BaseException):
        pass

    def write(*_: object) -> None:
        raise Killed

    printer.bad = set()
    monkeypatch.setattr(PaperPage.objects, "bulk_create", write)
    with pytest.raises(Killed):
        paper.print_file(failed.pk)
    assert kept(failed) == ["1 of print 2", "3 of print 2"]


@pytest.mark.parametrize("bad", [{1, 2}, {1, 2, 3}], ids=["one page", "no page"])
def test_of_a_new_print_with_fewer_pages_nothing_is_kept(failed, printer, bad):
    printer.bad = bad
    while paper.print_file(failed.pk):
        pass
    assert kept(failed) == ["1 of print 2", "3 of print 2"]
    assert (of(failed).state, of(failed).pages_drawn) == (PaperState.FAILED, 2)
    assert "1ページ目" in of(failed).problem


def test_what_a_killed_worker_left_is_not_gone_on_with(file, printer, monkeypatch):
    class Killed(BaseException):
        pass

    def draw(*given: object, **_: float) -> Iterator[object]:
        yield next(type(printer).draw(printer, *given))
        raise Killed

    monkeypatch.setattr(runner, "draw", draw)
    with pytest.raises(Killed):
        paper.print_file(file.pk)
    assert kept(file) == ["1 of print 1"]
    monkeypatch.setattr(runner, "draw", printer.draw)
    assert paper.print_file(file.pk, now=clock.now() + timedelta(hours=1)) is None
    assert kept(file) == [f"{number} of print 2" for number in (1, 2, 3)]


def test_who_was_too_slow_replaces_nothing(failed, printer, monkeypatch):
    """Somebody else took it over while the last page was drawn."""
    printer.bad = set()

    def draw(*given: object, **_: float) -> Iterator[object]:
        yield from type(printer).draw(printer, *given)
        Paper.objects.filter(file=failed).update(leased_until=clock.now() + timedelta(days=1))

    monkeypatch.setattr(runner, "draw", draw)
    assert paper.print_file(failed.pk) is None
    assert kept(failed) == ["1 of print 2", "3 of print 2"]
    assert of(failed).state == PaperState.WORKING


@pytest.mark.parametrize(("pages", "remark"), [(3, ""), (4, prints.CUT)], ids=["all", "cut"])
def test_of_a_long_file_the_first_pages_are_printed_and_that_is_said(file, printer, monkeypatch, pages, remark):
    monkeypatch.setattr(prints, "MOST_PAGES", 3)
    printer.pages = pages
    assert paper.print_file(file.pk) is None
    assert len(kept(file)) == 3
    made = of(file)
    assert (made.state, made.page_count, made.problem, made.remark) == (PaperState.DONE, 3, remark, remark)
    assert "最初の300ページだけ" in prints.CUT


def test_that_is_said_beside_a_failure_too(file, printer, monkeypatch):
    monkeypatch.setattr(prints, "MOST_PAGES", 3)
    printer.pages, printer.bad = 4, {2}
    while paper.print_file(file.pk):
        pass
    assert of(file).problem == f"2ページ目の画像を作れませんでした。{prints.CUT}"
    assert of(file).remark == ""
