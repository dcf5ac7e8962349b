"""Several files as one ZIP, written while it is sent: names in UTF-8, bytes as they were sent."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from extraction.kinds import BY_NAME
from japanese.filenames import download_name, split
from library.models import File
from library.storage import vault


class _Sink:
    """What the archive writes, until it is taken away to be sent; all of a file that the archive asks for."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing: all of it waits to be taken."""

    def taken(self) -> bytes:
        data = b"".join(self.waiting)
        self.waiting.clear()
        return data


def packed(files: Iterable[File]) -> Iterator[bytes]:
    """The ZIP in pieces. A file that is damaged or gone breaks it off, so that nobody takes it for whole."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:  # type: ignore[call-overload]
        for name, file in named(files):
            with archive.open(_entry(name, file.uploaded_at), "w") as entry:
                for chunk in vault().read(file.key, sha256=file.sha256):
                    entry.write(chunk)
                    yield sink.taken()
    yield sink.taken()


def named(files: Iterable[File]) -> Iterator[tuple[str, File]]:
    """Each file under a name that every system can save; of two that some system takes for one, one gets a number."""
    given: set[str] = set()
    for file in files:
        kind = BY_NAME.get(file.kind)
        whole = download_name(file.name, kind.extension) if kind else file.name
        stem, extension = split(whole)
        name, number = whole, 1
        while name.casefold() in given:
            number += 1
            name = f"{stem}({number}){extension}"
        given.add(name.casefold())
        yield name, file


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    local = timezone.localtime(at)
    entry = zipfile.ZipInfo(name, (local.year, local.month, local.day, local.hour, local.minute, local.second))
    entry.external_attr = 0o600 << 16
    return entry
