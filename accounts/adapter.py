"""Our side of the sign-in library: closed sign-up, limits in rows, letters instead of direct mail, events."""

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

import clock
from accounts import attempts
from accounts.guards import LOST
from accounts.models import User
from audit.actors import SYSTEM
from audit.record import record
from audit.verbs import Verb
from mail import outbox
from posting.address import address_group, client_address

UNKNOWN = "登録のないアドレス"
WRONG = (
    f"メールアドレスかパスワードが違います。{settings.LIMITS.wrong_passwords}回続けて違うと"
    f"{settings.LIMITS.lock_minutes}分間ログインできません"
)


class PortalAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "enter_current_password": "今のパスワードが違います。確かめてもう一度入れてください",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Pages only: the library's second set of answers in JSON is not used."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Paths of this site only; not even another port of the same host."""
        is_plain = url.startswith("/") and url.isprintable() and "\\" not in url
        return is_plain and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    # --- signing in and out ---
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        attempts.wait_if_crowded(_place(request), now=clock.now())
        _refuse_locked(request, credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        # The wrong password that brought the lock is told so at once; and tries that ran beside this one may have
        # brought it while a right one was checked.
        _refuse_locked(request, credentials)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        with transaction.atomic():
            locks = attempts.count_wrong(_typed(credentials), _place(request), now=clock.now())
            data = {"locked": True} if locks else {}
            target = attempts.known(_typed(credentials)) or ("account", _fingerprint(credentials), UNKNOWN)
            record(Verb.SIGN_IN_FAILED, by=SYSTEM, target=target, data=data)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Who gave the right password, but is suspended or out of date, is told so."""
        if User.objects.in_good_standing(clock.today()).filter(pk=user.pk).exists():
            response: HttpResponse | None = super().pre_login(request, user, **kwargs)
            return response
        clear_login(request)
        with transaction.atomic():
            target = ("user", user.pk, str(user))
            record(Verb.SIGN_IN_FAILED, by=SYSTEM, target=target, data={"stopped": True})
        return redirect("account_inactive")

    def login(self, request: HttpRequest, user: User) -> None:
        with transaction.atomic():
            super().login(request, user)
            attempts.forgive(user.email, _place(request))
            record(Verb.SIGN_IN, by=user, target=("user", user.pk, str(user)))
        if LOST in request.GET:
            messages.warning(
                request,
                "ログインの期限が切れていたため、操作は行われていません。もう一度押してください。"
                "ファイルを選んでいたときは届いていません。選び直してください。",
            )

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            with transaction.atomic():
                record(Verb.SIGN_OUT, by=user, target=("user", user.pk, str(user)))

    # --- passwords ---
    def set_password(self, user: User, password: str) -> None:
        with transaction.atomic():
            super().set_password(user, password)
            attempts.forgive(user.email, _place(self.request))
            record(Verb.CHANGE_PASSWORD, by=user, target=("user", user.pk, str(user)))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """All sessions have ended, this one too."""
        return reverse("account_login")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the setting, never from the request's own host."""
        pattern = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + pattern.replace("UID-KEY", key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The library's mails as letters of ours, by the last part of the template's name."""
        kind = template_prefix.rsplit("/", 1)[-1]
        outbox.write(kind, to=email, context={**context, "hours": settings.LIMITS.reset_hours})


def _refuse_locked(request: HttpRequest, credentials: dict[str, Any]) -> None:
    end = attempts.locked_until(_typed(credentials), _place(request), now=clock.now())
    if end is not None:
        limits, until = settings.LIMITS, end.astimezone(clock.JAPAN)
        raise ValidationError(
            f"{limits.wrong_passwords}回続けて違ったため、{limits.lock_minutes}分間ログインできません（{until:%H:%M}まで）。"
            "急ぐときは、所属のとりまとめ担当か事務局に連絡すると、解いてもらえます"
        )


def _place(request: HttpRequest) -> str:
    return address_group(client_address(request))


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", ""))


def _fingerprint(credentials: dict[str, Any]) -> str:
    """Tells tries on one account apart in the log without keeping what was typed."""
    typed = _typed(credentials).strip().lower()
    return hashlib.sha256(f"{settings.SECRET_KEY}|{typed}".encode()).hexdigest()[:16]
