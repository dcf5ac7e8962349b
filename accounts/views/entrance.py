"""The ways in that the sign-in library does not have: invitations, and pages that tell what is shut."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

import clock
from accounts import actions
from accounts.forms.invitation import AcceptForm
from accounts.models import Invitation
from accounts.rules import NotAllowed


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the invitation; only a POST uses it, because mail scanners open links."""
    found = Invitation.objects.open(clock.now()).for_token(token).select_related("organization").first()
    if found is None:
        return render(request, "accounts/invitation_closed.html", status=404)
    form = AcceptForm(request.POST or None, invitation=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept(token, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
        except NotAllowed:
            return render(request, "accounts/invitation_closed.html", status=404)
        messages.success(request, "登録しました。メールアドレスとパスワードでログインしてください。")
        return redirect("account_login")
    return render(
        request, "accounts/invitation.html", {"form": form, "invitation": found}, status=400 if form.errors else 200
    )
