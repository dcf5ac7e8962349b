"""The worker's slices: their order, what a failure costs, and that every file comes to an end."""

from datetime import UTC, datetime, timedelta

import pytest

from extraction import runner
from extraction.pages import PageContent
from extraction.runner import ChildFailed, Reason
from library import actions, reading
from library.models import File, FileGate, Reading
from library.storage import vault
from library.tasks import read_file
from tests import factories

pytestmark = pytest.mark.django_db
MOST_TURNS = 60


@pytest.fixture
def pdf(tochigi) -> File:
    upload = factories.pdf_upload(pages=tuple(f"見本の{number}枚目" for number in range(1, 13)))
    edition = factories.make_draft(tochigi, files=[upload])
    return File.objects.get(edition=edition)


def read_to_the_end(file: File) -> int:
    """How many turns it took."""
    for turns in range(1, MOST_TURNS):
        if not reading.take_turn(file.pk):
            file.refresh_from_db()
            return turns
    raise AssertionError("it never ends")


@pytest.fixture
def children(monkeypatch):
    """What children were asked, in order; `fails` says which pages bring one down."""
    asked: list[tuple[str, list[int]]] = []
    fails: dict[str, set[int]] = {"read": set(), "draw": set(), "skip": set()}
    reason = [Reason.CRASH]

    def read(path, kind, first, last, limits):
        asked.append(("read", [first, last]))
        for number in range(first, last + 1):
            if number in fails["read"]:
                raise ChildFailed(reason[0])
            if number not in fails["skip"]:
                yield PageContent(number=number, raw=f"{number}枚目", text=f"{number}枚目")

    def draw(path, kind, pages, folder, limits):
        asked.append(("draw", list(pages)))
        for number in pages:
            if number in fails["draw"]:
                raise ChildFailed(reason[0])
            picture = runner.Picture(number, 100, 140)
            for name in picture.names:
                (folder / name).write_bytes(b"RIFF....WEBP")
            yield picture

    monkeypatch.setattr(runner, "read", read)
    monkeypatch.setattr(runner, "draw", draw)
    return asked, fails, reason


def test_page_1_with_its_picture_then_all_text_then_the_other_pictures(pdf, children, monkeypatch):
    asked, *_ = children
    monkeypatch.setattr(reading, "PICTURE_SLICE", 8)
    read_to_the_end(pdf)
    assert asked == [
        ("read", [1, 1]), ("draw", [1]), ("read", [2, 12]),
        ("draw", list(range(2, 10))), ("draw", [10, 11, 12]),
    ]  # fmt: skip
    assert pdf.reading == Reading.DONE
    assert (pdf.pages_read, pdf.pages_drawn, pdf.reading_problem) == (12, 12, "")


@pytest.mark.parametrize("what", ["read", "draw", "skip"])
def test_a_bad_page_costs_no_other_page(pdf, children, what):
    _, fails, _ = children
    fails[what] = {1, 7}
    read_to_the_end(pdf)
    assert pdf.reading == Reading.PARTIAL
    bad = set(pdf.pages.exclude(problem="").values_list("number", flat=True))
    assert bad == {1, 7}
    assert pdf.pages.exclude(raw="").count() == (12 if what == "draw" else 10)
    assert pdf.pages.exclude(picture_key="").count() == 10
    assert "目：" in pdf.reading_problem


def test_a_page_that_fails_once_is_read_in_the_end(pdf, children):
    _, fails, _ = children
    fails["read"] = {7}
    while not File.objects.get(pk=pdf.pk).reading_tries:
        reading.take_turn(pdf.pk)
    fails["read"] = set()
    read_to_the_end(pdf)
    assert (pdf.reading, pdf.pages.count(), pdf.reading_problem) == (Reading.DONE, 12, "")


@pytest.mark.parametrize("reason", list(Reason))
def test_a_file_in_which_every_page_fails_is_given_up(pdf, children, reason):
    asked, fails, reasons = children
    fails["read"], reasons[0] = set(range(1, 13)), reason
    read_to_the_end(pdf)
    assert pdf.reading == Reading.FAILED
    assert reason.value in pdf.reading_problem
    assert len(asked) <= reading.MOST_TRIES * reading.MOST_BAD_PAGES


def test_a_child_that_ends_well_but_says_nothing_is_given_up(pdf, children):
    _, fails, _ = children
    fails["skip"] = set(range(1, 13))
    read_to_the_end(pdf)
    assert pdf.reading == Reading.FAILED


def test_reading_again_takes_up_what_was_passed_over(pdf, children, tochigi):
    _, fails, _ = children
    fails["read"], fails["draw"] = {3}, {5}
    read_to_the_end(pdf)
    fails["read"], fails["draw"] = set(), set()
    actions.retry_reading(pdf, by=tochigi)
    read_to_the_end(pdf)
    assert (pdf.reading, pdf.pages_read, pdf.pages_drawn) == (Reading.DONE, 12, 12)
    assert not pdf.pages.exclude(problem="").exists()


def test_while_one_worker_holds_it_no_other_does(pdf, children):
    asked, *_ = children
    soon = datetime.now(UTC) + timedelta(minutes=5)
    File.objects.filter(pk=pdf.pk).update(leased_until=soon)
    assert not reading.take_turn(pdf.pk)
    assert asked == []
    assert reading.take_turn(pdf.pk, now=soon + timedelta(seconds=1))


@pytest.mark.parametrize("hurt", ["gone", "changed"])
def test_bytes_that_are_not_those_that_were_kept_are_not_read(pdf, children, hurt, settings):
    asked, *_ = children
    path = settings.DATA_DIR / "files" / pdf.key
    if hurt == "gone":
        vault().delete(pdf.key)
    else:
        path.write_bytes(factories.pdf_upload(pages=("別の中身",)).read())
    assert not reading.take_turn(pdf.pk)
    pdf.refresh_from_db()
    assert (pdf.reading, asked) == (Reading.FAILED, [])
    assert "事務局に連絡" in pdf.reading_problem


def test_what_the_child_gives_up_alone_is_seen_by_the_reader(client, pdf, children, tochigi, secretariat):
    _, fails, _ = children
    fails["read"], fails["draw"] = {3}, {5}
    read_to_the_end(pdf)
    actions.publish(actions.submit(pdf.edition, by=tochigi, declared=True), by=secretariat, visibility=1)
    client.force_login(tochigi)
    address = f"/guidelines/{pdf.edition.publication_id}/"
    assert "このページは読み取れませんでした" in client.get(address, {"page": 3}).content.decode()
    page = client.get(address, {"page": 5}).content.decode()
    assert "このページの画像は作れませんでした" in page
    assert "5枚目" in page


def test_the_real_child_stopped_by_its_limits_is_a_normal_end(pdf, settings):
    """Too little memory for a page: said in the row, nothing raised, the task done."""
    settings.LIMITS = settings.LIMITS.__class__(child_memory_bytes=30_000_000)
    for _ in range(MOST_TURNS):
        read_file.call(pdf.pk)
    pdf.refresh_from_db()
    assert pdf.gate == FileGate.TAKEN
    assert pdf.reading == Reading.FAILED
    assert pdf.reading_problem
