"""Recognises the words of a page that has none of its own, with Tesseract and its Japanese part, if they are there."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from extraction.another_user import lend, place, take
from extraction.bounded import TooLate, isolation, run
from extraction.clean import fit, readable
from extraction.limits import Limits

LANGUAGE = "jpn"
_JAPANESE = r"\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_GAPS = re.compile(rf"(?<=[{_JAPANESE}])[ \t]+(?=[{_JAPANESE}])")
_MOST_BYTES = 1_000_000


def path() -> str | None:
    """The program, if it knows Japanese."""
    program = shutil.which("tesseract")
    return program if program and _knows_japanese(program) else None


@cache
def _knows_japanese(program: str) -> bool:
    try:
        done = subprocess.run(  # noqa: S603  found on the path, our own words
            [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in done.stdout.split()


def recognise(program: str, scan: Path, folder: Path, limits: Limits) -> str:
    """The words of a picture; empty where there are none, or it took too long. `folder` is for what passes."""
    words = folder / "words.txt"
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "TMPDIR": "."}
    with place(str(folder)) as work:
        told = [lend(scan, work, scan.name), words.stem, "-l", LANGUAGE, "--psm", "3"]
        try:
            run(
                [program, *told, "-c", "preserve_interword_spaces=1"],
                way=isolation(),
                folder=Path(work),
                environment=environment,
                seconds=limits.wall_seconds,
                output_bytes=limits.output_bytes,
            )
        except TooLate:
            return ""
        if not take(work, words.name, words, most_bytes=_MOST_BYTES):
            return ""
    found = words.read_text(encoding="utf-8", errors="replace")
    words.unlink()
    return readable(fit(_GAPS.sub("", found)))
