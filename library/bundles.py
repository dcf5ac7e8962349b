"""ZIPs among what was sent: each is taken apart, and its files go the way of all files."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from extraction import runner
from extraction.bundles import Part
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


def is_bundle(upload: "UploadedFile[Any]") -> bool:
    return (upload.name or "").lower().endswith(EXTENSION) and (upload.size or 0) <= settings.LIMITS.file_bytes


@contextmanager
def arrivals(upload: "UploadedFile[Any]") -> Iterator[Sequence[Arrival]]:
    """What comes of one upload: itself, or the files of the bundle, for the time of the block."""
    if not upload.size or not is_bundle(upload):
        yield [Arrival(upload)]
        return
    name = shown_name(upload.name or "")
    with tempfile.TemporaryDirectory(prefix="bundle-", dir=settings.FILE_UPLOAD_TEMP_DIR) as place:
        folder = Path(place)
        with (folder / "bundle").open("xb") as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
        try:
            parts = runner.unpack(folder / "bundle", name, folder, child_limits())
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
