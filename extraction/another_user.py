"""Where the portal is root, what a stranger made is opened by another user, to whom nothing of the portal is readable.

That user owns the folder of one job, in the system's place for passing files, because the portal's own is closed to it:
what is to be read is laid there, and what came of it is copied out of it. Whoever is not root cannot become another.
"""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534  # so on most systems; owns nothing
_PREFIX = "portal-job-"
_AS_IT_IS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_TRIAL = "import pathlib, sys; [open(name) for name in sys.argv[2:]]; pathlib.Path(sys.argv[1]).touch(0o600)"


def is_root() -> bool:
    return os.geteuid() == 0


@cache
def is_possible() -> bool:
    """Whether we may become that user and open what it made, and it may read our programs."""
    if not is_root():
        return False
    needed = [__file__, *(str(found.origin) for name in ("PIL", "pylopdf_fonts_jp") if (found := find_spec(name)))]
    try:
        with tempfile.TemporaryDirectory(prefix="user-") as folder:
            os.chown(folder, NOBODY, NOBODY)
            made = Path(folder) / "made"
            command = [*changing(folder), sys.executable, "-B", "-c", _TRIAL, str(made), *needed]
            subprocess.run(command, env={"PATH": os.defpath}, capture_output=True, check=True)  # noqa: S603  our own words
            return made.read_bytes() == b""
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def place(workplace: str | None) -> Iterator[str]:
    """A folder for one job, in `workplace` where we work there ourselves."""
    where = None if is_possible() else workplace
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=where) as folder:
        give(folder)
        yield folder


def left_behind() -> list[Path]:
    """Folders of such jobs in the system's place, also of those that are going on."""
    found = Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")
    return [folder for folder in found if folder.lstat().st_uid == NOBODY] if is_possible() else []


def give(folder: Path | str) -> None:
    """To that user, where that is possible, with what we laid there: who owns a folder works in it."""
    if is_possible():
        for given in (Path(folder), *Path(folder).rglob("*")):
            os.chown(given, NOBODY, NOBODY)


def lend(path: Path, folder: str, name: str) -> str:
    """Where whoever works in the folder finds a file: where it is, or a copy that it may read."""
    if not is_possible():
        return str(path.resolve())
    copy = Path(folder) / name
    with suppress(FileNotFoundError):  # it will find that out
        shutil.copyfile(path, copy)
        give(copy)
    return str(copy)


def become_owner_of(folder: str) -> None:
    """For good, without other groups and rights. Raises OSError."""
    owner = Path(folder).stat()
    if owner.st_uid != os.geteuid():
        os.setgroups([])
        os.setresgid(owner.st_gid, owner.st_gid, owner.st_gid)
        os.setresuid(owner.st_uid, owner.st_uid, owner.st_uid)


def changing(folder: Path | str) -> tuple[str, ...]:
    """The words before those of a program that make it run as the owner of its folder."""
    owner = Path(folder).stat()
    if owner.st_uid == os.geteuid():
        return ()
    return ("setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups", "--no-new-privs")


def take(folder: Path | str, name: str, target: Path, *, most_bytes: int) -> bool:
    """Copy what was made in the folder to where its maker cannot exchange it; False for what is no such file.

    The name was said by whoever opened a stranger's file: no way may lead out of the folder.
    """
    made = Path(folder) / name
    if made.name != name or name == "..":
        return False
    try:
        with os.fdopen(os.open(made, _AS_IT_IS), "rb") as source:
            if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                return False
            with target.open("wb") as kept:
                shutil.copyfileobj(source, kept)
        made.unlink()
    except OSError:
        return False
    return target.stat().st_size <= most_bytes
