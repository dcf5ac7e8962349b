"""A worker reads what somebody takes off its draft at the same moment: either has it all, and nobody is hurt."""

import time
from functools import partial

import pytest

from audit.chain import faults
from extraction import runner
from extraction.gate import READABLE, Verdict
from jobs.waiting import waiting
from library import actions, reading
from library.models import File, Page
from library.tasks import check_file, read_file
from tests import factories
from tests.jobs.chores import Children
from tests.races.together import raised, together

PAGES, ROUNDS = 90, 5


@pytest.fixture
def unread(officers, monkeypatch):
    """Makes a file that waits to be read; what its child would say is known."""
    children = Children()
    monkeypatch.setattr(runner, "read", children.read)
    monkeypatch.setattr(runner, "draw", children.draw)
    monkeypatch.setattr(reading, "BATCH", 5)

    def make() -> File:
        draft = factories.make_draft(officers[0], files=[])
        file = factories.keep_file(draft, "見本.txt", "見本", by=officers[0])
        file.pages.all().delete()
        File.objects.filter(pk=file.pk).update(reading="waiting", page_count=PAGES, pages_read=0)
        return file

    return make


def test_two_workers_judge_a_file_once(officers, monkeypatch):
    """As when the sweep finds one whose judging takes long."""
    asked: list[int] = []

    def judge_many(files, _limits, *, seconds):
        assert seconds > 0
        asked.append(len(files))
        time.sleep(0.3)
        return [Verdict(READABLE, "text", 1) for _ in files]

    monkeypatch.setattr(runner, "judge_many", judge_many)
    draft = factories.make_draft(officers[0], files=[])
    for _ in range(ROUNDS):
        file = actions.add_file(draft, factories.text_upload(), by=officers[0])
        asked.clear()
        assert raised(together([partial(check_file.call, file.pk)] * 2)) == []
        assert asked == [1]
        file.refresh_from_db()
        assert (file.gate, file.leased_until) == ("taken", None)
        assert len([one for one in waiting(read_file) if one == file.pk]) == 1


def read_all(file: File) -> None:
    while reading.take_turn(file.pk):
        pass


def test_a_file_is_taken_off_while_its_pages_are_kept(unread, officers):
    for round_ in range(ROUNDS):
        file = unread()

        def remove(file: File = file, wait: float = round_ * 0.02) -> None:
            time.sleep(wait)
            actions.remove_file(file, by=officers[0])

        assert raised(together([partial(read_all, file), remove])) == []
        assert not File.objects.filter(pk=file.pk).exists()
        assert not Page.objects.filter(file_id=file.pk).exists()
    assert list(faults()) == []
