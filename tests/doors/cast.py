"""One person for each column of the matrix."""

from datetime import date

from django.test import Client

import clock
from accounts.models import Organization, Role, User
from tests import factories

type Cast = dict[str, User | None]

_ENDED = date(2024, 3, 31)
EVERYONE = (
    "anonymous", "observer", "ended observer", "elsewhere", "owner", "coordinator",
    "former member", "secretariat", "administrator", "suspended",
)  # fmt: skip


def make_cast() -> Cast:
    """栃木県 owns what there is; "desk" is the colleague of the secretariat who published it."""
    body = factories.make_body(Organization.Kind.SECRETARIAT, "事務局")
    observers = factories.make_body(Organization.Kind.OBSERVER, "日本マイクロソフト株式会社", order=92)
    ended = factories.make_body(Organization.Kind.OBSERVER, "元オブザーバー", order=95, ends_on=_ENDED)
    former = factories.make_member("08", ends_on=_ENDED)
    own, other = factories.make_member("09"), factories.make_member("37")
    admin = factories.make_user("admin@example.jp", body=body, role=Role.ADMINISTRATOR)
    return {
        "anonymous": None,
        "observer": factories.make_user("observer@example.jp", body=observers, role=Role.OBSERVER),
        "ended observer": factories.make_user("ended@example.jp", body=ended, role=Role.OBSERVER),
        "elsewhere": factories.make_user("kagawa@example.jp", body=other),
        "owner": factories.make_user("tochigi@example.jp", body=own),
        "coordinator": factories.make_user("tochigi2@example.jp", body=own, role=Role.COORDINATOR),
        "former member": factories.make_user("former@example.jp", body=former),
        "secretariat": factories.make_user("secretariat2@example.jp", body=body, role=Role.SECRETARIAT),
        "administrator": admin,
        "suspended": factories.make_user(
            "suspended@example.jp", body=other, is_active=False, suspended_at=clock.now(), suspended_by=admin
        ),
        "desk": factories.make_user("secretariat@example.jp", body=body, role=Role.SECRETARIAT),
    }


def read_again(cast: Cast) -> Cast:
    """The same people as they stand in the database now."""
    rows = {row.pk: row for row in User.objects.select_related("organization__prefecture")}
    return {name: user and rows[user.pk] for name, user in cast.items()}


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client
