"""Editions on their way: a new one begun, one taken back, thrown away, fetched back."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.guards import for_contributors, user_of
from library import actions
from library.models import Edition, Publication
from library.views.submit.steps import told
from posting import once


@for_contributors
@require_POST
@told
def revise(request: HttpRequest, pk: int) -> HttpResponseBase:
    user = user_of(request)
    publication = get_object_or_404(Publication.objects.worked_on_by(user), pk=pk)

    def begin() -> str:
        return reverse("submit:files", args=[actions.start_revision(publication, by=user).pk])

    return redirect(once.perform(request, "revise", begin))


def _own(request: HttpRequest, pk: int) -> Edition:
    """An edition that this person works on, also one in the bin; else 404."""
    found = Edition.objects.handled_by(request.user).filter(pk=pk).select_related("publication__owner").first()
    if found is None:
        raise Http404
    return found


@for_contributors
@require_POST
@told
def recall(request: HttpRequest, pk: int) -> HttpResponseBase:
    edition = actions.recall(_own(request, pk), by=user_of(request))
    messages.success(request, "取り戻しました。直してから、もう一度提出してください。")
    return redirect("submit:details", edition.pk)


@for_contributors
@told
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    edition = _own(request, pk)
    if request.method != "POST":
        return render(request, "publications/discard.html", {"edition": edition})
    actions.discard(edition, by=user_of(request))
    messages.success(request, f"ごみ箱に入れました。{settings.LIMITS.bin_days}日のあいだは戻せます。")
    return redirect("me:drafts")


@for_contributors
@require_POST
@told
def recover(request: HttpRequest, pk: int) -> HttpResponseBase:
    actions.recover(_own(request, pk), by=user_of(request))
    messages.success(request, "ごみ箱から戻しました。")
    return redirect("me:drafts")
