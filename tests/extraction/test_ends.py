"""Whoever is killed at work leaves nobody behind who goes on with a stranger's file."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extraction import runner

ROOT = Path(runner.__file__).resolve().parent.parent
PROGRAM = """
import sys
from pathlib import Path
from extraction.bounded import isolation, run
noted = "echo $$ > first; sleep 60 & echo $! > second; wait"
run(["/bin/sh", "-c", noted], way=isolation(), folder=Path(sys.argv[1]), environment={}, seconds=60, output_bytes=9999)
"""
READER = """
import sys
from pathlib import Path
from extraction import children, runner
from extraction.limits import Limits
children._SERVER = ("tests.hostile.forkserver", sys.argv[1] + "/programs")
list(runner.read(Path("mihon.pdf"), "pdf", 1, 1, Limits()))
"""
CHILD = """
for name, pid in (("first", os.getpid()), ("second", os.getppid())):
    with open(os.path.join({folder!r}, name), "w") as note:
        note.write(str(pid))
time.sleep(60)
"""


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(true, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not (done := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return done


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux about its processes")
@pytest.mark.parametrize("code", [PROGRAM, READER], ids=["program", "reader"])
def test_a_killed_worker_leaves_nobody_behind(shared_path, code):
    """Neither a program with what it began, nor a child with the server that forked it."""
    (shared_path / "programs").mkdir()
    (shared_path / "programs" / "only").write_text(CHILD.format(folder=str(shared_path)))
    worker = subprocess.Popen([sys.executable, "-c", code, str(shared_path)], cwd=ROOT)
    places = [shared_path / name for name in ("first", "second")]
    assert until(lambda: all(place.exists() and place.read_text().strip() for place in places))
    pids = [int(place.read_text()) for place in places]
    assert all(map(is_there, pids))
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    gone = until(lambda: not any(map(is_there, pids)))
    for pid in filter(is_there, pids):
        os.kill(pid, signal.SIGKILL)
    assert gone
