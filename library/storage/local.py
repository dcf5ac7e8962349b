"""The vault as a folder of the data directory."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage

from library.storage.contract import CHUNK, Stored, new_key, verified

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


class FolderVault(FileSystemStorage):
    """Files of mode 600 in folders of mode 700. A file is whole and on the disk before its key is known to anybody."""

    def __init__(self) -> None:
        super().__init__(
            location=settings.DATA_DIR / "files", file_permissions_mode=0o600, directory_permissions_mode=0o700
        )

    def put(self, file: "File[bytes]") -> Stored:
        key, digest, size = new_key(), hashlib.sha256(), 0
        target, root = Path(self.path(key)), Path(self.location)
        for folder in (root, target.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(target, _NEW, 0o600), "wb") as kept:
            try:
                for chunk in file.chunks(CHUNK):
                    kept.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                kept.flush()
                os.fsync(kept.fileno())
            except BaseException:
                target.unlink()
                raise
        # The names as well as the bytes; a folder that did not change costs nothing.
        for folder in (target.parent, root, root.parent):
            _sync_folder(folder)
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
    def local_path(self, key: str, *, sha256: str = "") -> Iterator[Path]:
        self.size_of(key)  # a key that holds nothing is told here, not by the program that gets the path
        if sha256:
            for _ in self.read(key, sha256=sha256):
                pass
        yield Path(self.path(key))

    def keys_older_than(self, moment: datetime) -> Iterator[str]:
        root = Path(self.location)
        for path in root.glob("??/*"):
            with suppress(FileNotFoundError):  # deleted since it was listed
                if path.stat().st_mtime < moment.timestamp():
                    yield str(path.relative_to(root))

    def url(self, name: str | None) -> str:
        """Refused: files leave through views that asked who is asking."""
        raise NotImplementedError(name)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
