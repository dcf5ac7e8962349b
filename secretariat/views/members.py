"""Members: seen by body, invited, given roles, stopped."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

import clock
from accounts import actions
from accounts.forms.people import InviteForm, RoleForm
from accounts.guards import for_managers, user_of
from accounts.models import Invitation, Organization, User
from accounts.rules import may_manage
from accounts.views.outcome import done, invited
from mail import bounces
from secretariat.forms.members import MembersFilter

_ROWS = 50
_LIST = "manage:members"


@for_managers
def listing(request: HttpRequest) -> HttpResponse:
    me, conditions = user_of(request), MembersFilter(request.GET)
    people, invitations = conditions.narrow(
        User.objects.with_body().order_by("organization__order", "-is_active", "id"),
        Invitation.objects.unanswered().select_related("organization").order_by("-created_at"),
    )
    page = Paginator(people, _ROWS).get_page(request.GET.get("page"))
    returned = bounces.returned([person.email for person in page], now=clock.now())
    context = {
        "page": page,
        "rows": [(person, may_manage(me, person), returned.get(person.email)) for person in page],
        "invitations": invitations[:100],
        "conditions": conditions,
        "now": clock.now(),
        "today": clock.today(),
    }
    return render(request, "secretariat/members.html", context)


@for_managers
def invite(request: HttpRequest) -> HttpResponse:
    bodies = Organization.objects.with_tenure_on(clock.today()).in_list_order()
    form = InviteForm(request.POST or None, by=user_of(request), bodies=bodies)
    if invited(request, form):
        return redirect(_LIST)
    return render(request, "secretariat/members_invite.html", {"form": form}, status=400 if form.errors else 200)


@for_managers
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One member's role."""
    me, person = user_of(request), get_object_or_404(User.objects.with_body(), pk=pk)
    if not may_manage(me, person):
        messages.error(request, "この人の役割は変えられません。")
        return redirect(_LIST)
    form = RoleForm(request.POST or None, by=me, person=person)
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        said = f"{person}の役割を変えました。"
        return done(request, lambda: actions.change_role(person, role=role, by=me), said=said, back=_LIST)
    context = {"form": form, "person": person, "returned": bounces.returned_to(person.email, now=clock.now())}
    return render(request, "secretariat/members_edit.html", context, status=400 if form.errors else 200)


@for_managers
def suspend(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks first; a POST stops the account."""
    me, person = user_of(request), get_object_or_404(User.objects.with_body(), pk=pk)
    if request.method != "POST":
        return render(request, "secretariat/members_suspend.html", {"person": person})
    said = f"{person}の利用を停止しました。"
    return done(request, lambda: actions.suspend(person, by=me), said=said, back=_LIST)


@for_managers
@require_POST
def reinstate(request: HttpRequest, pk: int) -> HttpResponseBase:
    me, person = user_of(request), get_object_or_404(User.objects.with_body(), pk=pk)
    said = f"{person}の停止を解きました。"
    return done(request, lambda: actions.reinstate(person, by=me), said=said, back=_LIST)


@for_managers
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    me = user_of(request)
    found = get_object_or_404(Invitation.objects.select_related("organization"), pk=pk)
    said = f"{found.name}への招待を取り消しました。"
    return done(request, lambda: actions.revoke(found, by=me), said=said, back=_LIST)
