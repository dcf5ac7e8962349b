"""Passwords: changed, forgotten, set anew."""

from datetime import timedelta

from allauth.account import forms as library
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from audit.actors import SYSTEM
from audit.record import record
from audit.verbs import Verb
from posting import rates

_NEW_HINT = "12文字以上。県名やよく使われる言葉だけのものは使えません。"


def _say(field: forms.Field, label: str, hint: str = "") -> None:
    field.label, field.help_text = label, hint
    field.error_messages = {**field.error_messages, "required": f"{label}を入れてください"}


class ChangePasswordForm(library.ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], "今のパスワード")
        _say(self.fields["password1"], "新しいパスワード", _NEW_HINT)
        _say(self.fields["password2"], "新しいパスワード（もう一度）")


class ResetPasswordKeyForm(library.ResetPasswordKeyForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["password1"], "新しいパスワード", _NEW_HINT)
        _say(self.fields["password2"], "新しいパスワード（もう一度）")


class ResetPasswordForm(library.ResetPasswordForm):
    """Answers the same for every address; past the limit it only stops writing letters."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["email"], "メールアドレス")
        self.fields["email"].error_messages["invalid"] = "メールアドレスの形を確かめてください"

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        email = self.cleaned_data["email"].lower()
        if rates.allow(f"reset:{email}", limit=settings.LIMITS.resets_per_hour, period=timedelta(hours=1)):
            super().save(request, **kwargs)
            with transaction.atomic():
                record(Verb.ASK_RESET, by=SYSTEM, target=("account", "", ""))
        return str(email)
