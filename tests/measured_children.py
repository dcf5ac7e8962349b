"""For `make coverage` only: lets the children in which files are opened write down what they ran before they end.

In life a child gets no word of our environment and is killed when its answer is complete; here one that says it is done
may end by itself, and it stays our user, who can write that down. Its limits are those of life.
"""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from typing import IO

from extraction import another_user, children

_PATIENCE = 10.0
_start, _child = subprocess.Popen, children.child


def _start_measured(command: list[str], *, env: dict[str, str], **options: object) -> "subprocess.Popen[bytes]":
    told = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return _start(command, env={**env, **told}, **options)


@contextlib.contextmanager
def _measured_child(folder: str, said: IO[bytes]) -> Iterator[children.Child]:
    with _child(folder, said) as child:
        yield child
        child.line.settimeout(_PATIENCE)
        child.wait()


another_user.is_possible = lambda: False
children.child = _measured_child
children.subprocess = type(
    "Measured",
    (),
    {
        "Popen": staticmethod(_start_measured),
        "DEVNULL": subprocess.DEVNULL,
        "TimeoutExpired": subprocess.TimeoutExpired,
    },
)
