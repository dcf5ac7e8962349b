"""通知の設定: できごと by 画面 and メール, and what one follows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

import clock
from accounts.guards import user_of
from library.models.follow import Level
from mail import bounces
from notices import actions
from notices.follows import follows_of
from notices.forms import WaysForm
from notices.models.preference import OF_THE_DESK


def preferences(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    ways = {kind: way for kind, way in actions.ways_of(user).items() if user.is_secretariat or kind not in OF_THE_DESK}
    form = WaysForm(request.POST or None, ways=ways)
    if request.method == "POST" and form.is_valid():
        actions.choose(form.ways, by=user)
        messages.success(request, "通知の設定を保存しました。")
        return redirect("me:notices")
    context = {
        "form": form,
        "follows": follows_of(user),
        "levels": Level.choices,
        "returned": bounces.returned_to(user.email, now=clock.now()),
    }
    return render(request, "notices/preferences.html", context, status=400 if form.errors else 200)
