"""Retry, sweep, schedule: what makes background work survive its workers."""

import socket
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import jobs.worker
from jobs import retry, schedule
from jobs.models import Due, Heartbeat
from jobs.worker import Worker
from posting.models import RateCounter
from tests.jobs.tasks_for_tests import always_fails, count_up

pytestmark = pytest.mark.django_db
COUNT_UP = "tests.jobs.tasks_for_tests.count_up"


@pytest.fixture
def worker(settings, transactional_db) -> Worker:
    """Closes old connections as it does in life, so it needs a database that is not inside a test's transaction."""
    settings.JOBS_SCHEDULE = {}
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tester",
        excluded_queue_names=[],
    )


def test_a_batch_worker_does_what_waits(worker):
    count_up.enqueue("a")
    count_up.enqueue("a")
    worker.run()
    assert RateCounter.objects.get(digest="a").count == 2


def test_more_urgent_tasks_come_first(worker):
    count_up.using(priority=-10).enqueue("late")
    count_up.using(priority=10).enqueue("early")
    worker.run()
    assert list(RateCounter.objects.order_by("id").values_list("digest", flat=True)) == ["early", "late"]


def test_a_failing_task_waits_longer_each_time_and_is_given_up(worker):
    always_fails.enqueue()
    waits = []
    for _ in range(retry.MOST_TRIES):
        DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        worker.run()
        result = DBTaskResult.objects.get()
        waits.append((result.run_after - timezone.now()).total_seconds())
    assert result.status == TaskResultStatus.FAILED
    assert [round(wait, -1) for wait in waits[:4]] == [10, 40, 160, 640]


def running(worker_id: str, tries: int = 1) -> DBTaskResult:
    count_up.enqueue("x")
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, worker_ids=[worker_id] * tries, started_at=timezone.now()
    )
    return DBTaskResult.objects.get()


def beat(worker_id: str, *, host: str = "elsewhere", process: int = 1, ago: int = 0) -> None:
    Heartbeat.objects.create(
        worker_id=worker_id, host=host, process=process, seen_at=timezone.now() - timedelta(seconds=ago)
    )


def status() -> str:
    return DBTaskResult.objects.get().status


def test_the_task_of_a_living_worker_is_left_alone():
    running("alive")
    beat("alive")
    assert retry.sweep(now=timezone.now()) == 0
    assert status() == TaskResultStatus.RUNNING


def test_the_task_of_a_silent_worker_is_taken_up_once():
    running("silent")
    beat("silent", ago=120)
    assert retry.sweep(now=timezone.now()) == 1
    assert status() == TaskResultStatus.READY
    assert retry.sweep(now=timezone.now()) == 0


def test_a_dead_process_of_this_machine_needs_no_waiting():
    running("killed")
    beat("killed", host=socket.gethostname(), process=2**22 + 1)
    assert retry.sweep(now=timezone.now()) == 1


def test_a_task_that_kills_every_worker_is_given_up():
    running("silent", tries=retry.MOST_TRIES)
    beat("silent", ago=120)
    retry.sweep(now=timezone.now())
    assert status() == TaskResultStatus.FAILED


def test_a_due_task_is_enqueued_once_per_period(settings):
    settings.JOBS_SCHEDULE = {"tests.jobs.test_jobs.plain": 60}
    now = timezone.now()
    assert [schedule.enqueue_due(now=now) for _ in range(3)] == [1, 0, 0]
    assert schedule.enqueue_due(now=now + timedelta(seconds=61)) == 1
    assert Due.objects.count() == 1


def test_every_scheduled_task_exists(settings):
    from django.tasks import Task
    from django.utils.module_loading import import_string

    for path in settings.JOBS_SCHEDULE:
        assert isinstance(import_string(path), Task)


def test_finished_tasks_are_pruned(worker):
    count_up.enqueue("a")
    worker.run()
    assert retry.prune(now=timezone.now()) == 0
    assert retry.prune(now=timezone.now() + timedelta(days=8)) == 1


class plain:  # noqa: N801
    """Stands in for a task in the schedule: counts how often it is enqueued."""

    @staticmethod
    def enqueue() -> None:
        count_up.enqueue("scheduled")


def test_the_command_does_what_waits_and_ends(transactional_db, settings, monkeypatch):
    settings.JOBS_SCHEDULE = {}
    monkeypatch.setattr(Worker, "configure_signals", lambda _: None)  # they are the test runner's here
    count_up.enqueue("a")
    call_command("worker", once=True)
    assert RateCounter.objects.get(digest="a").count == 1
    assert Heartbeat.objects.count() == 1


def until_idle(worker: Worker, monkeypatch) -> None:
    """Runs as a worker that stays runs, until it has nothing to do."""

    def stop(_seconds: float) -> None:
        worker.running = False

    worker.batch = False
    monkeypatch.setattr(jobs.worker, "BEAT_SECONDS", 3600)
    monkeypatch.setattr(Worker, "_beat_for_ever", lambda _: None)
    monkeypatch.setattr(jobs.worker.time, "sleep", stop)
    worker.run()


def test_a_worker_takes_up_what_a_dead_one_left(worker, monkeypatch, caplog):
    running("silent")
    beat("silent", ago=120)
    until_idle(worker, monkeypatch)
    assert status() == TaskResultStatus.SUCCESSFUL
    assert "1 tasks of dead workers taken up" in caplog.text


def test_a_database_that_is_busy_is_asked_again(worker, monkeypatch):
    """Somebody else writes: no reason to end."""
    count_up.enqueue("a")
    busy = [OperationalError("database is locked")] * 2

    def sometimes(act):
        def answer(*arguments, **words):
            if busy:
                raise busy.pop()
            return act(*arguments, **words)

        return answer

    monkeypatch.setattr(schedule, "enqueue_due", sometimes(schedule.enqueue_due))
    monkeypatch.setattr(DBTaskResult, "claim", sometimes(DBTaskResult.claim))
    monkeypatch.setattr(jobs.worker, "is_locked_database_exception", lambda problem: "locked" in str(problem))
    worker.run()
    worker.run()
    assert busy == []
    assert RateCounter.objects.get(digest="a").count == 1


@pytest.mark.parametrize("where", ["enqueue_due", "claim"])
def test_a_database_that_is_gone_ends_the_worker(worker, monkeypatch, where):
    """It is started again by the one that runs it."""

    def gone(*_arguments, **_words):
        raise OperationalError("the server closed the connection unexpectedly")

    count_up.enqueue("a")
    monkeypatch.setattr(schedule if where == "enqueue_due" else DBTaskResult, where, gone)
    with pytest.raises(OperationalError):
        worker.run()


def test_signs_of_life_go_on_over_a_busy_database(worker, monkeypatch):
    """The thread of its own, run here by hand: one sign fails, the next is written, then the worker ends."""
    worker._beat()
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    write, turns = worker._beat, iter(["no", "yes", "end"])

    def sign() -> None:
        turn = next(turns)
        if turn == "no":
            raise OperationalError("database is locked")
        write()
        worker.running = turn != "end"

    monkeypatch.setattr(worker, "_beat", sign)
    monkeypatch.setattr(jobs.worker.time, "sleep", lambda _: None)
    worker._beat_for_ever()
    assert Heartbeat.objects.get().seen_at > timezone.now() - timedelta(minutes=1)


@pytest.mark.parametrize(("problem", "lives"), [(ProcessLookupError, False), (PermissionError, True), (None, True)])
def test_who_lives_on_this_machine(monkeypatch, problem, lives):
    def kill(_process: int, _signal: int) -> None:
        if problem:
            raise problem

    monkeypatch.setattr(retry.os, "kill", kill)
    beat("here", host=socket.gethostname())
    assert retry.dead_workers(now=timezone.now()) == ([] if lives else ["here"])
