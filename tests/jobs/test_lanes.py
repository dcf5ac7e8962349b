"""Of what takes long, one runs at a time: the other workers stay free for the rest."""

import pytest
from django.db import connection
from django.tasks import TaskResultStatus
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from jobs.lanes import LONG
from posting.models import RateCounter
from tests.jobs.tasks_for_tests import count_up
from tests.jobs.test_jobs import beat, worker

pytestmark = pytest.mark.django_db
__all__ = ["worker"]


@pytest.fixture
def one_runs(worker):
    """Another worker, alive, has a long task in hands; another long one and a short one wait."""
    count_up.using(queue_name=LONG, priority=50).enqueue("in hands")
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["other"])
    beat("other")
    count_up.using(queue_name=LONG, priority=50).enqueue("long")
    count_up.enqueue("short")


def done() -> list[str]:
    return list(RateCounter.objects.order_by("pk").values_list("digest", flat=True))


def test_while_a_long_one_runs_others_are_done(one_runs, worker):
    worker.run()
    assert done() == ["short"]


def test_looking_for_another_takes_no_lock(one_runs, worker):
    worker.run()
    with CaptureQueriesContext(connection) as asked:
        assert worker._claim() is None
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


def test_when_it_has_ended_the_next_begins(one_runs, worker):
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.SUCCESSFUL)
    worker.run()
    assert done() == ["long", "short"]


def test_a_dead_worker_does_not_block_the_queue(one_runs, worker):
    beat("dead", ago=120)
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(worker_ids=["dead"])
    worker.run()
    assert sorted(done()) == ["in hands", "long", "short"]
