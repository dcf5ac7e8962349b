"""The door of files that came with comments."""

from collections.abc import Iterator

from django.db.models import Q
from django.test import Client
from django.urls import reverse

from discussion.models import Attachment
from tests.doors.asking import Answer, get, variants
from tests.doors.world import Thing


def attached(client: Client, thing: Thing) -> Iterator[Answer]:
    """Files of the comment, also those that were taken off, and all that were never posted."""
    for file in Attachment.objects.filter(Q(comment=thing.comment) | Q(comment=None)):
        yield from variants(client, reverse("comments:file", args=[file.pk]), file.sha256)
        yield get(client, reverse("comments:blacken_file", args=[file.pk]))
