"""Who has to do with a thread or a document: who follows, whose body registered it."""

from datetime import datetime

from django.db.models import Q

from accounts.models import Role, User
from discussion.models import Thread
from library.models import Edition, Follow, Publication
from library.models.follow import Level
from notices.rules import Nearness, Tie

WORKING = [Role.OFFICER, Role.COORDINATOR, Role.SECRETARIAT]


def ties_of(when: datetime, publication: Publication | None, thread: Thread | None = None) -> list[Tie]:
    """Who followed at that moment: the thread, or what its document belongs to; a confidential one has none."""
    tied = Q(thread=thread.pk) if thread else Q(pk__in=[])
    if publication is not None:
        tied |= Q(publication=publication) | Q(body=publication.owner_id) | Q(theme__in=_themes(publication))
    rows = Follow.objects.filter(tied, followed_at__lte=when)
    return [
        Tie(person, _nearness(of_thread, of_publication), Level(level))
        for person, level, of_thread, of_publication in rows.values_list("person", "level", "thread", "publication")
    ]


def _themes(publication: Publication) -> set[int]:
    """A theme is followed with those below it."""
    if publication.live_edition_id is None:
        return set()
    filed = Edition.themes.through.objects.filter(edition=publication.live_edition_id)
    return {theme for pair in filed.values_list("theme", "theme__parent") for theme in pair if theme is not None}


def _nearness(thread: int | None, publication: int | None) -> Nearness:
    if thread is not None:
        return Nearness.THREAD
    return Nearness.GROUP if publication is None else Nearness.PUBLICATION


def owners_of(publication: Publication) -> set[int]:
    """Those of the body that registered it hear of it without following."""
    people = User.objects.filter(organization=publication.owner_id, role__in=WORKING)
    return {*people.values_list("pk", flat=True)}
