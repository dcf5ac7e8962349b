"""The site as users meet it, started on a fresh data folder and stopped again: gunicorn as `manage.py run` starts it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench.harness import ROOT

_PATIENCE = 60
_GUNICORN = ("-m", "gunicorn", "--config", "python:portal.gunicorn_config", "portal.wsgi:application")


@dataclass(frozen=True)
class Site:
    """Where it listens and with which environment its commands run."""

    port: int
    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """A Python command beside the site, on the same data; what it prints."""
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    @contextlib.contextmanager
    def started(self, *, workers: int = 0) -> Iterator[list[int]]:
        """Answers while the context lasts; gives the process ids."""
        commands = [_GUNICORN, *([("manage.py", "worker")] * workers)]
        children = [
            subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment) for command in commands
        ]
        try:
            wait_until_healthy(self.port)
            yield [child.pid for child in children]
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(timeout=30)


def wait_until_healthy(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        time.sleep(0.02)
    raise TimeoutError("the site does not answer")


@contextlib.contextmanager
def fresh(name: str, settings: str = "bench.settings") -> Iterator[Site]:
    """An empty data folder; on PostgreSQL also an empty database of this name, beside the one of DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix=f"portal-bench-{name}-"))
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "PORT": str(port),
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_DEMO": "0",
        "PORTAL_RATE_LIMITS": "off",
    }
    try:
        with _database(os.environ.get("DATABASE_URL", ""), f"bench_{name}") as url:
            yield Site(port, folder, {**environment, "DATABASE_URL": url})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _database(url: str, name: str) -> Iterator[str]:
    if not url:
        yield ""
        return
    import psycopg

    create = f'CREATE DATABASE "{name}" TEMPLATE template0'
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(create)
        try:
            yield urlsplit(url)._replace(path=f"/{quote(name)}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
