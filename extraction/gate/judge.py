"""Judges one file: the rules in order, the first that is broken decides."""

from importlib import import_module
from pathlib import Path

from extraction.gate import archives, pdfs, types
from extraction.gate.verdict import READABLE, REFUSED, Refusal, Suspect, Verdict
from extraction.kinds import BY_NAME
from extraction.limits import Limits


def judge(path: Path, name: str, limits: Limits) -> Verdict:
    """What an upload of this file would get. `name` is shown in the message."""
    kind = "unknown"
    try:
        types.not_empty(path, name)
        types.not_too_large(path.stat().st_size, name, limits)
        kind = types.kind_of(path, name)
        return Verdict(READABLE, kind, _pages(Suspect(path, name, kind, limits)))
    except Refusal as refusal:
        return Verdict(REFUSED, kind, None, str(refusal))


def verdict_by_size(name: str, size: int, limits: Limits) -> Verdict:
    """For a file whose bytes were not kept: it was empty or too large."""
    try:
        types.not_too_large(size, name, limits)
    except Refusal as refusal:
        return Verdict(REFUSED, "unknown", None, str(refusal))
    return Verdict(REFUSED, "unknown", None, f"「{name}」は中身がありません。ファイルを確かめてください")


def _pages(suspect: Suspect) -> int:
    if suspect.kind == "pdf":
        pages = pdfs.not_locked(suspect)
        pdfs.nothing_active(suspect)
        return pages
    if not BY_NAME[suspect.kind].is_text:
        with archives.opens(suspect) as archive:
            archives.not_a_bomb(suspect, archive)
            archives.no_macros(suspect, archive)
            archives.no_entities(suspect, archive)
    try:
        return int(import_module(BY_NAME[suspect.kind].module).count(suspect.path))
    except Exception as problem:
        raise archives.broken(suspect) from problem  # whatever a reader stumbles over, the file is the cause
