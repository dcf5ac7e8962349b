"""What this reader could not find yet: pages of live publications that are not looked through."""

from django.db.models import Exists, F, QuerySet

from library.models import Edition, File, Publication, PublicationState
from library.readers import Person, reader_of
from search.indexing import freshness
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


def waits(person: Person, edition: Edition, to: Generation) -> bool:
    """Whether something of this live edition that the person may see is still to be read or looked through.

    What was read anew is said to those alone who see all files by what they are, the desk and the owner: to others it
    would tell which editions have files that are kept closer. One query.
    """
    seen = File.objects.visible_to(person).taken().filter(edition=edition)
    is_known, is_unread, is_behind = Edition.objects.filter(pk=edition.pk).values_list(
        Exists(Indexed.objects.filter(generation=to, edition=edition, pages_read__isnull=False)),
        Exists(seen.unread()),
        Exists(freshness.behind(to).filter(pk=edition.pk)),
    )[0]
    reader = reader_of(person)
    is_owner = reader.body == edition.publication.owner_id and not edition.is_proxy
    return not is_known or is_unread or (is_behind and (reader.sees_desk or is_owner))


def _read_now() -> QuerySet[Generation, int]:
    """As `index.generation`, within the query."""
    return Generation.objects.exclude(finished_at=None).order_by("-pk").values_list("pk", flat=True)[:1]
