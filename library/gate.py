"""Lets in what was sent: judged by the very code that `checkfile` uses."""

import math
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import QuerySet

from extraction import runner
from extraction.gate import REFUSED, Verdict
from library.child_limits import child_limits
from library.models import File, FileGate, Kept, Reading
from library.storage import vault
from library.verdicts import Pending, verdicts

_LOST = "「{}」は受け取ったあとに中身が失われたため登録できません。もう一度選んで送ってください"


def judge[K: Kept](
    files: Sequence[K], *, when_taken: Callable[[int], object] = lambda _: None, seconds: float = math.inf
) -> list[K]:
    """Judge what is still in quarantine, small files first; called twice for one file, it decides once.

    `when_taken` gets the id of each file that passed, in the transaction that says so. Returns those that stay in
    quarantine because the seconds were over.
    """
    until = time.monotonic() + seconds
    waiting = sorted((file for file in files if file.gate == FileGate.CHECKING), key=lambda file: file.size)
    late: list[K] = []
    for file in waiting:
        if not file.key:  # its bytes were not kept: it was empty or too large
            settle(file, runner.verdict_by_size(file.name, file.size, child_limits()), when_taken=when_taken)
    with ExitStack() as stack:
        kept: list[tuple[K, Path]] = []
        for file in [file for file in waiting if file.key]:
            if time.monotonic() >= until:  # to bring them here may take long, too
                late.append(file)
                continue
            try:
                kept.append((file, stack.enter_context(vault().local_path(file.key))))
            except FileNotFoundError:
                settle(file, Verdict(REFUSED, "unknown", None, _LOST.format(file.name)), when_taken=when_taken)
        found = verdicts([(path, file.name) for file, path in kept], child_limits(), seconds=until - time.monotonic())
        for (file, _), verdict in zip(kept, found, strict=True):
            if isinstance(verdict, Verdict):
                settle(file, verdict, when_taken=when_taken)
            elif verdict is Pending.TIME:
                late.append(file)
            else:
                _wait(file, verdict)
    for file in late:
        _wait(file, Pending.TIME)
    return late


def _wait(file: Kept, pending: Pending) -> None:
    """It stays in quarantine; the worker goes on with it, or the sweep when the scanner is back."""
    _checking(file).update(gate_message=pending.value)
    with suppress(ObjectDoesNotExist):
        file.refresh_from_db()


def _checking(file: Kept) -> QuerySet[Kept]:
    """Its row, while it is in quarantine."""
    return type(file).objects.filter(pk=file.pk, gate=FileGate.CHECKING)


@transaction.atomic
def settle(file: Kept, verdict: Verdict, *, when_taken: Callable[[int], object]) -> None:
    """Write a verdict into the file's row, once, if it is still there; what was refused loses its bytes later."""
    is_taken = verdict.outcome != REFUSED
    reading = {"reading": Reading.WAITING if is_taken else Reading.DONE} if isinstance(file, File) else {}
    changed = _checking(file).update(
        gate=FileGate.TAKEN if is_taken else FileGate.REFUSED,
        gate_message=verdict.message[:400],
        gate_remarks=list(verdict.remarks),
        kind=verdict.kind,
        page_count=verdict.pages,
        key=file.key if is_taken else "",
        leased_until=None,
        **reading,
    )
    if changed and is_taken:
        when_taken(file.pk)
    with suppress(ObjectDoesNotExist):  # a colleague took it off during the check
        file.refresh_from_db()
