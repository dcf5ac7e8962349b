"""Spoils honest and nasty files in ways that are drawn by lot, the same for the same seed."""

import io
import random
import zipfile
import zlib
from pathlib import Path

_LARGEST = 400_000


def sources(corpus: Path) -> list[Path]:
    """Files of the corpus that are small enough to be spoilt many times."""
    return sorted(
        path for path in corpus.rglob("*") if path.is_file() and 0 < path.stat().st_size <= _LARGEST and path.suffix
    )


def spoilt(paths: list[Path], seed: int) -> tuple[str, bytes]:
    """A name and bytes: one file of `paths`, changed in one to three ways, sometimes under another extension."""
    chance = random.Random(seed)
    path = chance.choice(paths)
    data = path.read_bytes()
    for _ in range(chance.randint(1, 3)):
        way = chance.choice((_cut, _flip, _overwrite, _swap, _repeat, _within))
        data = way(data, chance, paths)
    name = path.name
    if chance.random() < 0.1:
        name = path.stem + chance.choice((".pdf", ".docx", ".xlsx", ".pptx", ".doc", ".xls", ".csv", ".rtf", ".tiff"))
    return name, data


def _cut(data: bytes, chance: random.Random, _paths: list[Path]) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: random.Random, _paths: list[Path]) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 30))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _overwrite(data: bytes, chance: random.Random, _paths: list[Path]) -> bytes:
    """A run of zeros, of ones or of noise."""
    at, length = chance.randrange(len(data) + 1), chance.choice((2, 4, 64, 2000))
    filling = chance.choice((bytes(length), b"\xff" * length, chance.randbytes(length)))
    return data[:at] + filling + data[at + length :]


def _swap(data: bytes, chance: random.Random, paths: list[Path]) -> bytes:
    """A piece of another file in the place of a piece of this."""
    other = chance.choice(paths).read_bytes()
    at, begin, length = chance.randrange(len(data) + 1), chance.randrange(len(other)), chance.choice((16, 500, 8000))
    return data[:at] + other[begin : begin + length] + data[at + length :]


def _repeat(data: bytes, chance: random.Random, _paths: list[Path]) -> bytes:
    at, length = chance.randrange(len(data) + 1), chance.choice((8, 100, 3000))
    piece = data[at : at + length]
    return data[:at] + piece * chance.choice((2, 20)) + data[at:]


def _within(data: bytes, chance: random.Random, paths: list[Path]) -> bytes:
    """For an archive: one of its parts is spoilt before it is packed, so that the readers get to see it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {entry: archive.read(entry) for entry in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return _flip(data, chance, paths)
    if not parts:
        return data
    chosen = chance.choice(sorted(parts))
    way = chance.choice((_cut, _flip, _overwrite, _swap, _repeat))
    parts[chosen] = way(parts[chosen], chance, paths)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()
