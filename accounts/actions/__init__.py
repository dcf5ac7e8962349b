"""The verbs about people: each one transaction and one event."""

from accounts.actions.inviting import accept, invite, resend, revoke
from accounts.actions.people import change_role, end_access, reinstate, suspend
from accounts.actions.tenures import add_tenure, end_tenure
from accounts.actions.unlocking import lift_lock

__all__ = [
    "accept", "add_tenure", "change_role", "end_access", "end_tenure", "invite", "lift_lock", "reinstate", "resend",
    "revoke", "suspend",
]  # fmt: skip
