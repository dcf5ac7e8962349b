"""What is proposed: a value for a field, the exact place that says so, how sure that is, and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NAME = 0  # the page number that stands for the file name


class Field(StrEnum):
    """What a proposal is for; beside each, what its value looks like."""

    PREFECTURE = "prefecture"  # two-digit JIS code
    KIND = "kind"  # short name of a document type
    SEQUENCE = "sequence"  # 「1」, 「3-2」, 「43B」, without leading zeros
    ROUND = "round"  # 第3回, 第1421号: the number
    TITLE = "title"
    DATE = "date"  # of the document; 2023-08-22, 2023-08 or 2023
    ISSUED = "issued"  # said to be that of 策定, 公表, 施行
    REVISED = "revised"  # said to be that of 改定, 改正, 更新
    AS_OF = "as_of"  # said to be 時点, 現在
    REVIEW_BY = "review_by"  # said to be 見直し予定
    FISCAL_YEAR = "fiscal_year"  # the western year in which it begins
    VERSION = "version"  # 「2」, 「1.0.1」
    STAGE = "stage"  # 案, 素案, 改定, 最終, 最終2, 確定 …
    COPY = "copy"  # 「(1)」 and 「コピー」: the number
    LANGUAGE = "language"  # ja, en, zh, ko
    SECRECY = "secrecy"  # 機密性2, 取扱注意, 関係者限り, 部外秘, 秘 …
    SECTION = "section"
    CONTACT = "contact"


DATES = frozenset({Field.DATE, Field.ISSUED, Field.REVISED, Field.AS_OF, Field.REVIEW_BY})


class Sureness(StrEnum):
    SURE = "確か"
    LIKELY = "たぶん"


@dataclass(frozen=True)
class Place:
    """Where it stands: `quote` is exactly what is there from `start` to `end`; page 0 is the file name."""

    page: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Proposal:
    """One value; `reason` is a short Japanese sentence without its full stop."""

    field: Field
    value: str
    place: Place
    sureness: Sureness
    reason: str


@dataclass(frozen=True)
class Rest:
    """A piece of a name that could not be read, and why not."""

    place: Place
    reason: str


@dataclass(frozen=True)
class Found:
    """A proposal while it is looked for: positions are those of the folded text."""

    field: Field
    value: str
    start: int
    end: int
    sureness: Sureness
    reason: str


@dataclass(frozen=True)
class Unfit:
    """Looks like something and is not, for example a day that does not exist; folded positions."""

    start: int
    end: int
    reason: str


def day_of(value: str) -> date | None:
    """The day of a date's value; None when it says only a month or a year."""
    return date.fromisoformat(value) if len(value) == len("2023-08-22") else None
