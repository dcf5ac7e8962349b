"""The doors at which nobody signs in: feeds and the calendar, by the addresses that a person made."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse

from accounts.models import Organization, User
from library.models import Theme
from notices.models import Feed
from tests.doors.asking import Answer, get
from tests.doors.world import Thing

NAMES = ("feed", "calendar", "me:feeds", "me:feed_revoke")
_MADE, _ENDS = datetime(2024, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


def fetched(client: Client, _thing: Thing) -> Iterator[Answer]:
    """Feeds of every subject and the calendar, by their addresses; they stay, to be tried again later."""
    yield get(client, reverse("me:feed_revoke", args=[1]))  # a button: nothing is to be got from it
    person = User.objects.filter(pk=client.session.get("_auth_user_id") or 0).first()
    theme, body = Theme.objects.get(slug="secrecy"), Organization.objects.get(prefecture="09")
    for subject, of_what in (("all", {}), ("theme", {"theme": theme}), ("body", {"body": body}), ("calendar", {})):
        token = f"{subject}-{person and person.pk}"
        if person is not None:
            times = {"made_at": _MADE, "expires_at": _ENDS, "epoch": person.session_epoch}
            named = {"subject": subject, "digest": Feed.digest_of(token), **of_what}
            Feed.objects.get_or_create(person=person, **named, defaults=times)
        yield get(client, reverse("calendar" if subject == "calendar" else "feed", args=[token]))
    yield get(client, reverse("me:feeds"))
