"""What is live: its end, its return, who sees it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import for_contributors, user_of
from audit.verbs import Verb
from library import actions
from library.forms.availability import VisibilityForm, WithdrawForm
from library.models import Publication, Visibility
from library.rules import check
from library.views.submit.steps import told
from library.workflow import Subject


def _own(request: HttpRequest, pk: int) -> Publication:
    publications = Publication.objects.worked_on_by(request.user).select_related("live_edition", "owner")
    return get_object_or_404(publications, pk=pk)


@for_contributors
@told
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    publication, user = _own(request, pk), user_of(request)
    check(Subject.PUBLICATION, Verb.WITHDRAW, user=user, publication=publication)
    form = WithdrawForm(request.POST or None, user=user, publication=publication)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(publication, by=user, **form.cleaned_data)
        messages.success(request, "公開を終えました。開いた人には理由が表示されます。")
        return redirect("me:drafts")
    context = {"form": form, "publication": publication}
    return render(request, "publications/withdraw.html", context, status=400 if form.errors else 200)


@for_contributors
@told
def visibility(request: HttpRequest, pk: int) -> HttpResponse:
    publication, user = _own(request, pk), user_of(request)
    check(Subject.PUBLICATION, Verb.NARROW, user=user, publication=publication)
    form = VisibilityForm(request.POST or None, publication=publication, may_widen=user.is_secretariat)
    if request.method == "POST" and form.is_valid():
        level, reason = Visibility(form.cleaned_data["visibility"]), form.cleaned_data["reason"]
        change = actions.narrow if level < publication.visibility else actions.widen
        change(publication, by=user, visibility=level, reason=reason)
        messages.success(request, f"公開範囲を「{level.label}」に変えました。")
        return redirect(publication)
    context = {"form": form, "publication": publication, "now": Visibility(publication.visibility)}
    return render(request, "publications/visibility.html", context, status=400 if form.errors else 200)


@for_contributors
@require_POST
@told
def restore(request: HttpRequest, pk: int) -> HttpResponseBase:
    publication = actions.restore(_own(request, pk), by=user_of(request))
    messages.success(request, "公開に戻しました。")
    return redirect(publication)


@for_contributors
@require_POST
@told
def discard(request: HttpRequest, pk: int) -> HttpResponseBase:
    actions.discard_publication(_own(request, pk), by=user_of(request))
    messages.success(request, f"ごみ箱に入れました。{settings.LIMITS.bin_days}日のあいだは戻せます。")
    return redirect("me:drafts")


@for_contributors
@require_POST
@told
def recover(request: HttpRequest, pk: int) -> HttpResponseBase:
    actions.recover_publication(_own(request, pk), by=user_of(request))
    messages.success(request, "ごみ箱から戻しました。")
    return redirect("me:drafts")
