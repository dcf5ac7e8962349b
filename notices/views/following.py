"""フォローする, やめる: one button for all that can be followed."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.guards import user_of
from accounts.models import User
from discussion.models.merged import number_now
from library import actions
from library.models.follow import Level
from library.rules import Refused
from notices.follows import FIRST_LEVEL, named, targets

_FOLLOWED = "フォローしました。知らせる範囲は「通知の設定」で変えられます。"
_OF_VIEW = "新しい資料が出たら知らせます。"
_MUTED = "知らせないようにしました。"


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """`level` is empty to follow no longer, which is possible also for what cannot be seen any more."""
    user, what, level = user_of(request), request.POST.get("what", ""), request.POST.get("level", "")
    typed = request.POST.get("number", "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 19
    if what not in FIRST_LEVEL or not is_number or level not in {"", *Level.values}:
        raise Http404
    number = number_now(int(typed)) if what == "thread" else int(typed)
    return _follow(request, user, what, number, level)


@transaction.atomic
def _follow(request: HttpRequest, user: User, what: str, number: int, level: str) -> HttpResponse:
    """Of a thread the row is held: no merge takes it away meanwhile."""
    rows = targets(what, user).filter(pk=number)
    found = (rows.select_for_update(of=("self",), no_key=True) if what == "thread" else rows).first()
    if found is None and level:
        raise Http404
    if level:
        try:
            actions.follow(what, number, by=user, level=Level(level))
        except Refused as reason:
            messages.error(request, f"{reason}。")
        else:
            heard = _OF_VIEW if what == "view" else _FOLLOWED
            messages.success(request, _MUTED if level == Level.MUTED else heard)
    else:
        actions.unfollow(what, number, by=user)
        messages.success(request, _MUTED if what == "view" else "フォローをやめました。")
    if found is None or request.POST.get("back") == "settings":
        return redirect("me:notices")
    return redirect("me:views" if what == "view" else named(what, found)[1])
