"""Where the portal is root, what a stranger made is opened by another user, to whom nothing of the portal is readable.

Each job has a user and a folder of its own, in the system's place for passing files, because the portal's own is closed
to it. In that folder, which stays root's, the job works in one part; in the other lies what it is given, to be read and
no more. So nothing that a stranger left can lie where we write, and no job finds another's files. Whoever is not root
cannot become another.
"""

import os
import secrets
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

USERS = range(61_184, 65_520)  # whom systems keep for passing services; they own nothing
_PREFIX, _WORK, _GIVEN = "portal-job-", "work", "given"
_AS_IT_IS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
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
            os.chown(folder, USERS[0], USERS[0])
            made = Path(folder) / "made"
            command = [*changing(folder), sys.executable, "-B", "-c", _TRIAL, str(made), *needed]
            subprocess.run(command, env={"PATH": os.defpath}, capture_output=True, check=True)  # noqa: S603  our own words
            return made.read_bytes() == b""
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def place(workplace: str | None) -> Iterator[str]:
    """Where one job works; its folder lies in `workplace` where we work there ourselves."""
    where = None if is_possible() else workplace
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=where) as folder:
        work, given = Path(folder) / _WORK, Path(folder) / _GIVEN
        work.mkdir(mode=0o700)
        given.mkdir(mode=0o700)
        if is_possible():
            user = secrets.choice(USERS)
            os.chown(work, user, user)
            os.chown(given, -1, user)
            given.chmod(0o750)
            Path(folder).chmod(0o711)
        yield str(work)


def left_behind() -> Iterator[Path]:
    """Folders of such jobs in the system's place, also of those that are going on."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*") if is_possible() else ():
        with suppress(FileNotFoundError):  # its job has ended meanwhile
            if folder.lstat().st_uid == os.geteuid():
                yield folder


def own(work: str) -> None:
    """What we laid where a job works is the job's. Only before it begins: later there may be links."""
    owner = Path(work).stat()
    for each in Path(work).rglob("*"):
        os.chown(each, owner.st_uid, owner.st_gid, follow_symlinks=False)


def given(work: str, name: str) -> Path:
    """Where something lies that the job may read."""
    return Path(work).parent / _GIVEN / name


def lend(path: Path, work: str, name: str) -> str:
    """Where the job finds a file: where it is, or a copy that it may read."""
    if not is_possible():
        return str(path.resolve())
    with suppress(FileNotFoundError):  # it will find that out
        lay(path, work, name)
    return str(given(work, name))


def lay(path: Path, work: str, name: str) -> Path:
    """A copy that the job may read. Raises FileNotFoundError."""
    return readable(Path(shutil.copyfile(path, given(work, name))))


def readable(laid: Path) -> Path:
    """To the job; nobody else comes into its folder."""
    if is_possible():
        os.chown(laid, -1, laid.parent.stat().st_gid)
        laid.chmod(0o640)
    return laid


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

    The name was said by whoever opened a stranger's file, and the folder may have been exchanged: no way may lead out
    of it. `target` lies in a folder of ours.
    """
    if Path(name).name != name or name in {"", ".."}:
        return False
    try:
        with _opened(folder) as place, os.fdopen(os.open(name, _AS_IT_IS, dir_fd=place), "rb") as source:
            if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                return False
            with os.fdopen(os.open(target, _ANEW, 0o600), "wb") as kept:
                shutil.copyfileobj(source, kept)
            os.unlink(name, dir_fd=place)
    except OSError:
        return False
    return target.stat().st_size <= most_bytes


@contextmanager
def _opened(folder: Path | str) -> Iterator[int]:
    place = os.open(folder, _AS_IT_IS | os.O_DIRECTORY)
    try:
        yield place
    finally:
        os.close(place)
