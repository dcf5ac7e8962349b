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
INNER = """
import os, sys, time
from pathlib import Path
from extraction.child import end_with
end_with(int(sys.argv[1]))
Path("first").write_text(str(os.getpid()))
time.sleep(60)
"""
READER = f"""
import os, subprocess, sys
command = [sys.executable, "-c", {INNER!r}, str(os.getpid())]
subprocess.run(command, cwd=sys.argv[1], env={{"PYTHONPATH": os.getcwd()}}, start_new_session=True)
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
@pytest.mark.parametrize(("code", "notes"), [(PROGRAM, ("first", "second")), (READER, ("first",))])
def test_a_killed_worker_leaves_nobody_behind(tmp_path, code, notes):
    worker = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT)
    places = [tmp_path / name for name in notes]
    assert until(lambda: all(place.exists() and place.read_text().strip() for place in places))
    pids = [int(place.read_text()) for place in places]
    assert all(map(is_there, pids))
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    gone = until(lambda: not any(map(is_there, pids)))
    for pid in filter(is_there, pids):
        os.kill(pid, signal.SIGKILL)
    assert gone
