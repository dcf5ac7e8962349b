"""Takes reports of mail that could not be delivered, as the operator's mail server hands them over."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

import clock
from mail import bounces


class Command(BaseCommand):
    help = "届かずに返ってきたメールの報告（RFC 3464）を受け取ります。標準入力に1通、または Maildir の新しいものすべて"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("maildir", nargs="?", type=Path, help="新着を読み、読んだものを cur に移す Maildir")

    def handle(self, *, maildir: Path | None, **options: object) -> None:
        """Ends with 0 whatever was handed over: a mail server would answer a failure with a report of its own."""
        if maildir is not None and not (maildir / "new").is_dir():
            raise CommandError(f"{maildir} は Maildir ではありません")
        reports = noted = 0
        for report in _from_input() if maildir is None else _from(maildir):
            reports += 1
            noted += bounces.take(report, now=clock.now())
        self.stdout.write(f"reports={reports} noted={noted}")


def _from_input() -> Iterator[bytes]:
    yield sys.stdin.buffer.read(bounces.MOST_BYTES)


def _from(maildir: Path) -> Iterator[bytes]:
    """Each is moved to `cur` when it has been taken."""
    (maildir / "cur").mkdir(mode=0o700, exist_ok=True)
    for path in sorted((maildir / "new").iterdir()):
        with path.open("rb") as file:
            yield file.read(bounces.MOST_BYTES)
        path.rename(maildir / "cur" / f"{path.name}:2,S")
