"""What this reader could not find yet: live publications whose pages are not looked through."""

from django.db.models import F, QuerySet

from library.models import File, Publication, PublicationState
from library.readers import Person
from search.models import Generation, Indexed


def waiting(person: Person) -> int:
    """Publications that this reader sees, with pages (of files that are seen, too) still to be read or indexed.

    `freshness.behind` compares every page that was read; this is asked with each search and looks only at what waits
    to be indexed, and at the queue of files.
    """
    # The sum keeps SQLite from walking through the whole generation instead of the few that wait.
    named = Indexed.objects.filter(pages_read=None).alias(of=F("generation") + 0).filter(of__in=_read_now())
    never = Publication.objects.visible_to(person).filter(live_edition__in=named.values("edition")).values("pk")
    live = {"edition__publication__live_edition": F("edition"), "edition__publication__state": PublicationState.LIVE}
    unread = File.objects.visible_to(person).unread().filter(**live)
    return never.union(unread.values("edition__publication")).count()


def _read_now() -> QuerySet[Generation, int]:
    """As `index.generation`, within the query."""
    return Generation.objects.exclude(finished_at=None).order_by("-pk").values_list("pk", flat=True)[:1]
