"""A coordinator's colleagues: seen, invited, changed, stopped."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

import clock
from accounts import actions
from accounts.forms.people import InviteForm, RoleForm
from accounts.guards import for_coordinators, user_of
from accounts.models import Invitation, Organization, User
from accounts.rules import NotAllowed, may_manage
from posting import once


@for_coordinators
def colleagues(request: HttpRequest) -> HttpResponse:
    me = user_of(request)
    form = InviteForm(request.POST or None, by=me, bodies=Organization.objects.filter(pk=me.organization_id))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            once.perform(request, "invite", lambda: actions.invite(**values, by=me) and request.path)
        except NotAllowed as reason:
            form.add_error("email", str(reason))
        else:
            messages.success(request, f"招待しました。{values['email']}に招待のリンクを送ります。")
            return redirect("colleagues")
    people = User.objects.with_body().filter(organization=me.organization).order_by("-is_active", "id")
    rows = [(person, may_manage(me, person)) for person in people]
    invitations = Invitation.objects.open(clock.now()).filter(organization=me.organization).order_by("-created_at")
    return render(request, "accounts/colleagues.html", {"form": form, "rows": rows, "invitations": invitations})


@for_coordinators
def colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague's role."""
    me = user_of(request)
    person = get_object_or_404(User.objects.with_body(), pk=pk, organization=me.organization)
    if not may_manage(me, person):
        messages.error(request, "自分の役割は変えられません。事務局に連絡してください。")
        return redirect("colleagues")
    form = RoleForm(request.POST or None, by=me, person=person)
    if request.method == "POST" and form.is_valid():
        return _done(
            request, lambda: actions.change_role(person, role=form.cleaned_data["role"], by=me), "役割を変えました。"
        )
    return render(request, "accounts/colleague.html", {"form": form, "person": person})


@for_coordinators
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stop or open an account."""
    me = user_of(request)
    person = get_object_or_404(User, pk=pk, organization=me.organization)
    if person.is_active:
        return _done(request, lambda: actions.suspend(person, by=me), "利用を停止しました。")
    return _done(request, lambda: actions.reinstate(person, by=me), "停止を解きました。")


@for_coordinators
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    me = user_of(request)
    found = get_object_or_404(Invitation, pk=pk, organization=me.organization)
    return _done(request, lambda: actions.revoke(found, by=me), "招待を取り消しました。")


def _done(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except NotAllowed as reason:
        messages.error(request, f"{reason}。")
    else:
        messages.success(request, said)
    return redirect("colleagues")
