"""Children that run a program of a test's own instead of the reader, under the limits of a real one."""

import subprocess
import sys

import pytest

from extraction import runner
from extraction.limits import Limits

LIMITS = Limits(cpu_seconds=1, wall_seconds=20, memory_bytes=200_000_000, output_bytes=1_000_000)
RESTRAINED = """
import json, os, sys, time
from extraction.child import restrain
from extraction.limits import Limits
restrain(Limits(**json.loads(sys.stdin.readline())["limits"]))
def say(word):
    sys.stdout.write(json.dumps(word) + "\\n")
    sys.stdout.flush()
"""


@pytest.fixture
def child(monkeypatch):
    """Makes the next children run a program of ours instead of the reader; gives the list of those started."""
    started: list[subprocess.Popen] = []
    programs: list[str] = []
    original = subprocess.Popen

    def start(arguments, **options):
        program = programs[min(len(started), len(programs) - 1)]
        started.append(original([sys.executable, "-c", RESTRAINED + program], **options))
        return started[-1]

    monkeypatch.setattr(runner.subprocess, "Popen", start)
    return started, programs
