"""What a person is told: the inbox, letters as they are written and as they go out, what a notice opens."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse

import clock
from accounts.models import User
from library.models import Follow, SavedView
from mail import outbox
from mail.models import Letter
from notices import letters
from notices.models import Kind, Mailing, Notice
from notices.openings import openings
from tests.doors.asking import Answer, get
from tests.doors.world import Thing

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def told(client: Client, thing: Thing) -> Iterator[Answer]:
    """Notices of it of every kind, whether they should be there or not; the thing is followed, too."""
    yield get(client, reverse("notices:read_all"))  # buttons: nothing is to be got from them
    yield get(client, reverse("notices:follow"))
    person = User.objects.filter(pk=client.session.get("_auth_user_id") or 0).first()
    if person is None:
        for name in ("notices:inbox", "me:notices"):
            yield get(client, reverse(name))
        return
    target = {"edition": thing.edition, "publication": thing.publication, "comment": thing.comment}
    kinds = [(kind, opening.field) for opening in openings(person) for kind in sorted(opening.kinds)]
    view = SavedView.objects.create(owner=person, body=person.organization, page="home", created_at=LONG_AGO)
    Notice.objects.bulk_create(
        Notice(
            event=number, person=person, kind=kind, made_at=LONG_AGO, is_shown=True, mail=Mailing.DAILY,
            view=view if kind == Kind.MATCH else None, **{field: target[field]},
        )
        for number, (kind, field) in enumerate(kinds)
        if target[field] is not None
    )  # fmt: skip
    Follow.objects.create(person=person, publication=thing.publication, level="muted", followed_at=LONG_AGO)
    if thing.comment is not None:
        Follow.objects.create(person=person, thread=thing.comment.thread_id, level="muted", followed_at=LONG_AGO)
    for name in ("notices:inbox", "me:notices"):
        yield get(client, reverse(name))
    letters.write_due(now=clock.now())
    for letter in Letter.objects.filter(kind=letters.KIND, to=person.email):
        yield 200, f"{letter.subject}{letter.body}".encode()
    yield from _sent_later(person)
    for notice in Notice.objects.filter(person=person):
        yield get(client, reverse("notices:open", args=[notice.pk]))
    for row in (*Notice.objects.filter(person=person), *Follow.objects.filter(person=person), view):
        row.delete()
    Letter.objects.filter(to=person.email).delete()


def _sent_later(person: User) -> Iterator[Answer]:
    """A letter that was written of all these notices, as it is when it goes out: some may not be told any more."""
    context = {"heading": "お知らせ", "rows": [], "receiver": person}
    letter = outbox.write(letters.KIND, to=person.email, context=context, stop_url="/", now=LONG_AGO)
    Notice.objects.filter(person=person).update(letter=letter, mailed_at=LONG_AGO, read_at=None)
    if letters.may_go(letter):
        letter.refresh_from_db()
        yield 200, f"{letter.subject}{letter.body}".encode()
