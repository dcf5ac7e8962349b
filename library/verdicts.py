"""What becomes of files that were sent: the gate's rules, then the malware scanner where there is one."""

import math
import time
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from extraction import runner
from extraction.gate import REFUSED, Verdict
from extraction.limits import Limits
from library import scanner

_INFECTED = "「{}」からウイルスを検出したため登録しませんでした。所属の情報システム担当に連絡してください"
_TOO_MUCH = "「{}」は大きすぎるか入れ子が深く、ウイルス検査を終えられないため登録できません。分けて登録してください"


class Pending(Enum):
    """Why a file has no verdict yet, in words for people."""

    SCANNER = "ウイルス検査を待っています。検査が動き出すと自動で進みます"
    TIME = "検査に時間がかかっています。続きは自動で進みます"


def verdicts(
    files: Sequence[tuple[Path, str]], limits: Limits, *, seconds: float = math.inf
) -> list[Verdict | Pending]:
    """One for each file, in order; those that wait say for what.

    What a rule refuses is not scanned. After one vain question the scanner is not asked again for this batch.
    """
    until = time.monotonic() + seconds
    found: list[Verdict | Pending] = []
    waits: Pending | None = None
    judged = runner.judge_many(files, limits, seconds=seconds)
    for verdict, (path, name) in zip(judged, files, strict=False):  # each is scanned as it comes, while others go on
        if verdict.outcome == REFUSED or not scanner.is_configured():
            found.append(verdict)
            continue
        scanned = waits or _scanned(path, name, verdict, until=until)
        waits = scanned if isinstance(scanned, Pending) else None
        found.append(scanned)
    return found + [Pending.TIME] * (len(files) - len(found))


def _scanned(path: Path, name: str, verdict: Verdict, *, until: float) -> Verdict | Pending:
    try:
        scanner.scan(path, until=until)
    except scanner.Infected:
        return Verdict(REFUSED, verdict.kind, None, _INFECTED.format(name))
    except scanner.TooMuch:
        return Verdict(REFUSED, verdict.kind, None, _TOO_MUCH.format(name))
    except scanner.Unreachable:
        return Pending.TIME if time.monotonic() >= until else Pending.SCANNER
    return verdict
