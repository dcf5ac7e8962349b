"""ZIPs among what was sent: each is taken apart, and its files go the way of all files."""

import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from extraction import runner
from extraction.bundles import Part, TooMuch
from extraction.gate import Refusal
from japanese.filenames import shown_name
from library.child_limits import child_limits

EXTENSION = ".zip"


@dataclass(frozen=True)
class Arrival:
    """A file to be added, as it was sent or out of the bundle of that name; `refusal` says why it cannot be taken."""

    file: "File[bytes]"
    bundle: str = ""
    refusal: str = ""


class Spent(Exception):
    """Not taken apart, for what was taken out of others before; by itself it may be."""


class Allowance:
    """How much comes out of all bundles of one request, in bytes and seconds: the first may use it up."""

    def __init__(self, *, seconds: float = math.inf) -> None:
        self.seconds, self.size, self.is_whole = seconds, settings.LIMITS.archive_bytes, True

    def unpack(self, path: Path, name: str, folder: Path) -> list[Part]:
        """Raises Refusal for the bundle's own fault, Spent where it might be taken by itself."""
        if self.seconds <= 0 or self.size <= 0:
            raise Spent
        limits, began = replace(child_limits(), archive_bytes=self.size), time.monotonic()
        try:
            return runner.unpack(path, name, folder, limits, seconds=self.seconds)
        except TooMuch as refusal:
            if self.is_whole:
                raise
            raise Spent from refusal
        finally:
            self.is_whole = False
            self.seconds -= time.monotonic() - began
            self.size -= sum(part.stat().st_size for part in folder.iterdir())


def is_bundle(upload: "UploadedFile[Any]") -> bool:
    return (upload.name or "").lower().endswith(EXTENSION) and (upload.size or 0) <= settings.LIMITS.file_bytes


@contextmanager
def arrivals(upload: "UploadedFile[Any]", allowance: Allowance) -> Iterator[Sequence[Arrival]]:
    """What comes of one upload: itself, or the files of the bundle, for the time of the block. Raises Spent."""
    if not upload.size or not is_bundle(upload):
        yield [Arrival(upload)]
        return
    name = shown_name(upload.name or "")
    with tempfile.TemporaryDirectory(prefix="bundle-", dir=settings.FILE_UPLOAD_TEMP_DIR) as place:
        sent, folder = Path(place) / "bundle", Path(place) / "parts"
        folder.mkdir()
        with sent.open("xb") as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
        try:
            parts = allowance.unpack(sent, name, folder)
        except Refusal as refusal:
            yield [Arrival(upload, refusal=str(refusal))]
            return
        yield [_arrival(part, folder, name) for part in parts]


def _arrival(part: Part, folder: Path, bundle: str) -> Arrival:
    if part.refusal:
        return Arrival(_Nothing(part.name), bundle, part.refusal)
    return Arrival(_InPlace(folder / part.file, part.name), bundle)


class _InPlace(File):  # type: ignore[type-arg]
    """A file of the folder under the name that it has in the bundle, opened only while it is read."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(None, name)
        self.path = path
        self.size = path.stat().st_size

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        with self.path.open("rb") as source:
            while piece := source.read(chunk_size or self.DEFAULT_CHUNK_SIZE):
                yield piece


class _Nothing(File):  # type: ignore[type-arg]
    """A name without bytes."""

    def __init__(self, name: str) -> None:
        super().__init__(None, name)
        self.size = 0
