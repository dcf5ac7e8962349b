"""Background tasks run twice, late, in another order, or after their object is gone: the same as once."""

import ast
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as real
from django.core import mail as django_mail
from django.test import Client

import clock
from audit import chain
from audit.models import Event, Reading
from audit.verbs import Verb
from discussion.models import Attachment
from extraction import bounded, ocr, office, runner
from library import actions, housekeeping
from library.models import Edition, File, Orphan, Page, Publication
from library.storage import local, vault
from mail.models import Letter
from posting.models import OneTimeKey
from posting.once import fresh_key
from tests import factories
from tests.jobs import chores as portal
from tests.jobs.chores import CHANGING, NOW, PAGES, TASKS, Chores, everything, run, shuffled, undone

SEEDS = (47, 1871, 2024)
LATE = NOW + timedelta(days=40)
IN_TIME_AND_LATE = pytest.mark.parametrize("moment", [NOW, LATE], ids=["in time", "late"])


@pytest.fixture
def clock_at(monkeypatch) -> Callable:
    def set_clock(moment) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_clock


@pytest.fixture
def children(monkeypatch) -> portal.Children:
    made = portal.Children()
    for name in ("judge_many", "read", "outline", "draw", "count", "scan"):
        monkeypatch.setattr(runner, name, getattr(made, name))
    monkeypatch.setattr(office, "path", lambda: "soffice")
    monkeypatch.setattr(office, "find", lambda: office.Office("soffice", bounded.Isolation.NONE))
    monkeypatch.setattr(office, "to_pdf", made.to_pdf)
    monkeypatch.setattr(ocr, "path", lambda: "tesseract")
    monkeypatch.setattr(ocr, "recognise", made.recognise)
    return made


@pytest.fixture
def chores(tochigi, settings, tmp_path, monkeypatch, children, clock_at) -> Chores:
    """A vault and a place for passing files of its own, for the tasks look at all that lies there."""
    clock_at(NOW)
    settings.DATA_DIR = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    settings.OFFICE = settings.OCR = True
    monkeypatch.setattr("library.storage.default_storage", local.FolderVault())
    return Chores(tochigi)


def tasks_of_the_project() -> set[str]:
    """What carries `@task`, by its dotted path."""
    found = set()
    folders = [folder for folder in real.BASE_DIR.iterdir() if (folder / "__init__.py").exists()]
    for path in [path for folder in folders if folder.name != "tests" for path in folder.rglob("*.py")]:
        place = path.relative_to(real.BASE_DIR)
        if "@task" not in path.read_text():
            continue
        for thing in ast.walk(ast.parse(path.read_text())):
            if isinstance(thing, ast.FunctionDef) and any("task" in ast.dump(mark) for mark in thing.decorator_list):
                found.add(".".join([*place.with_suffix("").parts, thing.name]))
    return found


def test_every_task_is_tried_here():
    assert set(TASKS) == tasks_of_the_project()


@IN_TIME_AND_LATE
@pytest.mark.parametrize("name", TASKS)
def test_three_times_is_once(chores, clock_at, name, moment):
    before = everything()
    clock_at(moment)
    with undone():
        run([name], chores)
        once, sent = everything(), len(django_mail.outbox)
    assert once != before, "a task that has nothing to do proves nothing"
    django_mail.outbox.clear()
    run([name] * 3, chores)
    assert everything() == once
    assert len(django_mail.outbox) == sent


@IN_TIME_AND_LATE
def test_any_order_is_one_order(chores, clock_at, moment):
    clock_at(moment)
    with undone():
        run(CHANGING, chores)
        once = everything()
    for seed in SEEDS:
        with undone():
            django_mail.outbox.clear()
            run(shuffled(seed), chores)
            assert everything() == once, f"seed {seed}"
            # The letter, and that of the notice; what waited for very long is not mailed any more.
            assert len(django_mail.outbox) == (2 if moment == NOW else 1)
            assert list(chain.faults()) == []


def test_all_is_done_in_the_end(chores):
    """What the comparisons above compare is the work itself."""
    run(shuffled(SEEDS[0]), chores)
    unread, unchecked = File.objects.get(pk=chores.unread.pk), File.objects.get(pk=chores.unchecked.pk)
    assert (unread.reading, unread.pages_read, unread.pages_drawn) == ("done", PAGES, PAGES)
    assert (unchecked.gate, unchecked.reading, unchecked.pages_read) == ("taken", "done", 1)
    assert not Edition.objects.filter(pk=chores.binned.pk).exists()
    assert not Publication.objects.filter(pk=chores.thrown_away.pk).exists()
    assert Event.objects.filter(verb=Verb.VIEW).count() == 3
    assert Letter.objects.count() == Letter.objects.filter(sent_at__isnull=False).count() == 2
    assert OneTimeKey.objects.count() == 1
    assert [(each.pk, each.gate) for each in Attachment.objects.all()] == [(chores.unjudged.pk, "taken")]
    # the draft's, the erased one's, the new, two that came with comments, pictures and prints
    assert len(portal.bytes_kept()) == 6 + 1 + 1 + 2 + 4 * PAGES


# --- Its object is gone ---------------------------------------------------------------------------------------------


def remove_file(chores: Chores) -> None:
    for file in chores.draft.files.all():
        actions.remove_file(file, by=chores.officer)


def discard(chores: Chores) -> None:
    actions.discard(chores.draft, by=chores.officer)


def erase(chores: Chores) -> None:
    discard(chores)
    housekeeping.empty_bin(now=NOW + timedelta(days=31))


def lose_bytes(chores: Chores) -> None:
    for file in chores.draft.files.all():
        vault().delete(file.key)


def erase_with_its_bytes(chores: Chores) -> None:
    lose_bytes(chores)
    erase(chores)


def tear_up_letter(_chores: Chores) -> None:
    Letter.objects.all().delete()


def erase_what_was_read(_chores: Chores) -> None:
    housekeeping.empty_bin(now=NOW)


def take_down(chores: Chores) -> None:
    Publication.objects.filter(pk=chores.live.pk).update(state="unpublished", live_edition=None)
    chores.live.editions.all().delete()
    Publication.objects.filter(pk=chores.live.pk).delete()


def forget_readings(_chores: Chores) -> None:
    Reading.objects.all().delete()


OF_FILES = [remove_file, discard, erase, lose_bytes, erase_with_its_bytes]
GONE = [
    *(
        (name, way)
        for name in (
            "library.tasks.check_file",
            "library.tasks.read_file",
            "library.tasks.print_file",
            "library.tasks.recognise_file",
        )
        for way in OF_FILES
    ),
    *(("library.tasks.resume_reading", way) for way in OF_FILES),
    ("library.tasks.sweep_files", lose_bytes),
    ("library.tasks.sweep_files", erase),
    ("library.tasks.empty_bin", erase_what_was_read),
    ("search.tasks.index_publication", take_down),
    ("search.tasks.say_again", take_down),
    ("search.tasks.catch_up", take_down),
    ("mail.tasks.deliver", tear_up_letter),
    ("notices.tasks.tell", take_down),
    ("audit.tasks.fold_readings", erase_what_was_read),
    ("audit.tasks.fold_readings", forget_readings),
]


@pytest.mark.parametrize(("name", "way"), GONE, ids=lambda part: getattr(part, "__name__", part))
def test_after_its_object_is_gone(chores, name, way):
    way(chores)
    portal.drain()
    with undone():
        run([name], chores)
        once = everything()
    run([name] * 3, chores)
    assert everything() == once
    assert django_mail.outbox == []
    assert list(chain.faults()) == []


@pytest.mark.parametrize("way", [remove_file, erase])
@pytest.mark.parametrize(
    "name",
    [
        "library.tasks.check_file",
        "library.tasks.read_file",
        "library.tasks.print_file",
        "library.tasks.recognise_file",
        "library.tasks.resume_reading",
    ],
)
def test_nothing_is_done_for_a_file_that_is_gone(chores, name, way):
    way(chores)
    before = everything()
    run([name] * 3, chores)
    assert everything() == before


def test_bytes_that_are_lost_are_said_to_be_lost(chores):
    lose_bytes(chores)
    run(["library.tasks.resume_reading"], chores)
    unread, unchecked = File.objects.get(pk=chores.unread.pk), File.objects.get(pk=chores.unchecked.pk)
    assert (unread.gate, unread.reading) == ("taken", "failed")
    assert "事務局に連絡" in unread.reading_problem
    assert (unchecked.gate, unchecked.key) == ("refused", "")
    assert "もう一度" in unchecked.gate_message


@pytest.mark.parametrize("way", [remove_file, erase])
@pytest.mark.parametrize("work", ["judge", "read", "draw"])
def test_it_goes_while_a_child_works_on_it(chores, children, work, way):
    """The task ends well: there is nothing to try again."""
    children.while_at_work[work] = lambda: way(chores)
    run(["library.tasks.check_file" if work == "judge" else "library.tasks.read_file"], chores)
    assert children.while_at_work == {}
    assert not chores.draft.files.exists()
    assert not Page.objects.filter(file=chores.unread).exists()


def test_a_file_taken_off_while_it_is_checked_does_not_hurt_its_sender(chores, children):
    client = Client()
    client.force_login(chores.officer)
    children.while_at_work["judge"] = lambda: remove_file(chores)
    files = [factories.text_upload("もう一つ.txt"), factories.text_upload("さらに.txt", "別の文章\n")]
    sent = {"once": fresh_key(), "files": files}
    answer = client.post(f"/submit/{chores.draft.pk}/files/", sent)
    assert answer.status_code == 302
    assert not chores.draft.files.exists()


def test_two_sweep_at_once(chores, monkeypatch):
    """What one has listed, the other has deleted."""
    keys = [portal.put_unnamed(b"see", at=portal.LONG_AGO) for _ in range(3)]
    Orphan.objects.bulk_create([Orphan(key=key, seen_at=portal.LONG_AGO) for key in keys])
    delete = vault().delete

    def delete_all(_key: str) -> None:
        for key in keys:
            delete(key)

    monkeypatch.setattr(vault(), "delete", delete_all)
    run(["library.tasks.sweep_files"], chores)
    assert not set(keys) & set(portal.bytes_kept())
