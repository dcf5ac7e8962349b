"""Who may manage whom."""

from accounts.models import Organization, Role, Tenure, User

ROLES_OF: dict[str, tuple[Role, ...]] = {
    Organization.Kind.PREFECTURE: (Role.OFFICER, Role.COORDINATOR),
    Organization.Kind.OBSERVER: (Role.OBSERVER,),
    Organization.Kind.SECRETARIAT: (Role.SECRETARIAT, Role.ADMINISTRATOR),
}
TENURES_OF: dict[str, tuple[Tenure.Role, ...]] = {
    Organization.Kind.PREFECTURE: Tenure.MEMBER_ROLES,
    Organization.Kind.OBSERVER: (Tenure.Role.ADVISER, Tenure.Role.OBSERVER),
    Organization.Kind.SECRETARIAT: (Tenure.Role.SECRETARIAT,),
}


class NotAllowed(Exception):
    """A change of people that may not be made; the message says why."""


def grantable_roles(by: User, body: Organization) -> tuple[Role, ...]:
    """The roles that `by` may give in a body: those that fit the body, and none above one's own reach."""
    roles = ROLES_OF[body.kind]
    if by.is_administrator:
        return roles
    if by.is_secretariat:
        return tuple(role for role in roles if role != Role.ADMINISTRATOR)
    if by.is_coordinator and body.pk == by.organization_id:
        return roles
    return ()


def may_manage(by: User, person: User) -> bool:
    """Whether `by` may change this person's role or stop the account."""
    if by.pk == person.pk:
        return False
    if by.is_administrator:
        return True
    if by.is_secretariat:
        return not person.is_administrator
    return by.is_coordinator and person.is_member and person.organization_id == by.organization_id


def may_know(by: User, person: User) -> bool:
    """Whether `by` sees in a list that this person has an account."""
    return by.is_administrator or by.is_secretariat or by.organization_id == person.organization_id
