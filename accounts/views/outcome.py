"""What the pages about people share: a verb is done, its outcome is told, and the page is shown anew."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import actions
from accounts.forms.people import InviteForm
from accounts.guards import user_of
from accounts.rules import NotAllowed
from posting import once


def done(request: HttpRequest, act: Callable[[], object], *, said: str, back: str) -> HttpResponse:
    """Redirect to `back` with what was done, or with the reason why not."""
    try:
        act()
    except NotAllowed as reason:
        messages.error(request, f"{reason}。")
    else:
        messages.success(request, said)
    return redirect(back)


def invited(request: HttpRequest, form: InviteForm) -> bool:
    """Whether the form was sent and its invitation is on the way; otherwise the form says why not."""
    if request.method != "POST" or not form.is_valid():
        return False
    values = form.cleaned_data

    def act() -> str:
        actions.invite(**values, by=user_of(request))
        return request.path

    try:
        once.perform(request, "invite", act)
    except NotAllowed as reason:
        form.add_error("email", str(reason))
        return False
    except once.KeyMissing:
        form.add_error(None, "画面が古くなっていました。もう一度「招待を送る」を押してください")
        return False
    messages.success(request, f"招待しました。{values['email']}に招待のリンクを送ります。{how_letters_go()}")
    return True


def how_letters_go() -> str:
    """Said where a letter is promised and no mail server is named: somebody has to pass it on."""
    if settings.SMTP:
        return ""
    return (
        "メールの送信が設定されていないため、手紙はサーバーの mail フォルダーに入ります。"
        "運用の担当から渡してもらってください。"
    )
