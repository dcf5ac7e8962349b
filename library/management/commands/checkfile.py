"""Says what an upload of each file would get, through the code that uploads use; writes nothing."""

import json
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from extraction import runner
from extraction.gate import READABLE, REFUSED, Refusal, Verdict
from extraction.kinds import BY_NAME
from extraction.limits import Limits
from japanese.filenames import shown_name
from library import bundles
from library.child_limits import child_limits
from library.verdicts import verdicts

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
                for line in _lines(Path(name), as_json=json):
                    self.stdout.write(line)
        if missing:
            raise CommandError(f"ファイルがありません：{'、'.join(missing)}")


def _lines(path: Path, *, as_json: bool) -> Iterator[str]:
    """One for a file; a bundle has one for itself and one for each of its files."""
    # In the system's folder for temporary files: the data folder need not be there, and is not touched.
    limits = replace(child_limits(), workplace=None)
    began = time.monotonic()
    if path.suffix.lower() != bundles.EXTENSION:
        yield _line(str(path), *_verdicts([(path, path.name)], limits), began=began, as_json=as_json)
        return
    with tempfile.TemporaryDirectory(prefix="bundle-") as place:
        try:
            parts = runner.unpack(path, path.name, Path(place), limits)
        except Refusal as refusal:
            verdict = Verdict(REFUSED, "zip", None, str(refusal))
            yield _line(str(path), verdict, began=began, as_json=as_json)
            return
        yield _line(str(path), Verdict(READABLE, "zip", None), began=began, as_json=as_json)
        found = [(part, Path(place) / part.file, shown_name(part.name)) for part in parts]
        judged = iter(_verdicts([(where, name) for part, where, name in found if part.file], limits))
        for part in parts:
            verdict = next(judged) if part.file else Verdict(REFUSED, "unknown", None, part.refusal)
            yield _line(f"{path}!{part.name}", verdict, began=began, as_json=as_json)


def _verdicts(files: Sequence[tuple[Path, str]], limits: Limits) -> list[Verdict]:
    found = verdicts(files, limits)
    judged = [verdict for verdict in found if isinstance(verdict, Verdict)]
    if len(judged) < len(found):
        raise CommandError(f"ウイルス検査が応答しないため調べられません：{'、'.join(name for _, name in files)}")
    return judged


def _line(file: str, verdict: Verdict, *, began: float, as_json: bool) -> str:
    kind = BY_NAME[verdict.kind].family or verdict.kind if verdict.kind in BY_NAME else verdict.kind
    if not as_json:
        pages = f"、{verdict.pages}ページ" if verdict.pages else ""
        remarks = "".join(f"／公開前に確かめてください：{remark}" for remark in verdict.remarks)
        return f"{file}: {_WORDS[verdict.outcome]}（{kind}{pages}）{verdict.message}{remarks}"
    found = {
        "file": file,
        "verdict": verdict.outcome,
        "kind": kind,
        "pages": verdict.pages,
        "message": verdict.message,
        "seconds": round(time.monotonic() - began, 3),
    }
    return json.dumps(found, ensure_ascii=False)
