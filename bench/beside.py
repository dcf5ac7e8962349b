"""Measuring processes side by side: what each says, how long all of them took, how much memory they held at most."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.harness import ROOT

_EVERY = 0.05  # seconds: some processes last no longer than a tenth


@dataclass(frozen=True)
class Run:
    """`said` has the words of the last line of each process."""

    said: list[list[str]]
    seconds: float
    most_memory: int


def run(arguments: Sequence[str], *, processes: int = 1) -> Run:
    """So many times the same Python command at once, until the last has ended."""
    began = time.perf_counter()
    running = [
        subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    watch = Watch([process.pid for process in running])
    watch.start()
    said = [process.communicate()[0].split() for process in running]
    seconds = time.perf_counter() - began
    watch.stop()
    for process in running:
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, arguments)
    return Run(said, seconds, watch.most)


class Watch(threading.Thread):
    """Looks at the memory of processes until `stop()`; `most` is the largest sum seen."""

    def __init__(self, processes: list[int]) -> None:
        super().__init__(daemon=True)
        self.processes, self.most = processes, 0
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(_EVERY):
            self.most = max(self.most, memory(self.processes))

    def stop(self) -> None:
        self._is_over.set()
        self.join()


def memory(processes: list[int]) -> int:
    """Bytes that the processes and their children hold, shared pages divided among their users (PSS)."""
    return sum(_pss(process) for process in _with_children(processes))


def _with_children(processes: list[int]) -> Iterator[int]:
    for process in processes:
        yield process
        try:
            children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        except OSError:
            continue
        yield from _with_children([int(child) for child in children])


def _pss(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
