"""A new exit cannot be forgotten: every address and mail is a registered door, or listed with the reason why not."""

from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.doors.register import DOORS, NOT_A_DOOR

# Pages about people, sign-in and settings: they show no content; other tests hold their rights.
PEOPLE = {
    "account_", "invitation", "colleague", "manage:home", "manage:members", "manage:invite", "manage:member",
    "manage:suspend", "manage:reinstate", "manage:revoke_invitation", "manage:themes", "manage:new_theme",
    "manage:theme", "manage:types", "manage:new_type", "manage:type", "manage:settings",
}  # fmt: skip
# Mails that carry nothing of any document.
LETTERS = {"invitation", "password_reset_key", "unknown_account"}


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def is_known(name: str) -> bool:
    registered = {covered for door in DOORS for covered in door.names}
    return name in registered or name in NOT_A_DOOR or any(name.startswith(prefix) for prefix in PEOPLE)


def test_every_address_is_a_door_or_listed_with_its_reason():
    unknown = [name for name in names(get_resolver()) if not is_known(name)]
    assert unknown == []


def test_no_door_covers_an_address_that_is_gone():
    known = set(names(get_resolver()))
    assert {covered for door in DOORS for covered in door.names} - known == set()
    assert set(NOT_A_DOOR) - known == set()


def test_every_mail_is_known():
    found = {path.stem for path in Path("templates/email").glob("*.txt")}
    assert found <= LETTERS
