"""A coordinator's colleagues: seen, invited, changed, stopped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

import clock
from accounts import actions
from accounts.forms.people import InviteForm, RoleForm
from accounts.guards import for_coordinators, user_of
from accounts.models import Invitation, Organization, User
from accounts.rules import may_manage
from accounts.views.outcome import done, invited
from mail import bounces


def _colleague(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User.objects.with_body(), pk=pk, organization=user_of(request).organization_id)


@for_coordinators
def colleagues(request: HttpRequest) -> HttpResponse:
    me = user_of(request)
    form = InviteForm(request.POST or None, by=me, bodies=Organization.objects.filter(pk=me.organization_id))
    if invited(request, form):
        return redirect("colleagues")
    people = User.objects.with_body().filter(organization=me.organization).order_by("-is_active", "id")
    waiting = Invitation.objects.unanswered().filter(organization=me.organization).order_by("-created_at")
    returned = bounces.returned([person.email for person in people], now=clock.now())
    context = {
        "form": form,
        "rows": [(person, may_manage(me, person), returned.get(person.email)) for person in people],
        "invitations": waiting[:100],
        "now": clock.now(),
        "today": clock.today(),
    }
    return render(request, "accounts/colleagues.html", context, status=400 if form.errors else 200)


@for_coordinators
def colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague's role."""
    me, person = user_of(request), _colleague(request, pk)
    if not may_manage(me, person):
        messages.error(request, "自分の役割は変えられません。事務局に連絡してください。")
        return redirect("colleagues")
    form = RoleForm(request.POST or None, by=me, person=person)
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        said = f"{person.name}の役割を変えました。"
        return done(request, lambda: actions.change_role(person, role=role, by=me), said=said, back="colleagues")
    context = {"form": form, "person": person, "returned": bounces.returned_to(person.email, now=clock.now())}
    return render(request, "accounts/colleague.html", context, status=400 if form.errors else 200)


@for_coordinators
def suspend(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks first; a POST stops the account."""
    me, person = user_of(request), _colleague(request, pk)
    if request.method != "POST":
        return render(request, "accounts/colleague_suspend.html", {"person": person})
    said = f"{person.name}の利用を停止しました。"
    return done(request, lambda: actions.suspend(person, by=me), said=said, back="colleagues")


@for_coordinators
@require_POST
def reinstate(request: HttpRequest, pk: int) -> HttpResponseBase:
    me, person = user_of(request), _colleague(request, pk)
    said = f"{person.name}の停止を解きました。"
    return done(request, lambda: actions.reinstate(person, by=me), said=said, back="colleagues")


@for_coordinators
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    me = user_of(request)
    invitations = Invitation.objects.select_related("organization")
    found = get_object_or_404(invitations, pk=pk, organization=me.organization_id)
    said = f"{found.name}への招待を取り消しました。"
    return done(request, lambda: actions.revoke(found, by=me), said=said, back="colleagues")
