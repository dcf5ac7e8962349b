"""The contract's table of verbs ("Workflow: states, verbs, who"), written by hand, with the address of each.

Nothing here is taken from `library.workflow`: the two must come to the same by themselves.
"""

from dataclasses import dataclass, field

from library.models import EditionState, PublicationState

E, P = EditionState, PublicationState
BIN = " in the bin"
OWNER, DESK = {"owner", "coordinator"}, {"secretariat"}
WITHOUT_ACCOUNT = {"anonymous", "ended observer", "former member", "suspended"}
WITHOUT_FUNCTION = {"observer", "administrator"}


@dataclass(frozen=True)
class Row:
    """`sources`: from which states; `own`, `proxy`: who, on a member's own material and on what the desk registered.

    `after`: what then stands in the database, by field of the edition or of the publication.
    """

    verb: str
    address: str
    sources: set[str]
    own: set[str]
    proxy: set[str]
    after: dict[str, object]
    sent: dict[str, object] = field(default_factory=dict)

    @property
    def is_desk_function(self) -> bool:
        return self.address.startswith("review:")

    def allows(self, role: str, state: str, *, is_proxy: bool) -> bool:
        return state in self.sources and role in (self.proxy if is_proxy else self.own)


REASON = "見本の理由です"
_DECIDE = {"visibility": "1", "message": REASON, "checked": ["secrets", "rights", "fitting"]}
_TO_BIN, _IN_BIN = {E.DRAFT, E.RETURNED, E.DECLINED}, {E.DRAFT + BIN, E.RETURNED + BIN, E.DECLINED + BIN}
SOMETHING = object()  # stands for any value but none

EDITIONS = [
    Row(
        "submit",
        "submit:confirm",
        {E.DRAFT, E.RETURNED},
        OWNER,
        OWNER | DESK,
        {"state": E.SUBMITTED, "submitted_by": SOMETHING},
        {"no_secrets": "on", "rights": "on"},
    ),
    Row("recall", "publications:recall", {E.SUBMITTED}, OWNER, OWNER, {"state": E.DRAFT}),
    Row("claim", "review:claim", {E.SUBMITTED}, DESK, DESK, {"claimed_by": SOMETHING}),
    Row("release", "review:release", {E.SUBMITTED}, DESK, DESK, {"claimed_by": None}),
    Row(
        "send_back",
        "review:decide",
        {E.SUBMITTED},
        DESK,
        DESK,
        {"state": E.RETURNED, "decision_reason": REASON},
        {**_DECIDE, "decision": "send_back"},
    ),
    Row(
        "decline",
        "review:decide",
        {E.SUBMITTED},
        DESK,
        DESK,
        {"state": E.DECLINED, "decision_reason": REASON},
        {**_DECIDE, "decision": "decline"},
    ),
    Row(
        "publish",
        "review:decide",
        {E.SUBMITTED},
        DESK,
        DESK,
        {"state": E.PUBLISHED, "publication__state": P.LIVE, "publication__live_edition": SOMETHING},
        {**_DECIDE, "decision": "publish"},
    ),
    Row("discard", "publications:discard_edition", _TO_BIN, OWNER | DESK, OWNER | DESK, {"binned_at": SOMETHING}),
    Row("recover", "publications:recover_edition", _IN_BIN, OWNER | DESK, OWNER | DESK, {"binned_at": None}),
]
PUBLICATIONS = [
    Row("start", "publications:revise", {P.LIVE}, OWNER | DESK, OWNER | DESK, {"state": P.LIVE}),
    Row(
        "withdraw",
        "publications:withdraw",
        {P.LIVE},
        OWNER | DESK,
        OWNER | DESK,
        {"state": P.WITHDRAWN, "closed_reason": REASON},
        {"reason": REASON},
    ),
    Row("restore", "publications:restore", {P.WITHDRAWN}, OWNER | DESK, OWNER | DESK, {"state": P.LIVE}),
    Row(
        "narrow",
        "publications:visibility",
        {P.LIVE},
        OWNER | DESK,
        OWNER | DESK,
        {"visibility": 0},
        {"visibility": "0", "reason": REASON},
    ),
    Row(
        "widen",
        "publications:visibility",
        {P.LIVE},
        DESK,
        DESK,
        {"visibility": 3},
        {"visibility": "3", "reason": REASON},
    ),
    Row("discard", "publications:discard", {P.WITHDRAWN}, OWNER | DESK, OWNER | DESK, {"binned_at": SOMETHING}),
    Row("recover", "publications:recover", {P.WITHDRAWN + BIN}, OWNER | DESK, OWNER | DESK, {"binned_at": None}),
]
