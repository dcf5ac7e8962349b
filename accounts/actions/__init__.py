"""The verbs about people: each one transaction and one event."""

from accounts.actions.inviting import accept, invite, revoke
from accounts.actions.people import change_role, end_access, reinstate, suspend
from accounts.actions.tenures import add_tenure, end_tenure

__all__ = [
    "accept", "add_tenure", "change_role", "end_access", "end_tenure", "invite", "reinstate", "revoke", "suspend",
]  # fmt: skip
