"""Accepting an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.forms.fields import NEW_PASSWORD_HINT, PASSWORDS_DIFFER, NameField, new_password_field
from accounts.models import Invitation, User


class AcceptForm(forms.Form):
    """The invited person's own name and a password; body, role and address are the invitation's."""

    name = NameField()
    password = new_password_field("パスワード", hint=NEW_PASSWORD_HINT, required="パスワードを入れてください")
    again = new_password_field("パスワード（もう一度）", required="パスワードをもう一度入れてください")

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": invitation.name}
        super().__init__(*args, **kwargs)
        self._invited = User(email=invitation.email, name=invitation.name)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self._invited)
        return password

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", PASSWORDS_DIFFER)
        return values
