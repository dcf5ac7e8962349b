"""The verbs about people: each one transaction and one event."""

from accounts.actions.inviting import accept, invite, revoke
from accounts.actions.people import change_role, reinstate, suspend

__all__ = ["accept", "change_role", "invite", "reinstate", "revoke", "suspend"]
