"""The server of children in which a program of the test stands for the reader: `… [--idle SECONDS] FOLDER SOCKET`.

The folder holds programs by number; each child takes the first and leaves the last for those that follow.
"""

import json
import os
import sys
import time
from pathlib import Path

from extraction import child, forkserver
from extraction.limits import Limits

WORDS = {"json": json, "os": os, "sys": sys, "time": time}


def say(word: object) -> None:
    sys.stdout.write(json.dumps(word) + "\n")
    sys.stdout.flush()


def work(parent: int) -> None:
    child.end_with(parent)
    program = _next(Path(sys.argv[-2]))
    child.restrain(Limits(**json.loads(sys.stdin.readline())["limits"]))
    try:
        exec(program, {**WORDS, "say": say})  # noqa: S102  a test's own words
    finally:
        sys.stdout.flush()


def _next(folder: Path) -> str:
    first, *others = sorted(folder.iterdir())
    program = first.read_text()
    if others:
        first.unlink()
    return program


if __name__ == "__main__":
    child.work = work
    if "--idle" in sys.argv:
        forkserver._IDLE_SECONDS = float(sys.argv[sys.argv.index("--idle") + 1])
    forkserver.serve()
