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
            messages.success(request, _MUTED if level == Level.MUTED else _FOLLOWED)
    else:
        actions.unfollow(what, int(number), by=user)
        messages.success(request, "フォローをやめました。")
    is_on_page = found is not None and request.POST.get("back") != "settings"
    return redirect(named(what, found)[1] if is_on_page else "me:notices")
