"""メールを止める: the address stands in every letter. Looking shows a page; pressing, or the mail program, stops it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt  # RFC 8058: the mail program has no page of ours
from django.views.decorators.http import require_http_methods

from notices import actions, stopping


@csrf_exempt  # RFC 8058: what it may do is signed in the address, and it does nothing else
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Says nothing of whose mail it is."""
    person = stopping.person_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        actions.stop_mail(person)
    return render(request, "notices/stop.html", {"is_stopped": request.method == "POST"})
