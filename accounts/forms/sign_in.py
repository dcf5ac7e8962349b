"""Signing in."""

from allauth.account.forms import LoginForm
from django import forms


class SignInForm(LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label="メールアドレス",
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "username"}),
            error_messages={
                "required": "メールアドレスを入れてください",
                "invalid": "メールアドレスの形を確かめてください（例：taro@pref.example.jp）",
            },
        )
        self.fields["password"].label = "パスワード"
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages = {"required": "パスワードを入れてください"}
