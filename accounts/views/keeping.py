"""What coordinators and managers alike do for people they look after: lift a lock, send an invitation again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

import clock
from accounts import actions, attempts
from accounts.guards import for_keepers, user_of
from accounts.models import Invitation, User
from accounts.rules import NotAllowed, grantable_roles, may_manage
from accounts.views.outcome import done, how_letters_go
from posting import once


def _list_of(user: User) -> str:
    """The list of people from which this person comes."""
    return "colleagues" if user.is_coordinator else "manage:members"


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether somebody is locked out after wrong passwords; a POST lets them try again."""
    me, person = user_of(request), get_object_or_404(User.objects.with_body(), pk=pk)
    if not may_manage(me, person):
        raise Http404
    back = _list_of(me)
    if request.method == "POST":
        said = f"{person}のロックを解きました。もう一度ログインできます。"
        return done(request, lambda: actions.lift_lock(person, by=me), said=said, back=back)
    locks = attempts.locks_of(person, now=clock.now())
    context = {"person": person, "until": max(locks.values(), default=None), "back": back}
    return render(request, "accounts/lock.html", context)


@for_keepers
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link to the same person; sent twice by one form, it is one letter."""
    me = user_of(request)
    found = get_object_or_404(Invitation.objects.select_related("organization"), pk=pk)
    if found.role not in grantable_roles(me, found.organization):
        raise Http404

    def act() -> str:
        actions.resend(found, by=me)
        return request.path

    try:
        once.perform(request, f"resend-{pk}", act)
    except NotAllowed as reason:
        messages.error(request, f"{reason}。")
    except once.KeyMissing:
        messages.error(request, "画面が古くなっていました。もう一度「送り直す」を押してください。")
    else:
        said = f"{found.email}に新しい招待のリンクを送ります。前のリンクは使えなくなりました。"
        messages.success(request, said + how_letters_go())
    return redirect(_list_of(me))
