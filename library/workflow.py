"""When a verb may be done: one table of transitions, from which buttons, diagram and tests are drawn."""

from dataclasses import dataclass
from enum import Enum

from audit.verbs import Verb
from library.models.choices import EditionState, PublicationState

type State = EditionState | PublicationState


class Who(Enum):
    """Who a verb is for; `rules.py` says who a person is towards an edition."""

    OWNER = "提供した団体の担当者"
    PROXY = "代わりに登録した事務局"
    DESK = "事務局"


class Subject(Enum):
    """What changes its state: the edition on its way, or the publication that members read."""

    EDITION = "版"
    PUBLICATION = "資料"


@dataclass(frozen=True)
class Transition:
    """One row of the table: `target` None leaves the state as it is."""

    verb: Verb
    label: str
    subject: Subject
    sources: frozenset[State]
    target: State | None
    who: frozenset[Who]
    needs_reason: bool = False
    four_eyes: bool = False


E, P = EditionState, PublicationState
_OWNER, _DESK = frozenset({Who.OWNER}), frozenset({Who.DESK})
_OWNER_PROXY, _OWNER_DESK = frozenset({Who.OWNER, Who.PROXY}), frozenset({Who.OWNER, Who.DESK})


def _edition(
    verb: Verb,
    label: str,
    sources: set[State],
    target: State | None,
    who: frozenset[Who],
    *,
    needs_reason: bool = False,
    four_eyes: bool = False,
) -> Transition:
    return Transition(verb, label, Subject.EDITION, frozenset(sources), target, who, needs_reason, four_eyes)


def _publication(
    verb: Verb,
    label: str,
    sources: set[State],
    target: State | None,
    who: frozenset[Who],
    *,
    needs_reason: bool = False,
) -> Transition:
    return Transition(verb, label, Subject.PUBLICATION, frozenset(sources), target, who, needs_reason)


TABLE: tuple[Transition, ...] = (
    _edition(Verb.SUBMIT, "提出する", {E.DRAFT, E.RETURNED}, E.SUBMITTED, _OWNER_PROXY),
    _edition(Verb.RECALL, "取り戻す", {E.SUBMITTED}, E.DRAFT, _OWNER),
    _edition(Verb.CLAIM, "担当する", {E.SUBMITTED}, None, _DESK),
    _edition(Verb.RELEASE, "担当を外す", {E.SUBMITTED}, None, _DESK),
    _edition(Verb.SEND_BACK, "差し戻す", {E.SUBMITTED}, E.RETURNED, _DESK, needs_reason=True, four_eyes=True),
    _edition(Verb.DECLINE, "公開しない", {E.SUBMITTED}, E.DECLINED, _DESK, needs_reason=True, four_eyes=True),
    _edition(Verb.PUBLISH, "公開する", {E.SUBMITTED}, E.PUBLISHED, _DESK, four_eyes=True),
    _edition(Verb.DISCARD, "ごみ箱に入れる", {E.DRAFT, E.RETURNED, E.DECLINED}, None, _OWNER_DESK),
    _edition(Verb.RECOVER, "ごみ箱から戻す", {E.DRAFT, E.RETURNED, E.DECLINED}, None, _OWNER_DESK),
    _publication(Verb.START, "新しい版を作る", {P.LIVE}, None, _OWNER_PROXY | _DESK),
    _publication(Verb.WITHDRAW, "公開を終える", {P.LIVE}, P.WITHDRAWN, _OWNER_DESK, needs_reason=True),
    _publication(Verb.RESTORE, "公開に戻す", {P.WITHDRAWN}, P.LIVE, _OWNER_DESK),
    _publication(Verb.NARROW, "公開範囲を狭める", {P.LIVE}, None, _OWNER_DESK, needs_reason=True),
    _publication(Verb.WIDEN, "公開範囲を広げる", {P.LIVE}, None, _DESK, needs_reason=True),
    _publication(Verb.DISCARD, "ごみ箱に入れる", {P.WITHDRAWN}, None, _OWNER_DESK),
    _publication(Verb.RECOVER, "ごみ箱から戻す", {P.WITHDRAWN}, None, _OWNER_DESK),
)

_BY_KEY = {(row.subject, row.verb): row for row in TABLE}


def transition(subject: Subject, verb: Verb) -> Transition:
    """The row of a verb; KeyError when the table has none."""
    return _BY_KEY[subject, verb]
