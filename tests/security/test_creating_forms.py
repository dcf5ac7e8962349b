"""Whatever makes a new thing asks for its one-time key: without it nothing is made, with it one, twice the same."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import transaction

from tests import factories
from tests.security.site import Site, addresses
from tests.security.test_mass_assignment import FORMS, KEY

THINGS = [
    "library.Publication", "library.Edition", "library.File", "library.Submission", "library.Theme",
    "library.DocumentType", "accounts.Invitation", "accounts.Organization", "accounts.Tenure", "accounts.User",
    "library.SavedView", "discussion.WatchedWord", "library.ClosedDay",
]  # fmt: skip
# The letter's own link is the key: it is used up by the account that it makes.
BY_LETTER = "invitation"

MAKING = {
    "submit:start", "submit:files", "submit:confirm", "publications:revise", "colleagues", "invitation_resend",
    "manage:invite", "manage:new_theme", "manage:new_type", "manage:member_body",
    "me:save_view", "manage:new_watched", "manage:new_closed_day",
}  # fmt: skip


def things() -> dict[str, int]:
    return {label: apps.get_model(label)._base_manager.count() for label in THINGS}


def posts(site: Site) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """(name, address, role, fields): every known form, and every other address by those who might have one there."""
    for name, address in addresses(site).items():
        forms = [form for form in FORMS if form.name == name]
        for form in forms:
            yield name, address, form.role, {key: value for key, value in form.values(site).items() if key != "once"}
        if not forms:
            yield from ((name, address, role, {}) for role in ("officer", "secretariat"))


def sent(site: Site, role: str, address: str, values: dict[str, object], *, times: int = 1) -> dict[str, int]:
    """What there is more of afterwards; taken back again."""
    with transaction.atomic():
        client, before = site.client(role), things()
        for _ in range(times):
            files = {"files": [factories.text_upload()]} if address.endswith("/files/") else {}
            client.post(address, {**values, **files})
        made = {label: number - before[label] for label, number in things().items() if number > before[label]}
        transaction.set_rollback(True)
    return made


@pytest.fixture
def forms(site: Site) -> list[tuple[str, str, str, dict[str, object]]]:
    return list(posts(site))


def test_without_a_key_nothing_is_made(site: Site, forms):
    made = {(name, role): sent(site, role, address, values) for name, address, role, values in forms}
    assert {key: rows for key, rows in made.items() if rows and key[0] != BY_LETTER} == {}


def test_with_its_key_each_makes_one_however_often_it_is_sent(site: Site, forms):
    seen = set()
    for name, address, role, values in forms:
        if name in MAKING:
            once, twice = (sent(site, role, address, {**values, "once": KEY}, times=times) for times in (1, 2))
            assert twice == once, name
            assert set(once.values()) <= {1}, name
            seen |= {name} if once else set()
    assert seen == MAKING
