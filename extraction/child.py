"""The process in which files are opened: `python -m extraction.child` reads a job and answers in JSON lines.

It limits itself before it touches a file: processor time, memory, size of what it writes, files. Sockets are refused
inside the interpreter; where the system grants a network namespace, a hostile native library finds no network either.
"""

import base64
import ctypes
import json
import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from extraction.kinds import BY_NAME
from extraction.limits import Limits
from extraction.pages import SCAN, Picture

_OPEN_FILES = 256
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET
type Answer = dict[str, Any]


def restrain(limits: Limits) -> None:
    """No more than this, until the process ends."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_bytes, limits.output_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _leave_the_network()
    sys.addaudithook(_refuse_sockets)


def _leave_the_network() -> None:
    """Into a namespace without any, as root or as a user; where neither is granted, all else still holds (Linux)."""
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        if system.unshare(_NEW_NETWORK) != 0:
            system.unshare(_NEW_USER | _NEW_NETWORK)


def _refuse_sockets(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")):
        raise PermissionError(event)


def answer(job: Answer, limits: Limits) -> Iterator[Answer]:
    """Do one job: {"do": "judge", "files": [[path, name]]}, "count", "read", "outline", "draw" or "scan"."""
    if job["do"] == "judge":
        from extraction.gate import judge  # noqa: PLC0415  each job loads only what it needs

        for path, name in job["files"]:
            yield judge(Path(path), name, limits).as_dict()
    elif job["do"] == "read":
        reader = import_module(BY_NAME[job["kind"]].module)
        for content in reader.read(Path(job["path"]), job["first"], job["last"]):
            yield {**asdict(content), "boxes": base64.b64encode(content.boxes).decode()}
    elif job["do"] == "count":
        yield {"pages": import_module(BY_NAME[job["kind"]].module).count(Path(job["path"]))}
    elif job["do"] == "outline":
        reader = import_module(BY_NAME[job["kind"]].module)
        yield from map(asdict, reader.outline(Path(job["path"])) if hasattr(reader, "outline") else ())
    elif job["do"] == "draw":
        yield from map(asdict, _drawn(job, limits))
    elif job["do"] == "scan":
        _scan(job)


def _drawn(job: Answer, limits: Limits) -> Iterator[Picture]:
    path, folder = Path(job["path"]), Path(job["folder"])
    if job["kind"] == "pdf":
        from extraction.drawing import pdf  # noqa: PLC0415

        return pdf.draw(path, job["pages"], folder, most_bytes=limits.picture_bytes)
    from extraction.drawing import image  # noqa: PLC0415

    return image.draw(path, job["kind"], job["pages"], folder, most_bytes=limits.picture_bytes)


def _scan(job: Answer) -> None:
    path, target = Path(job["path"]), Path(job["folder"]) / SCAN
    if job["kind"] == "pdf":
        from extraction.drawing import pdf  # noqa: PLC0415

        pdf.scan(path, job["number"], target)
    else:
        from extraction.drawing import image  # noqa: PLC0415

        image.scan(path, job["kind"], job["number"], target)


def main() -> None:
    job = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**job["limits"])
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as parent:
        os.dup2(2, 1)  # what a library prints is no answer
        restrain(limits)
        try:
            for line in answer(job, limits):
                parent.write(json.dumps(line) + "\n")
                parent.flush()
            parent.write('{"done": true}\n')
        except MemoryError:
            parent.write('{"failed": "memory"}\n')


if __name__ == "__main__":
    main()
