"""What becomes of files that were sent: the gate's rules, then the malware scanner where there is one."""

from collections.abc import Sequence
from pathlib import Path

from extraction import runner
from extraction.gate import REFUSED, Verdict
from extraction.limits import Limits
from library import scanner

_INFECTED = "「{}」からウイルスを検出したため登録しませんでした。所属の情報システム担当に連絡してください"
_TOO_MUCH = "「{}」は大きすぎるか入れ子が深く、ウイルス検査を終えられないため登録できません。分けて登録してください"


def verdicts(files: Sequence[tuple[Path, str]], limits: Limits) -> list[Verdict | None]:
    """One for each file, in order; None for those that wait, because the scanner cannot be asked now.

    What a rule refuses is not scanned. After one vain question the scanner is not asked again for this batch.
    """
    found: list[Verdict | None] = []
    is_there = True
    for (path, name), verdict in zip(files, runner.judge_many(files, limits), strict=True):
        if verdict.outcome == REFUSED or not scanner.is_configured():
            found.append(verdict)
            continue
        scanned = _scanned(path, name, verdict) if is_there else None
        is_there = scanned is not None
        found.append(scanned)
    return found


def _scanned(path: Path, name: str, verdict: Verdict) -> Verdict | None:
    try:
        scanner.scan(path)
    except scanner.Infected:
        return Verdict(REFUSED, verdict.kind, None, _INFECTED.format(name))
    except scanner.TooMuch:
        return Verdict(REFUSED, verdict.kind, None, _TOO_MUCH.format(name))
    except scanner.Unreachable:
        return None
    return verdict
