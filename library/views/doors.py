"""How content is opened: through `visible_to`; one 404 for all that may not be seen, 410 for what was seen before."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from accounts.models import User
from audit import readings
from audit.actors import Identity
from audit.verbs import Verb
from library.models import Edition, File, Publication


class Gone(Exception):
    """Withdrawn or narrowed; this reader could see it before."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        super().__init__(publication.pk)


class _Visitor:
    """Somebody without sign-in, for the log."""

    def identity(self) -> Identity:
        return Identity(id=None, name="ログインなし")


def open_publication(request: HttpRequest, pk: int) -> Publication:
    """The live publication; Http404 or Gone. Hidden and absent cost the same queries and give the same answer."""
    found = Publication.objects.visible_to(request.user).with_live_edition().filter(pk=pk).first()
    if found is not None:
        return found
    closed = Publication.objects.closed_to(request.user).filter(pk=pk).select_related("successor__live_edition").first()
    if closed is not None:
        raise Gone(closed)
    raise Http404


def open_edition(request: HttpRequest, pk: int, number: int) -> Edition:
    """One edition by its permanent address: the publication's present visibility decides, also for old ones."""
    editions = Edition.objects.visible_to(request.user).select_related(
        "publication__owner__prefecture", "publication__live_edition"
    )
    found = editions.filter(publication__pk=pk, number=number).first()  # `__pk`: any number, however large
    if found is not None:
        return found
    closed = (
        Publication.objects.closed_to(request.user)
        .filter(pk=pk, editions__number=number)
        .select_related("successor__live_edition")
        .first()
    )
    if closed is not None:
        raise Gone(closed)
    raise Http404


def open_file(request: HttpRequest, pk: int) -> File:
    """A file of a visible edition; Http404 or Gone."""
    files = File.objects.visible_to(request.user).select_related("edition__publication__owner__prefecture")
    found = files.filter(pk=pk).first()
    if found is not None:
        return found
    closed = (
        Publication.objects.closed_to(request.user)
        .filter(editions__files__pk=pk)
        .select_related("successor__live_edition")
        .first()
    )
    if closed is not None:
        raise Gone(closed)
    raise Http404


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
            readings.note(Verb.NOT_FOUND, by=actor, target=("address", request.path[:40], ""))
            raise
        except Gone as gone:
            return _gone(request, gone.publication)

    return login_not_required(guarded)


def _gone(request: HttpRequest, publication: Publication) -> HttpResponseBase:
    successor = publication.successor
    if successor is not None and not Publication.objects.visible_to(request.user).filter(pk=successor.pk).exists():
        successor = None
    return render(
        request,
        "errors/410.html",
        {"reason": publication.closed_reason, "withdrawn_on": publication.withdrawn_at, "successor": successor},
        status=410,
    )
