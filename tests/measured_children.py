"""For `make coverage` only: lets the children in which files are opened write down what they ran before they end.

In life a child gets no word of our environment and is killed when its answer is complete; here one that says it is done
may end by itself. Its limits are those of life.
"""

import contextlib
import os
import subprocess
from collections.abc import Iterator

from extraction import runner

_PATIENCE = 10
_start, _kill = subprocess.Popen, runner._kill


def _start_measured(command: list[str], *, env: dict[str, str], **options: object) -> "subprocess.Popen[bytes]":
    told = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return _start(command, env={**env, **told}, **options)


@contextlib.contextmanager
def _measured_child(folder: str) -> Iterator["subprocess.Popen[bytes]"]:
    with _child(folder) as child:
        yield child
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=_PATIENCE)


_child = runner._child
runner._child = _measured_child
runner.subprocess = type(
    "Measured", (), {"Popen": staticmethod(_start_measured), "PIPE": subprocess.PIPE, "DEVNULL": subprocess.DEVNULL}
)
