"""How content is opened: through `visible_to`; one 404 for all that may not be seen, 410 for what was seen before."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from accounts.models import User
from audit import readings
from audit.actors import Identity
from audit.verbs import Verb
from library.models import Edition, File, Kind, Publication, PublicationState
from library.rules import why_not
from library.workflow import Subject, transition


class Gone(Exception):
    """Withdrawn or narrowed; this reader could see it before."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        super().__init__(publication.pk)


class _Visitor:
    """Somebody without sign-in, for the log."""

    def identity(self) -> Identity:
        return Identity(id=None, name="ログインなし")


def open_publication(request: HttpRequest, pk: int, kind: Kind) -> Publication:
    """The publication that members read; Http404 or Gone. Hidden and absent cost the same and answer the same."""
    found = Publication.objects.readable_by(request.user).with_live_edition().filter(pk=pk, kind=kind).first()
    if found is not None:
        return found
    raise _closed(Publication.objects.closed_to(request.user).filter(pk=pk, kind=kind))


def _closed(publications: QuerySet[Publication]) -> Exception:
    """Gone for what this reader could see before, else Http404."""
    closed = publications.select_related("successor__live_edition").first()
    return Http404() if closed is None else Gone(closed)


def open_edition(request: HttpRequest, pk: int, number: int, kind: Kind) -> Edition:
    """One edition by its permanent address: the publication's present visibility decides, also for old ones."""
    editions = Edition.objects.visible_to(request.user).select_related(
        "publication__owner__prefecture", "publication__live_edition"
    )
    found = editions.filter(publication__pk=pk, publication__kind=kind, number=number).first()
    if found is not None:
        return found
    # What was never shown to this reader was never seen, whatever became of its publication.
    seen = Edition.objects.closed_to(request.user).filter(publication__pk=pk, number=number).values("publication")
    raise _closed(Publication.objects.filter(pk__in=seen, kind=kind))


def open_file(request: HttpRequest, pk: int) -> File:
    """A file of a visible edition; Http404 or Gone."""
    files = File.objects.visible_to(request.user).select_related("edition__publication__owner__prefecture")
    found = files.filter(pk=pk).first()
    if found is not None:
        return found
    closed = File.objects.closed_to(request.user).filter(pk=pk).values("edition__publication")
    raise _closed(Publication.objects.filter(pk__in=closed))


def open_files(request: HttpRequest, edition: int) -> list[File]:
    """The kept files of an edition that this reader may see, at least one; Http404 or Gone."""
    files = File.objects.visible_to(request.user).exclude(key="").select_related("edition__publication__owner")
    if found := list(files.filter(edition__pk=edition).in_order()):
        return found
    closed = File.objects.closed_to(request.user).filter(edition__pk=edition).values("edition__publication")
    raise _closed(Publication.objects.filter(pk__in=closed))


def content[**P](
    view: Callable[P, HttpResponseBase],
) -> Callable[P, HttpResponseBase]:
    """Guard of content views: no sign-in needed where it is 公開; 404 is noted, 410 tells reason and successor."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = args[0]
        assert isinstance(request, HttpRequest)
        try:
            return view(*args, **kwargs)
        except Http404:
            actor = request.user if isinstance(request.user, User) else _Visitor()
            # Once per person and minute, whatever the address: guessing numbers must not fill the log.
            readings.note(Verb.NOT_FOUND, by=actor, target=("address", "", request.path[:40]))
            raise
        except Gone as gone:
            return _gone(request, gone.publication)

    return login_not_required(guarded)


def _gone(request: HttpRequest, publication: Publication) -> HttpResponseBase:
    successor = publication.successor
    if successor is not None and not Publication.objects.visible_to(request.user).filter(pk=successor.pk).exists():
        successor = None
    context = {
        "publication": publication,
        "is_withdrawn": publication.state == PublicationState.WITHDRAWN,
        "successor": successor,
        "may_restore": _may_restore(request, publication),
    }
    return render(request, "errors/410.html", context, status=410)


def _may_restore(request: HttpRequest, publication: Publication) -> bool:
    restore = transition(Subject.PUBLICATION, Verb.RESTORE)
    return isinstance(request.user, User) and not why_not(restore, user=request.user, publication=publication)
