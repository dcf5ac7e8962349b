"""フォローする, やめる: one button for all that can be followed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.guards import user_of
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
    number = request.POST.get("number", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    if what not in FIRST_LEVEL or not is_number or level not in {"", *Level.values}:
        raise Http404
    found = targets(what, user).filter(pk=int(number)).first()
    if found is None and level:
        raise Http404
    if level:
        try:
            actions.follow(what, int(number), by=user, level=Level(level))
        except Refused as reason:
            messages.error(request, f"{reason}。")
        else:
            heard = _OF_VIEW if what == "view" else _FOLLOWED
            messages.success(request, _MUTED if level == Level.MUTED else heard)
    else:
        actions.unfollow(what, int(number), by=user)
        messages.success(request, _MUTED if what == "view" else "フォローをやめました。")
    if found is None or request.POST.get("back") == "settings":
        return redirect("me:notices")
    return redirect("me:views" if what == "view" else named(what, found)[1])
