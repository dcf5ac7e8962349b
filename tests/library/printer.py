"""Prints without LibreOffice, for tests of what becomes of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extraction import office, runner
from extraction.bounded import Isolation
from extraction.office import Office
from extraction.runner import ChildFailed, Reason
from library.models import File, Paper

OFFICE = Office("soffice", Isolation.NONE)


class Printer:
    """Stands for LibreOffice and the child that draws: what they are asked, and what goes wrong."""

    def __init__(self) -> None:
        self.pages, self.asked, self.bad = 3, 0, set()
        self.problem: Exception | None = None
        self.while_at_work = lambda: None

    def to_pdf(self, _office: Office, path: Path, _kind: str, folder: Path, _limits: object) -> Path:
        self.asked += 1
        assert path.exists()
        self.while_at_work()
        if self.problem:
            raise self.problem
        return folder / "printed.pdf"

    def count(self, *_: object) -> int:
        return self.pages

    def draw(
        self, _path: Path, _kind: str, pages: list[int], folder: Path, _limits: object, **_: float
    ) -> Iterator[object]:
        for number in pages:
            if number in self.bad:
                raise ChildFailed(Reason.CRASH)
            picture = runner.Picture(number, 100, 140)
            for name in picture.names:
                (folder / name).write_bytes(f"RIFF....WEBP {number} of print {self.asked}".encode())
            yield picture


@pytest.fixture
def own_lock(settings, tmp_path) -> None:
    """Heavy programs run one at a time on a machine; the tests beside this one have a machine of their own."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def printer(monkeypatch, settings, own_lock) -> Printer:
    made = Printer()
    settings.OFFICE = True
    monkeypatch.setattr(office, "find", lambda: OFFICE)
    monkeypatch.setattr(office, "path", lambda: OFFICE.program)
    monkeypatch.setattr(office, "to_pdf", made.to_pdf)
    monkeypatch.setattr(runner, "count", made.count)
    monkeypatch.setattr(runner, "draw", made.draw)
    return made


def of(file: File) -> Paper:
    return Paper.objects.get(file=file)
