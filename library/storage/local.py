"""The vault as a folder of the data directory."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage

from library.storage.contract import CHUNK, Stored, new_key, verified


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class FolderVault(FileSystemStorage):
    """Files of mode 600 in folders of mode 700. A file is whole and on the disk before its key is known to anybody."""

    def __init__(self) -> None:
        super().__init__(
            location=settings.DATA_DIR / "files", file_permissions_mode=0o600, directory_permissions_mode=0o700
        )

    def put(self, file: File) -> Stored:  # type: ignore[type-arg]
        key, digest, size = new_key(), hashlib.sha256(), 0
        target = Path(self.path(key))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as part:
            try:
                for chunk in file.chunks(CHUNK):
                    part.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                part.flush()
                os.fsync(part.fileno())
                Path(part.name).rename(target)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        _sync_folder(target.parent)
        _sync_folder(target.parent.parent)
        return Stored(key, size, digest.hexdigest())

    def read(self, key: str, *, sha256: str = "", start: int = 0, end: int | None = None) -> Iterator[bytes]:
        chunks = self._chunks(key, start, end)
        return verified(chunks, sha256) if sha256 and start == 0 and end is None else chunks

    def _chunks(self, key: str, start: int, end: int | None) -> Iterator[bytes]:
        with Path(self.path(key)).open("rb") as file:
            file.seek(start)
            left = float("inf") if end is None else end - start
            while left > 0 and (chunk := file.read(int(min(CHUNK, left)))):
                left -= len(chunk)
                yield chunk

    def size_of(self, key: str) -> int:
        return Path(self.path(key)).stat().st_size

    @contextmanager
    def local_path(self, key: str) -> Iterator[Path]:
        yield Path(self.path(key))

    def keys_older_than(self, moment: datetime) -> Iterator[str]:
        root = Path(self.location)
        for path in root.glob("??/*"):
            if path.stat().st_mtime < moment.timestamp():
                yield str(path.relative_to(root))
