"""The index is killed while it changes places: who searches has one whole index, and what was closed is in none."""

import json
import os
import socket
import subprocess
import sys

import pytest

from tests.faults.site import ROOT, Site

pytestmark = [pytest.mark.faults]

BEFORE = """
from accounts.models import User
from library.models import Publication
from search.indexing import index, rebuilding
from search.models import Generation
from tests.search.live import make_found
by = User.objects.get(email="tochigi@example.jp")
for number in range(6):
    make_found(by, f"資料{number}", "防災計画の本文", f"防災計画の{number}ページ")
Generation.objects.update(tokens_version=0)
rebuilding.go_on()
for publication in Publication.objects.order_by("pk")[:4]:
    index.index(publication.pk)
"""
CLOSING = """
from accounts.models import User
from library import actions
from library.models import Publication, Visibility
from search.indexing import index
desk = User.objects.get(email="secretariat@example.jp")
rows = list(Publication.objects.order_by("pk"))
actions.withdraw(rows[0], by=desk, reason="見本の理由")
actions.narrow(rows[1], by=desk, visibility=Visibility.SECRETARIAT, reason="見本の理由")
for publication in rows:
    index.index(publication.pk)
"""
# What the worker does, by a clock that runs ahead, until statement N of it.
SWAP = """
import os, signal
from datetime import timedelta
import clock
from django.db import connection
from search.indexing import rebuilding
rebuilding._AT_ONCE = 3
ahead, number = timedelta(days={days}), iter(range({last}))
real = clock.now
clock.now = lambda: real() + ahead
def until(execute, *rest):
    if next(number, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(*rest)
with connection.execute_wrapper(until):
    rebuilding.go_on()
"""
FOUND = """
import json
from accounts.models import User
from library.models import Publication
from search.answers import results
from search.indexing import index, inspection
from search.models import Generation, SearchRow
people = [User.objects.get(email=f"{name}@example.jp") for name in ("kagawa", "secretariat")]
closed = list(Publication.objects.order_by("pk").values_list("pk", flat=True)[:2])
found = [results.find(person, "防災計画")[1] for person in people]
print(json.dumps({
    "publications": [sorted(each.publications) for each in found],
    "pages": [each.number_of_pages for each in found],
    "withdrawn rows": SearchRow.objects.filter(publication=closed[0]).count(),
    "sound": inspection.inspect().is_sound,
    "generations": Generation.objects.count(),
    "rows": SearchRow.objects.exclude(generation=index.generation()).count(),
}))
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Its data, without anybody who serves it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Site(tmp_path_factory.mktemp("site"), port)


def swap(portal: Site, *, days: int, last: int) -> bool:
    """True when it came to its end before it was killed."""
    code = SWAP.format(days=days, last=last)
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=portal.environment, capture_output=True, text=True, check=False)
    assert done.returncode in {0, -9}, done.stderr[-2000:]
    return done.returncode == 0


def test_one_whole_index_whenever_it_is_killed(portal):
    portal.ask(BEFORE)
    portal.ask(CLOSING)
    step = int(os.environ.get("STEP", "3"))
    for days in (0, 2):  # it takes its place; a day later the old one goes
        last = 1
        while True:
            is_done = swap(portal, days=days, last=last)
            state = json.loads(portal.ask(FOUND))
            assert state["publications"] == [[3, 4, 5, 6], [2, 3, 4, 5, 6]], (days, last)
            assert state["pages"] == [8, 10], (days, last)
            assert state["withdrawn rows"] == 0
            assert state["sound"]
            if is_done:
                break
            last += step
    assert (state["generations"], state["rows"]) == (1, 0)
