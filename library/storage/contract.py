"""What a vault does, whatever it is made of, and what both vaults share."""

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.core.files import File

CHUNK = 256 * 1024
_KEY = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{38}")


class Damaged(Exception):
    """The bytes are not those that were kept: their SHA-256 differs."""


@dataclass(frozen=True)
class Stored:
    """Where bytes were put, how many, and their SHA-256 in hex."""

    key: str
    size: int
    sha256: str


class Vault(Protocol):
    """Every reading method raises FileNotFoundError for a key that holds nothing."""

    def put(self, file: "File[bytes]") -> Stored:
        """Keep the bytes for good before returning; the key is new each time."""

    def read(self, key: str, *, sha256: str = "", start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` to before `end`; nothing is opened before the first piece is asked for.

        A whole read with `sha256` raises Damaged before its last piece.
        """

    def size_of(self, key: str) -> int:
        """In bytes."""

    def delete(self, key: str) -> None:
        """Forget the bytes; nothing when they are gone already."""

    def local_path(self, key: str, *, sha256: str = "") -> AbstractContextManager[Path]:
        """A path on this machine for programs that need one, while the context lasts; Damaged as in `read`."""

    def keys_older_than(self, moment: datetime) -> Iterator[str]:
        """Keys of bytes that were put before a moment; what has not the shape of a key is nobody's here."""


def new_key() -> str:
    """Random, so that it tells nothing and can be guessed by nobody; two levels keep folders small."""
    name = secrets.token_hex(20)
    return f"{name[:2]}/{name}"


def is_key(name: str) -> bool:
    """False for whatever else lies in the folder or bucket: it was not put there by the portal."""
    return _KEY.fullmatch(name) is not None


def verified(chunks: Iterator[bytes], sha256: str) -> Iterator[bytes]:
    """The chunks, the last held back until the hash is right: a damaged file breaks off instead of ending well."""
    digest, held = hashlib.sha256(), b""
    for chunk in chunks:
        if held:
            yield held
        digest.update(chunk)
        held = chunk
    if digest.hexdigest() != sha256:
        raise Damaged
    if held:
        yield held
