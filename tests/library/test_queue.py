"""Each file stands in the queue at most once, and what fell out of it is taken up."""

from datetime import timedelta

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import clock
from accounts.models import User
from library import actions, gate, housekeeping, reading
from library.models import Edition, File, FileGate, Reading
from library.tasks import check_file, read_file, resume_reading
from tests import factories

pytestmark = pytest.mark.django_db
READ, CHECK = "library.tasks.read_file", "library.tasks.check_file"


@pytest.fixture
def edition(tochigi: User) -> Edition:
    edition = factories.make_draft(tochigi)
    for number in range(4):
        factories.keep_file(edition, f"{number}.txt", "見本", by=tochigi)
    long_ago = clock.now() - timedelta(hours=1)
    edition.files.update(reading=Reading.WAITING, uploaded_at=long_ago)
    return edition


def queued(path: str) -> list[int]:
    rows = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
    return sorted(row.args_kwargs["args"][0] for row in rows)


def test_sweeps_do_not_pile_up_tasks(edition):
    for _ in range(10):
        resume_reading.call()
    assert queued(READ) == sorted(edition.files.values_list("pk", flat=True))


def test_what_is_in_quarantine_is_queued_once(edition):
    edition.files.update(gate=FileGate.CHECKING, key="")
    for _ in range(10):
        resume_reading.call()
    assert queued(CHECK) == sorted(edition.files.values_list("pk", flat=True))


def test_more_files_than_one_look_takes_do_not_hide_the_rest(edition, monkeypatch):
    """The ones that wait in the queue already are not looked at again."""
    monkeypatch.setattr(housekeeping, "_AT_ONCE", 2)
    for _ in range(3):
        resume_reading.call()
    assert len(queued(READ)) == len(set(queued(READ))) == 5


def test_a_place_that_was_lost_is_given_again(edition):
    resume_reading.call()
    lost = DBTaskResult.objects.filter(task_path=READ)[:3]
    lost[0].delete()
    DBTaskResult.objects.filter(pk=lost[1].pk).update(status=TaskResultStatus.RUNNING)  # its worker is gone
    DBTaskResult.objects.filter(pk=lost[2].pk).update(status=TaskResultStatus.FAILED)
    resume_reading.call()
    assert queued(READ) == sorted(edition.files.values_list("pk", flat=True))


def test_two_places_of_one_file_become_one(edition, monkeypatch):
    monkeypatch.setattr(reading, "take_turn", lambda _: True)
    file = edition.files.order_by("pk")[0]
    read_file.enqueue(file.pk)
    read_file.call(file.pk)  # the other one, while this one waits
    assert queued(READ) == [file.pk]


def test_the_net_under_the_web_process_waits_a_minute(edition, tochigi):
    file = actions.add_file(edition, factories.text_upload(), by=tochigi)
    [net] = DBTaskResult.objects.filter(task_path=CHECK)
    assert timedelta(seconds=50) < net.run_after - timezone.now() <= timedelta(minutes=1)
    assert net.args_kwargs["args"] == [file.pk]


def test_two_judges_decide_once(edition, tochigi):
    file = actions.add_file(edition, factories.text_upload(), by=tochigi)
    web = File.objects.get(pk=file.pk)
    check_file.call(file.pk)
    gate.judge([web], when_taken=read_file.enqueue)
    assert web.gate == FileGate.TAKEN
    assert queued(READ) == [file.pk]
