"""Who is who."""

from accounts.models.invitation import Invitation
from accounts.models.organization import Organization
from accounts.models.prefecture import Prefecture
from accounts.models.tenure import Membership, Tenure
from accounts.models.user import Role, User

__all__ = ["Invitation", "Membership", "Organization", "Prefecture", "Role", "Tenure", "User"]
