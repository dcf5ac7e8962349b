"""What the gate says of a file."""

from dataclasses import asdict, dataclass
from pathlib import Path

from extraction.limits import Limits

READABLE, STORED, REFUSED = "readable", "stored", "refused"


@dataclass(frozen=True)
class Verdict:
    """`outcome` readable, stored or refused; `kind` a name of `kinds.py` or unknown; `message` is for the officer.

    `remarks` are sentences about what a file that is taken carries and what should be looked at before publishing.
    """

    outcome: str
    kind: str
    pages: int | None
    message: str = ""
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Suspect:
    """A file before the gate: where it lies, how it is called, what its bytes say."""

    path: Path
    name: str
    kind: str
    limits: Limits


class Refusal(Exception):
    """A rule that the file breaks; the message names the file, the reason and the remedy."""
