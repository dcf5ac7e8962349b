"""Children are begun by a server: whatever becomes of it, a job finds one."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from extraction import children, runner
from extraction.limits import Limits

LIMITS = Limits()


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "覚え.txt"
    path.write_text("見本の本文")
    return path


@pytest.fixture
def said(tmp_path):
    with (tmp_path / "said").open("w+b") as file:
        yield file


@pytest.fixture(autouse=True)
def alone():
    children.end()
    yield
    children.end()


def read(path) -> list[str]:
    return [page.text for page in runner.read(path, "text", 1, 1, LIMITS)]


def server() -> int:
    return children._known[-1].process.pid


def test_one_server_serves_all_that_ask_at_once(note):
    with ThreadPoolExecutor(12) as people:
        assert list(people.map(read, [note] * 60)) == [["見本の本文"]] * 60
    assert len(children._known) == 1


def test_the_next_job_begins_another_when_the_server_is_gone(note):
    read(note)
    before = server()
    os.kill(before, signal.SIGKILL)
    assert read(note) == ["見本の本文"]
    assert server() != before


def test_it_ends_when_nobody_asks_and_another_begins(note, monkeypatch, tmp_path, said):
    monkeypatch.setattr(children, "_SERVER", ("tests.hostile.forkserver", "--idle", "0.1", str(tmp_path)))
    folder = tmp_path / "extraction"
    folder.mkdir()
    with children.child(str(folder), said):
        before = children._known[-1].process
    before.wait(timeout=10)
    assert before.returncode == 0
    monkeypatch.undo()
    assert read(note) == ["見本の本文"]


def test_a_process_that_was_forked_from_ours_begins_its_own(note):
    read(note)
    children._known[-1] = replace(before := children._known[-1], owner=1)
    assert read(note) == ["見本の本文"]
    assert server() != before.process.pid
    assert before.process.wait(timeout=10) == 0  # here the line of both was one


def test_a_job_whose_server_dies_is_tried_once_more(note, monkeypatch):
    """Its child dies with the server; the file is not blamed."""
    begin, begun = children._begin, []

    def begin_and_lose(folder, said):
        begun.append(begin(folder, said))
        if len(begun) == 1:
            os.kill(server(), signal.SIGKILL)  # before its child is told its job
            children._known[-1].process.wait()
        return begun[-1]

    monkeypatch.setattr(children, "_begin", begin_and_lose)
    assert runner.judge(note, "覚え.txt", LIMITS).outcome == "readable"
    assert len(begun) == 2


def test_the_child_of_a_server_that_is_killed_is_gone(note, tmp_path, monkeypatch, said):
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "only").write_text("time.sleep(60)")
    monkeypatch.setattr(children, "_SERVER", ("tests.hostile.forkserver", str(tmp_path / "programs")))
    with children.child(str(tmp_path), said) as child:
        os.kill(server(), signal.SIGKILL)
        for _ in range(100):
            if not _runs(child.pid):
                break
            time.sleep(0.05)
        assert not _runs(child.pid)
        child.wait()
        assert child.returncode is None


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False


def test_how_it_ended_is_known(tmp_path, said):
    with children.child(str(tmp_path), said) as child:
        child.kill()
        child.wait()
        assert child.returncode == -signal.SIGKILL
        assert 0 < child.peak_bytes < 500_000_000
