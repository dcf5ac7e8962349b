"""Who reads: the level from which on a person sees live material, and the body whose own material they see besides."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from accounts.models import Role, User
from library.models.choices import Visibility

_LEVELS: dict[str, Visibility] = {
    Role.SECRETARIAT: Visibility.SECRETARIAT,
    Role.OFFICER: Visibility.MEMBERS,
    Role.COORDINATOR: Visibility.MEMBERS,
    Role.OBSERVER: Visibility.OBSERVERS,
    Role.ADMINISTRATOR: Visibility.PUBLIC,  # keeps the machine running, reads no documents by default
}


@dataclass(frozen=True)
class Reader:
    """`level`: the least open material seen; `body`: the organisation worked for; `sees_desk`: the secretariat."""

    level: Visibility
    body: int | None = None
    sees_desk: bool = False


ANONYMOUS = Reader(level=Visibility.PUBLIC)
DESK = Reader(level=Visibility.SECRETARIAT, sees_desk=True)  # nobody in particular, for what is counted for the desk

type Person = User | AnonymousUser | AbstractBaseUser | Reader


def reader_of(person: Person) -> Reader:
    """What this person may read. Accounts that are not in good standing never arrive here: sign-in refuses them."""
    if isinstance(person, Reader):
        return person
    if not isinstance(person, User):
        return ANONYMOUS
    works_for_member = person.is_member or person.is_secretariat
    return Reader(
        level=_LEVELS[person.role],
        body=person.organization_id if works_for_member else None,
        sees_desk=person.is_secretariat,
    )
