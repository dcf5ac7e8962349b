"""The parent's side: starts the child, bounds its time and output, and hands on what it finds as it comes."""

import base64
import contextlib
import json
import math
import signal
import tempfile
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import IO, Any

from extraction import another_user, children
from extraction.another_user import lend, take
from extraction.bundles import Part, TooMuch
from extraction.children import Child
from extraction.ending import was_short_of_memory
from extraction.gate.judge import verdict_by_size
from extraction.gate.verdict import REFUSED, Refusal, Verdict
from extraction.limits import Limits
from extraction.pages import SCAN, Heading, PageContent, Picture

__all__ = [
    "ChildFailed",
    "Reason",
    "count",
    "draw",
    "fit",
    "judge",
    "judge_many",
    "outline",
    "read",
    "scan",
    "unpack",
    "verdict_by_size",
]


class Reason(Enum):
    """Why a child did not finish, in plain words."""

    TIME = "時間がかかりすぎたため、途中で止めました"
    MEMORY = "大きすぎて読み取れませんでした"
    CRASH = "読み取りの途中で止まりました"
    OUTPUT = "中身が多すぎるため、途中で止めました"


_MESSAGES = {
    Reason.TIME: "「{}」は調べるのに時間がかかりすぎるため登録できません。2つに分けるか、PDFにしてください",
    Reason.MEMORY: "「{}」は大きすぎて調べられないため登録できません。2つに分けるか、PDFにしてください",
    Reason.OUTPUT: "「{}」は大きすぎて調べられないため登録できません。2つに分けるか、PDFにしてください",
    Reason.CRASH: "「{}」は壊れていて開けません。元のファイルを確かめてください",
}
_SLOW_BUNDLE = "「{}」は展開に時間がかかりすぎるため登録できません。中のファイルを分けて登録してください"


class ChildFailed(Exception):
    """The child ended before its work did; str() is for people."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


def judge(path: Path, name: str, limits: Limits) -> Verdict:
    """What an upload of this file would get."""
    return next(judge_many([(path, name)], limits))


def judge_many(
    files: Sequence[tuple[Path, str]], limits: Limits, *, seconds: float = math.inf
) -> Generator[Verdict, None, None]:
    """Verdicts in the order of the files. One that brings the child down is refused; the rest go on in a new child.

    Ends when `seconds` are over: what was under way then has no verdict, nor has what comes after it.
    """
    until = time.monotonic() + seconds
    number, tried_again = 0, -1
    together = 1 if another_user.is_possible() else len(files)  # no more than one is copied for a child at a time
    while number < len(files) and (left := until - time.monotonic()) > 0:
        began = number
        try:
            for verdict in _verdicts(files[began : began + together], limits, seconds=left):
                number += 1
                yield verdict
        except ChildFailed as failure:
            if number > began or time.monotonic() >= until:
                continue  # the time and memory of a child are shared: only a file that had one to itself is blamed
            if failure.reason is Reason.CRASH and tried_again != began:
                tried_again = began  # the child may have been killed from outside
                continue
            number += 1
            yield Verdict(REFUSED, "unknown", None, _MESSAGES[failure.reason].format(files[began][1]))


def _verdicts(files: Sequence[tuple[Path, str]], limits: Limits, *, seconds: float) -> Iterator[Verdict]:
    """Of one child. Raises ChildFailed after those that came through."""
    number, job = 0, {"do": "judge", "names": [name for _, name in files]}
    for number, (line, _) in enumerate(_run(job, [path for path, _ in files], limits, seconds=seconds), start=1):
        if number > len(files):
            break
        yield _made(Verdict, {**line, "remarks": tuple(line.get("remarks", ()))})
    if number != len(files):
        raise ChildFailed(Reason.CRASH)


def read(path: Path, kind: str, first: int, last: int, limits: Limits) -> Iterator[PageContent]:
    """Pages `first` to `last` as they are read. Raises ChildFailed after the pages that came through."""
    for line, _ in _run({"do": "read", "kind": kind, "first": first, "last": last}, [path], limits):
        content = _made(PageContent, {**line, "boxes": base64.b64decode(str(line.get("boxes", "")))})
        if not first <= content.number <= last:
            raise ChildFailed(Reason.CRASH)
        yield content


def unpack(path: Path, name: str, folder: Path, limits: Limits, *, seconds: float = math.inf) -> list[Part]:
    """The parts of a bundle, as files of `folder`. Raises Refusal, with words for people, when it is none to take.

    TooMuch, which is one, when it is for the time or for the size of all parts.
    """
    job = {"do": "unpack", "name": name}
    try:
        return [_taken_out(line, work, folder, limits) for line, work in _run(job, [path], limits, seconds=seconds)]
    except ChildFailed as failure:
        if failure.reason is Reason.TIME:
            raise TooMuch(_SLOW_BUNDLE.format(name)) from failure
        raise Refusal(_MESSAGES[failure.reason].format(name)) from failure


def _taken_out(line: dict[str, Any], work: str, folder: Path, limits: Limits) -> Part:
    if set(line) == {"refusal", "is_too_much"}:
        raise (TooMuch if line["is_too_much"] else Refusal)(str(line["refusal"]))
    part = _made(Part, line)
    if part.file and not take(work, part.file, folder / part.file, most_bytes=limits.file_bytes):
        raise ChildFailed(Reason.CRASH)
    return part


def count(path: Path, kind: str, limits: Limits) -> int:
    """The pages of a file. Raises ChildFailed."""
    for line, _ in _run({"do": "count", "kind": kind}, [path], limits):
        if isinstance(pages := line.get("pages"), int):
            return pages
    raise ChildFailed(Reason.CRASH)


def outline(path: Path, kind: str, limits: Limits) -> list[Heading]:
    """The headings by which a reader finds the way, in order; none where the file has none. Raises ChildFailed."""
    return [_made(Heading, line) for line, _ in _run({"do": "outline", "kind": kind}, [path], limits)]


def draw(
    path: Path, kind: str, pages: Sequence[int], folder: Path, limits: Limits, *, enlarged: float = 1.0
) -> Generator[Picture, None, None]:
    """Pictures of the pages named, as files of `folder`. Raises ChildFailed after those that came through.

    The child opened what a stranger made, so its word is not taken for which files are the pictures. `enlarged` is for
    pages of a PDF that are printed small.
    """
    job = {"do": "draw", "kind": kind, "pages": list(pages), "enlarged": enlarged}
    for line, work in _run(job, [path], limits):
        picture = _made(Picture, line)
        if picture.number not in pages or not all(_is_picture(work, name, folder, limits) for name in picture.names):
            raise ChildFailed(Reason.CRASH)
        yield picture


def fit(workbook: Path, target: Path, limits: Limits) -> Path:
    """A copy of an OpenDocument workbook whose sheets can be read on paper; the workbook itself where none came."""
    with contextlib.suppress(ChildFailed):
        for line, work in _run({"do": "fit"}, [workbook], limits):
            if take(work, str(line.get("made")), target, most_bytes=limits.output_bytes):
                return target
    return workbook


def scan(path: Path, kind: str, number: int, folder: Path, limits: Limits) -> Path:
    """One page in grey, large enough for recognising words: a PNG of `folder`. Raises ChildFailed."""
    for line, work in _run({"do": "scan", "kind": kind, "number": number}, [path], limits):
        if take(work, str(line.get("made")), folder / SCAN, most_bytes=limits.output_bytes):
            return folder / SCAN
    raise ChildFailed(Reason.CRASH)


def _made[T](kind: type[T], line: dict[str, Any]) -> T:
    try:
        return kind(**line)
    except TypeError as problem:
        raise ChildFailed(Reason.CRASH) from problem


def _is_picture(work: str, name: str, folder: Path, limits: Limits) -> bool:
    """A file of its own, no link to another, small enough, WebP by its first bytes; it is in our folder then."""
    if not take(work, name, folder / name, most_bytes=limits.picture_bytes):
        return False
    with (folder / name).open("rb") as file:
        head = file.read(12)
    return head[:4] == b"RIFF" and head[8:] == b"WEBP"


def _run(
    job: Mapping[str, object], files: Sequence[Path], limits: Limits, *, seconds: float = math.inf
) -> Iterator[tuple[dict[str, Any], str]]:
    """The child's answers, with the folder that it works in; raises ChildFailed when it ends before it is done."""
    if seconds <= 0:
        raise ChildFailed(Reason.TIME)
    with (
        another_user.place(limits.workplace) as folder,
        tempfile.TemporaryFile(dir=folder) as said,
        children.child(folder, said) as child,
    ):
        late = threading.Event()
        timer = threading.Timer(min(limits.wall_seconds, seconds), _stop, (child, late))
        timer.start()
        try:
            lent = [lend(path, folder, f"given-{number}") for number, path in enumerate(files)]
            told = {**job, "paths": lent, "limits": limits.as_dict()}
            for line in _answers(child, told, limits, said):
                yield line, folder
        except ChildFailed as failure:
            raise ChildFailed(Reason.TIME) if late.is_set() else failure from None
        finally:
            timer.cancel()


def _stop(child: Child, late: threading.Event) -> None:
    late.set()
    child.kill()


def _answers(child: Child, job: Mapping[str, object], limits: Limits, said: IO[bytes]) -> Iterator[dict[str, Any]]:
    with contextlib.suppress(BrokenPipeError):
        child.job.write(json.dumps(job).encode() + b"\n")
        child.job.flush()
    left = limits.output_bytes
    while line := child.answers.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise ChildFailed(Reason.OUTPUT)
        if not line.endswith(b"\n"):
            break  # stopped in the middle of a word
        found = _answer(line)
        if found.get("done"):
            return
        if "failed" in found:
            raise ChildFailed(Reason.MEMORY)
        yield found
    raise ChildFailed(_why_ended(child, limits, said))


def _why_ended(child: Child, limits: Limits, said: IO[bytes]) -> Reason:
    child.wait()
    if child.returncode == -signal.SIGXCPU:
        return Reason.TIME
    if was_short_of_memory(child.returncode, child.peak_bytes, said, limits):
        return Reason.MEMORY
    return Reason.CRASH


def _answer(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as problem:
        raise ChildFailed(Reason.CRASH) from problem
    if not isinstance(found, dict):
        raise ChildFailed(Reason.CRASH)
    return found
