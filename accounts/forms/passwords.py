"""Passwords: changed, forgotten, set anew."""

from datetime import timedelta
from typing import Any

from allauth.account import forms as library
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

import clock
from accounts import attempts
from accounts.forms.fields import NEW_PASSWORD_HINT, PASSWORDS_DIFFER, email_field
from audit.actors import SYSTEM
from audit.record import record
from audit.verbs import Verb
from posting import rates
from posting.address import address_group, client_address

_AGAIN = "新しいパスワード（もう一度）"
_WINDOW = timedelta(minutes=10)


def _say(field: forms.Field, label: str, hint: str = "") -> None:
    field.label, field.help_text = label, hint
    field.error_messages = {**field.error_messages, "required": f"{label}を入れてください"}


class _Twice(forms.Form):
    """Says in our words that the two new passwords differ, before the library's own form says it in its words."""

    def clean(self) -> dict[str, Any]:
        first, second = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        if first and second and first != second:
            self.add_error("password2", PASSWORDS_DIFFER)
        return super().clean() or {}


class ChangePasswordForm(_Twice, library.ChangePasswordForm):
    """Guessing the present password at somebody's open screen is limited like signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], "今のパスワード")
        _say(self.fields["password1"], "新しいパスワード", NEW_PASSWORD_HINT)
        _say(self.fields["password2"], _AGAIN)

    def clean_oldpassword(self) -> str:
        limit, period = settings.LIMITS.wrong_passwords, timedelta(minutes=settings.LIMITS.lock_minutes)
        name = f"old-password:{self.user.pk}"
        if not rates.allow(name, limit=limit, period=period):
            minutes = settings.LIMITS.lock_minutes
            raise forms.ValidationError(
                f"今のパスワードが続けて違いました。{minutes}分ほど待ってからもう一度お試しください"
            )
        password: str = super().clean_oldpassword()
        rates.clear(name)
        return password


class ResetPasswordKeyForm(_Twice, library.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["password1"], "新しいパスワード", NEW_PASSWORD_HINT)
        _say(self.fields["password2"], _AGAIN)


class ResetPasswordForm(library.ResetPasswordForm):
    """Answers the same and writes a letter for every address, known or not; past the limit it only stops writing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field(autocomplete="username")

    def clean_email(self) -> str:
        email: str = super().clean_email()
        return email.lower()

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        email: str = self.cleaned_data["email"]
        with transaction.atomic():
            if _may_ask(email, address_group(client_address(request))):
                super().save(request, **kwargs)
                target = attempts.known(email) or ("account", "", "登録のないアドレス")
                record(Verb.ASK_RESET, by=SYSTEM, target=target)
        return email


def _may_ask(email: str, place: str) -> bool:
    """Per address, and leniently per place, so that nobody has us write to very many strangers."""
    limits, now = settings.LIMITS, clock.now()
    return rates.allow(
        f"reset-from:{place}", limit=limits.failures_per_address, period=_WINDOW, now=now
    ) and rates.allow(f"reset:{email}", limit=limits.resets_per_hour, period=timedelta(hours=1), now=now)
