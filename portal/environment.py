"""Reads the environment: the names of `PORTAL_*` and what they mean when they are absent."""

import os
import re
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.functional import lazy

_LONGEST_CONTACT = 200
BASE_DIR = Path(__file__).resolve().parent.parent


class EnvironmentProblem(Exception):
    """A setting in the environment that cannot be; the message says which and how to mend it."""


def switch(name: str, *, default: bool) -> bool:
    """`1`/`0`, `on`/`off`; anything else stops the start, so that a typing mistake never switches a guard off."""
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "on", "0", "off"}:
        return default if value == "" else value in {"1", "on"}
    raise EnvironmentProblem(f"{name}={value!r}: 1, 0, on, off のどれかにしてください")


def number(name: str, *, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit():
        raise EnvironmentProblem(f"{name}={value!r}: 0以上の整数にしてください")
    return int(value)


def base_url(*, default: str) -> str:
    """The site's own address: scheme, host and port, nothing behind them; links and known host come of it."""
    given = os.environ.get("PORTAL_BASE_URL") or default
    if not re.fullmatch(r"https?://([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?/?", given, re.IGNORECASE):
        raise EnvironmentProblem(f"PORTAL_BASE_URL={given!r}: https://portal.example.jp のような形にしてください")
    return given.rstrip("/")


def contact() -> str:
    """How the secretariat is reached, as one line of text; empty where nobody said."""
    text = os.environ.get("PORTAL_CONTACT", "").strip()
    if len(text) > _LONGEST_CONTACT or not text.isprintable():
        raise EnvironmentProblem(f"PORTAL_CONTACT は1行、{_LONGEST_CONTACT}字までにしてください")
    return text


def data_dir() -> Path:
    """The folder that holds everything written at run time. Reading the settings does not make it: `make_folders`."""
    return Path(os.environ.get("PORTAL_DATA_DIR") or BASE_DIR / "var").resolve()


def make_folders(*folders: Path) -> None:
    """Make folders that only the portal's user can open, the outer ones first; close one that is there and empty."""
    for folder in folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(folder.iterdir()):  # a new volume of a container is open to everybody
            with suppress(PermissionError):
                folder.chmod(0o700)


def secret_key(folder: Path) -> str:
    """The key of the environment, else one that is read, or made, in `folder` when it is asked for the first time."""
    if given := os.environ.get("PORTAL_SECRET_KEY"):
        return given
    key: str = lazy(cache(partial(_kept_key, folder)), str)()
    return key


def _kept_key(folder: Path) -> str:
    """From a file of mode 600; several processes may begin at once and get the same.

    The name appears with all of its content: whoever comes in between must not read half a key.
    """
    path = folder / "secret_key"
    if not path.exists():
        make_folders(folder.parent, folder)
        descriptor, draft = tempfile.mkstemp(dir=folder)  # of mode 600
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text().strip()


def database(url: str, folder: Path) -> dict[str, Any]:
    """Django's database settings from `DATABASE_URL`; SQLite in the data folder when it is empty."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder / "portal.sqlite3"),
            # A write asks for the lock at its beginning, waits for it, and is on the disk when it is acknowledged.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise EnvironmentProblem("DATABASE_URL は postgresql://利用者:パスワード@ホスト:ポート/名前 の形にしてください")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
        "TEST": {"TEMPLATE": "template0", "CHARSET": "UTF8"},
    }


@dataclass(frozen=True)
class Smtp:
    """Where mail goes out: host, port, account, and whether the connection is encrypted from its start."""

    host: str
    port: int
    user: str
    password: str
    encrypted: bool


def smtp(url: str) -> Smtp | None:
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise EnvironmentProblem("PORTAL_SMTP_URL は smtp(s)://利用者:パスワード@ホスト:ポート の形にしてください")
    return Smtp(
        host=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        encrypted=parts.scheme == "smtps",
    )


def clamd() -> str | tuple[str, int] | None:
    """Where the malware scanner listens: the path of a socket, or host and port; None where there is none."""
    given = os.environ.get("PORTAL_CLAMD", "").strip()
    if not given:
        return None
    if given.startswith("/"):
        return given
    host, colon, port = given.rpartition(":")
    if not colon or not host or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise EnvironmentProblem(f"PORTAL_CLAMD={given!r}: ホスト:ポート か、/ で始まるソケットのパスにしてください")
    return host.strip("[]"), int(port)


@dataclass(frozen=True)
class Bucket:
    """The S3-compatible bucket that holds the files."""

    endpoint: str
    name: str
    key: str
    secret: str


def bucket() -> Bucket | None:
    """All four of `PORTAL_S3_*`, or none."""
    names = ["PORTAL_S3_ENDPOINT", "PORTAL_S3_BUCKET", "PORTAL_S3_KEY", "PORTAL_S3_SECRET"]
    values = [os.environ.get(name, "") for name in names]
    if not any(values):
        return None
    if not all(values):
        missing = [name for name, value in zip(names, values, strict=True) if not value]
        raise EnvironmentProblem(f"{', '.join(missing)} がありません。PORTAL_S3_* は4つとも指定してください")
    return Bucket(*values)
