"""宛先を選ぶ: the list holds those who read what is written there, and nobody else, for whoever opens it."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

import clock
from accounts.models import User
from discussion.models import Thread
from library.models import File, Publication
from tests.doors.cast import EVERYONE, client_of
from tests.doors.world import Thing

_CHOICE = re.compile(r'name="to" value="(\w+)"')


def who_reads(thread: Thread) -> list[User]:
    """Each person asked alone."""
    people = User.objects.in_good_standing(clock.today()).select_related("organization")
    return [person for person in people if Thread.objects.visible_to(person).filter(pk=thread.pk).exists()]


def who_would_read(thing: Thing, reader: User) -> list[User]:
    """A thread on the first page of its file, or on the whole where that page is not seen."""
    place = {}
    if File.objects.visible_to(reader).filter(pk=thing.file.pk).exists():
        place = {"edition": thing.edition, "file": thing.file, "page": 1}
    with transaction.atomic():
        now = clock.now()
        thread = Thread.objects.create(publication=thing.publication, opened_at=now, last_at=now, **place)
        found = who_reads(thread)
        transaction.set_rollback(True)
    return found


def values(people: list[User], reader: User) -> set[str]:
    others = [person for person in people if person != reader]
    return {f"p{person.pk}" for person in others} | {f"b{person.organization_id}" for person in others}


@pytest.mark.parametrize("role", EVERYONE)
def test_it_holds_who_reads_there_and_nobody_else(people, world, role):
    reader, client, seen = people[role], client_of(people[role]), 0
    for thing in world.things.values():
        readers: list[User] = []
        if thing.comment is not None:
            address = reverse("comments:reply", args=[thing.comment.pk])
            readers = who_reads(thing.comment.thread)
        else:
            address = reverse("comments:open", args=[thing.publication.pk])
            if reader and Publication.objects.visible_to(reader).filter(pk=thing.publication.pk).exists():
                readers = who_would_read(thing, reader)
        expected = values(readers, reader) if reader in readers else set()
        answer = client.post(address, {"choose": "1", "file": thing.file.pk, "page": 1})
        offered = _CHOICE.findall(answer.content.decode())
        assert set(offered) == expected, thing.name
        assert len(offered) == len(expected)
        seen += bool(offered)
    assert (seen > 0) == (role in {"observer", "elsewhere", "owner", "coordinator", "secretariat"})
