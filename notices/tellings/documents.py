"""What happens to a document, and to whom that is told."""

from collections.abc import Iterator, Mapping

from django.db.models import Q
from django.utils import timezone

from audit.models import Event
from audit.verbs import Verb
from discussion.audience import Audience
from library.models import Edition, Publication
from library.models.choices import Visibility
from library.models.follow import Level
from notices.models import Kind, Notice
from notices.rules import hearers, levels
from notices.tellings.telling import Telling
from notices.tellings.ties import owners_of, ties_of


def of_document(event: Event, verb: Verb, publication: Publication) -> Iterator[Telling]:
    wanted = levels(ties_of(event.at, publication))
    owners = owners_of(publication)
    if verb in {Verb.WITHDRAW, Verb.NARROW}:
        yield Telling(Kind.CLOSED, "publication", publication.pk, hearers(Kind.CLOSED, {*owners, *wanted}, wanted))
        return
    if verb in {Verb.WIDEN, Verb.RESTORE}:
        yield from _of_opened(event, publication, {*owners, *wanted}, wanted)
        return
    edition = publication.editions.filter(number=event.data["edition"]).first()
    if edition is None:
        return
    decided = hearers(Kind.DECISION, _submitters(edition, owners), wanted)
    yield Telling(Kind.DECISION, "edition", edition.pk, decided)
    if verb == Verb.PUBLISH:
        kind = Kind.NEW if publication.published_at == event.at else Kind.EDITION
        yield Telling(kind, "edition", edition.pk, hearers(kind, {*owners, *wanted}, wanted))


def _of_opened(
    event: Event, publication: Publication, people: set[int], wanted: Mapping[int, Level]
) -> Iterator[Telling]:
    """It opened to more people, or again: to those who heard last that it closed, and those who never heard of it."""
    if publication.live_edition_id is None:
        return
    of_it = Q(publication=publication) | Q(edition__publication=publication)
    kinds = [Kind.NEW, Kind.EDITION, Kind.DECISION, Kind.CLOSED, Kind.MATCH]
    rows = Notice.objects.filter(of_it, kind__in=kinds, person__in=people, event__lt=event.sequence).order_by("event")
    last = dict(rows.values_list("person", "kind"))
    again = {person for person, kind in last.items() if kind == Kind.CLOSED}
    yield Telling(Kind.EDITION, "edition", publication.live_edition_id, hearers(Kind.EDITION, again, wanted))
    if event.verb == Verb.WIDEN:
        before = Audience(Visibility(event.data["before"]), None if publication.is_proxy else publication.owner)
        saw_it = before.people(timezone.localdate(event.at)).filter(pk__in=people).values_list("pk", flat=True)
        fresh = people - {*last} - {*saw_it}
        yield Telling(Kind.NEW, "edition", publication.live_edition_id, hearers(Kind.NEW, fresh, wanted))


def _submitters(edition: Edition, owners: set[int]) -> set[int]:
    """Who handed it in, and the colleagues; what the secretariat registered for a body was not handed in by that."""
    own = set() if edition.is_proxy else owners
    return own if edition.submitted_by_id is None else {*own, edition.submitted_by_id}
