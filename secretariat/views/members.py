"""Members: seen by body, invited, given roles, stopped."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

import clock
from accounts import actions
from accounts.forms.people import InviteForm, RoleForm
from accounts.guards import for_managers, user_of
from accounts.models import Invitation, Organization, User
from accounts.rules import NotAllowed, may_manage
from posting import once


@for_managers
def listing(request: HttpRequest) -> HttpResponse:
    me, bodies = user_of(request), Organization.objects.in_list_order()
    people = User.objects.with_body().order_by("organization__order", "-is_active", "id")
    invitations = Invitation.objects.open(clock.now()).select_related("organization").order_by("-created_at")
    wanted = request.GET.get("body", "")
    if wanted.isascii() and wanted.isdigit():
        people, invitations = people.filter(organization=int(wanted)), invitations.filter(organization=int(wanted))
    context = {
        "rows": [(person, may_manage(me, person)) for person in people],
        "invitations": invitations,
        "bodies": bodies,
        "wanted": wanted,
    }
    return render(request, "secretariat/members.html", context)


@for_managers
def invite(request: HttpRequest) -> HttpResponse:
    me = user_of(request)
    bodies = Organization.objects.with_tenure_on(clock.today()).in_list_order()
    form = InviteForm(request.POST or None, by=me, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            once.perform(request, "invite", lambda: actions.invite(**values, by=me) and request.path)
        except NotAllowed as reason:
            form.add_error("email", str(reason))
        else:
            messages.success(request, f"招待しました。{values['email']}に招待のリンクを送ります。")
            return redirect("manage:members")
    return render(request, "secretariat/members_invite.html", {"form": form}, status=400 if form.errors else 200)


@for_managers
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    me, person = user_of(request), get_object_or_404(User.objects.with_body(), pk=pk)
    if not may_manage(me, person):
        messages.error(request, "この人の役割は変えられません。")
        return redirect("manage:members")
    form = RoleForm(request.POST or None, by=me, person=person)
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        return _done(request, lambda: actions.change_role(person, role=role, by=me), "役割を変えました。")
    return render(request, "secretariat/members_edit.html", {"form": form, "person": person})


@for_managers
@require_POST
def suspend(request: HttpRequest, pk: int) -> HttpResponseBase:
    person = get_object_or_404(User, pk=pk)
    return _done(request, lambda: actions.suspend(person, by=user_of(request)), "利用を停止しました。")


@for_managers
@require_POST
def reinstate(request: HttpRequest, pk: int) -> HttpResponseBase:
    person = get_object_or_404(User, pk=pk)
    return _done(request, lambda: actions.reinstate(person, by=user_of(request)), "停止を解きました。")


@for_managers
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    invitation = get_object_or_404(Invitation.objects.select_related("organization"), pk=pk)
    return _done(request, lambda: actions.revoke(invitation, by=user_of(request)), "招待を取り消しました。")


def _done(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except NotAllowed as reason:
        messages.error(request, f"{reason}。")
    else:
        messages.success(request, said)
    return redirect("manage:members")
