"""Signing in."""

from typing import Any

from allauth.account.forms import LoginForm

from accounts.forms.fields import email_field


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field(autocomplete="username")
        self.fields["password"].label = "パスワード"
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages = {"required": "パスワードを入れてください"}
