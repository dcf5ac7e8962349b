"""A confidential thread has a page of its own: it stands beside no document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.guards import user_of
from discussion.consultation import Consultation
from discussion.models import Thread
from library.opened import note


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """For who is no party there is no such thread."""
    user = user_of(request)
    rows = Thread.objects.visible_to(user).confidential().select_related("body", "resolved_by__organization")
    talk = Consultation(user, get_object_or_404(rows, pk=pk), request.GET)
    note(request, comments=talk.unfolded)
    return render(request, "discussion/confidential.html", {"talk": talk, "places": talk.places})
