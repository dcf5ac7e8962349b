"""Children that run a program of a test's own instead of the reader, under the limits of a real one."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from extraction import children
from extraction.limits import Limits

LIMITS = Limits(cpu_seconds=1, wall_seconds=20, memory_bytes=200_000_000, output_bytes=1_000_000)


class Programs:
    """What the next children run instead of the reader, in order; the last for all that follow."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.given = folder, 0

    def append(self, program: str) -> None:
        (self.folder / f"{self.given:03}").write_text(program)
        self.given += 1


@pytest.fixture
def child(monkeypatch, shared_path) -> Iterator[tuple[list[children.Child], Programs]]:
    """The children begun, and the programs that they are to run."""
    begun: list[children.Child] = []
    folder = shared_path / "programs"
    folder.mkdir()
    folder.chmod(0o777)

    def remembered(place: str, said: IO[bytes]) -> children.Child:
        begun.append(begin(place, said))
        return begun[-1]

    begin = children._begin
    monkeypatch.setattr(children, "_begin", remembered)
    monkeypatch.setattr(children, "_SERVER", ("tests.hostile.forkserver", str(folder)))
    children.end()
    yield begun, Programs(folder)
    children.end()
