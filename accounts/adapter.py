"""Our side of the sign-in library: closed sign-up, limits in rows, letters instead of direct mail, events."""

import hashlib
import time
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.forms import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from audit.actors import SYSTEM
from audit.record import record
from audit.verbs import Verb
from mail import outbox
from posting import rates
from posting.address import address_group, client_address

_WINDOW = timedelta(minutes=10)
_SLOW_SECONDS = 2.0
WRONG = (
    f"メールアドレスかパスワードが違います。{settings.LIMITS.wrong_passwords}回続けて違うと"
    f"{settings.LIMITS.lock_minutes}分間ログインできません"
)
LOCKED = (
    f"続けて違ったため、この場所からは{settings.LIMITS.lock_minutes}分間ログインできません。"
    "時間をおいてもう一度お試しください。急ぐときは事務局に連絡してください"
)


class PortalAdapter(DefaultAccountAdapter):
    error_messages = {**DefaultAccountAdapter.error_messages, "email_password_mismatch": WRONG, "invalid_login": WRONG}

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Account and place together are locked; a place, behind which a whole prefecture may sit, only grows slow."""
        place = address_group(client_address(request))
        if rates.is_full(f"failures:{place}", limit=settings.LIMITS.failures_per_address, period=_WINDOW):
            time.sleep(_SLOW_SECONDS)
        if rates.is_full(self._pair(request, credentials), limit=settings.LIMITS.wrong_passwords, period=_lock()):
            raise ValidationError(LOCKED)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        place = address_group(client_address(request))
        rates.allow(self._pair(request, credentials), limit=settings.LIMITS.wrong_passwords, period=_lock())
        rates.allow(f"failures:{place}", limit=settings.LIMITS.failures_per_address, period=_WINDOW)
        with transaction.atomic():
            record(Verb.SIGN_IN_FAILED, by=SYSTEM, target=("account", self._fingerprint(credentials), ""))

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        rates.clear(self._pair(request, {"email": user.email}))
        with transaction.atomic():
            record(Verb.SIGN_IN, by=user, target=("user", user.pk, str(user)))

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            with transaction.atomic():
                record(Verb.SIGN_OUT, by=user, target=("user", user.pk, str(user)))

    def set_password(self, user: User, password: str) -> None:
        with transaction.atomic():
            super().set_password(user, password)
            record(Verb.CHANGE_PASSWORD, by=user, target=("user", user.pk, str(user)))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The library's mails as letters of ours, by the last part of the template's name."""
        kind = template_prefix.rsplit("/", 1)[-1]
        outbox.write(kind, to=email, context={**context, "hours": settings.LIMITS.reset_hours})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the setting, never from the request's own host."""
        pattern = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + pattern.replace("UID-KEY", key)

    def _pair(self, request: HttpRequest, credentials: dict[str, Any]) -> str:
        return f"sign-in:{str(credentials.get('email', '')).strip().lower()}|{address_group(client_address(request))}"

    def _fingerprint(self, credentials: dict[str, Any]) -> str:
        """Tells tries on one account apart in the log without keeping what was typed."""
        typed = str(credentials.get("email", "")).strip().lower()
        return hashlib.sha256(f"{settings.SECRET_KEY}|{typed}".encode()).hexdigest()[:16]


def _lock() -> timedelta:
    return timedelta(minutes=settings.LIMITS.lock_minutes)
