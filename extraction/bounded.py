"""Runs a program of this machine on what a stranger sent: without network and our environment, bounded, and ended.

It runs as the owner of its folder, who is another user where the portal is root.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path

from extraction.another_user import changing

MEMORY_BYTES = 3 * 1024**3
WALL_SECONDS, CPU_SECONDS = 120, 120
# Kilobytes, seconds, blocks of 512 bytes; then the program itself takes the shell's place.
_BOUNDED = (
    'ulimit -v "$1" && ulimit -t "$2" && ulimit -f "$3" && ulimit -n 256 && ulimit -c 0 && shift 3 || exit 1; '
    # Our end of the pipe closes when we end, however that comes: then the whole group goes.
    'exec 3<&0 </dev/null; ( read -r _ <&3; kill -KILL 0 ) & exec 3<&-; exec "$@"'
)


class TooLate(Exception):
    """It was stopped at the limit of time."""


class Isolation(Enum):
    """How a program is kept from the network: by a namespace of its own, where the system grants one."""

    PLAIN = ("unshare", "-n")
    AS_USER = ("unshare", "-rn")
    NONE = ()


@cache
def isolation() -> Isolation:
    """The first way that works here."""
    for way in (Isolation.PLAIN, Isolation.AS_USER):
        if shutil.which(way.value[0]) is None:
            continue
        done = subprocess.run([*way.value, "true"], env={"PATH": os.defpath}, capture_output=True, check=False)  # noqa: S603  our own words
        if done.returncode == 0:
            return way
    return Isolation.NONE


def run(
    program: Sequence[str],
    *,
    way: Isolation,
    folder: Path,
    environment: Mapping[str, str],
    seconds: int,
    output_bytes: int,
) -> None:
    """In a process group of its own, killed as a whole at the end, also when we are killed.

    What it says, also of its success, is not heard. No word of a stranger may be among those of `program`.
    Raises TooLate.
    """
    # A namespace of root's is left as root; in one of a user there is nobody else to become.
    apart = [*way.value, *changing(folder)] if way is Isolation.PLAIN else [*changing(folder), *way.value]
    bounds = [str(MEMORY_BYTES // 1024), str(CPU_SECONDS), str(output_bytes // 512)]
    child = subprocess.Popen(  # noqa: S603
        [*apart, "/bin/sh", "-c", _BOUNDED, "sh", *bounds, *program],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=dict(environment),
        start_new_session=True,
    )
    try:
        child.wait(timeout=min(WALL_SECONDS, seconds))
    except subprocess.TimeoutExpired as late:
        raise TooLate from late
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if child.stdin is not None:
            child.stdin.close()
