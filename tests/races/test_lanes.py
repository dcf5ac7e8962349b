"""Workers look into the queue at the same moment: one of them gets a long task, whatever else they get."""

from functools import partial

import pytest
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.lanes import LONG
from jobs.worker import Worker
from tests.jobs.tasks_for_tests import count_up
from tests.races.together import raised, together

WORKERS, ROUNDS = 3, 10


@pytest.fixture
def workers() -> list[Worker]:
    given = {"queue_names": ["*"], "excluded_queue_names": [], "backend_name": "default", "max_tasks": None}
    return [
        Worker(interval=0, batch=True, startup_delay=False, worker_id=f"worker-{number}", **given)
        for number in range(WORKERS)
    ]


def test_one_long_task_at_a_time(workers, transactional_db):
    for _ in range(ROUNDS):
        DBTaskResult.objects.all().delete()
        for number in range(WORKERS):
            count_up.using(queue_name=LONG).enqueue(str(number))
        assert raised(together([partial(worker._claim) for worker in workers])) == []
        assert DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).count() == 1
