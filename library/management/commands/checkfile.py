"""Says what an upload of each file would get, through the code that uploads use; writes nothing."""

import json
import time
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from extraction import runner
from extraction.kinds import BY_NAME
from library.child_limits import child_limits

_WORDS = {"readable": "登録できます", "stored": "登録できます（中身は読めません）", "refused": "登録できません"}


class Command(BaseCommand):
    help = "ファイルを登録したらどうなるかを調べます（何も書き込みません）"
    requires_system_checks = ()  # they ask the database what it can do, which would make one

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="1行に1つのJSONで書き出す")

    def handle(self, *args: object, files: list[str], json: bool, **options: object) -> None:
        missing = [name for name in files if not Path(name).is_file()]
        for name in files:
            if name not in missing:
                self.stdout.write(_line(Path(name), as_json=json))
        if missing:
            raise CommandError(f"ファイルがありません：{'、'.join(missing)}")


def _kind(name: str) -> str:
    """One word for a family: the three of OpenDocument, the four of pictures."""
    return (BY_NAME[name].family or name) if name in BY_NAME else name


def _line(path: Path, *, as_json: bool) -> str:
    began = time.monotonic()
    # In the system's folder for temporary files: the data folder need not be there, and is not touched.
    verdict = runner.judge(path, path.name, replace(child_limits(), workplace=None))
    if not as_json:
        pages = f"、{verdict.pages}ページ" if verdict.pages else ""
        return f"{path}: {_WORDS[verdict.outcome]}（{_kind(verdict.kind)}{pages}）{verdict.message}"
    found = {
        "file": str(path),
        "verdict": verdict.outcome,
        "kind": _kind(verdict.kind),
        "pages": verdict.pages,
        "message": verdict.message,
        "seconds": round(time.monotonic() - began, 3),
    }
    return json.dumps(found, ensure_ascii=False)
