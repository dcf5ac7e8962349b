"""The process in which one file is opened: it reads a job and answers in JSON lines.

It goes apart and limits itself before it touches a file: another user where the portal is root; processor time, memory,
size of what it writes, files. Sockets are refused inside the interpreter; where the system grants a network namespace,
a hostile native library finds no network either.
"""

import ctypes
import json
import os
import resource
import signal
import sys

from extraction.another_user import become_owner_of
from extraction.limits import Limits
from extraction.work import answer

_OPEN_FILES = 256
_END_WITH_PARENT, _NO_NEW_RIGHTS = 1, 38  # PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET


def end_with(parent: int) -> None:
    """Be killed as soon as the process that started this one ends, however it ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it was gone before
        os._exit(1)


def go_apart(folder: str) -> None:
    """Leave the network, where the system grants it, and be the user to whom the folder was given."""
    is_alone = sys.platform == "linux" and _unshare(_NEW_NETWORK)  # as root, which it is not for long
    become_owner_of(folder)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
        if not is_alone:
            _unshare(_NEW_USER | _NEW_NETWORK)


def _unshare(what: int) -> bool:
    return bool(ctypes.CDLL(None).unshare(what) == 0)


def restrain(limits: Limits) -> None:
    """No more than this, until the process ends."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_bytes, limits.output_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse_sockets)


def _refuse_sockets(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")):
        raise PermissionError(event)


def work(parent: int) -> None:
    """One job, from standard input to standard output."""
    end_with(parent)
    with os.fdopen(os.dup(0), "rb") as told:
        job = json.loads(told.readline())
    limits = Limits(**job["limits"])
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)  # what a library prints is no answer
        restrain(limits)
        try:
            for line in answer(job, limits):
                answers.write(json.dumps(line) + "\n")
                answers.flush()
            answers.write('{"done": true}\n')
        except MemoryError:
            answers.write('{"failed": "memory"}\n')
