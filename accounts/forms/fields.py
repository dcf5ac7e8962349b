"""Fields that several forms about people share."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from japanese.widths import clean_line, fold

NEW_PASSWORD_HINT = "12文字以上。県名やよく使われる言葉だけのものは使えません。貼り付けもできます。"  # noqa: S105  a hint
_ADDRESS_MARKS = ("://", "www.", "@")
PASSWORDS_DIFFER = "2つのパスワードが違います。同じものを入れてください"


def _no_address(name: str) -> None:
    """A name stands in letters from us to whoever is invited: it must not lead anywhere."""
    if any(mark in fold(name) for mark in _ADDRESS_MARKS):
        raise ValidationError("氏名にはURLやメールアドレスを入れないでください", code="address")


class NameField(forms.CharField):
    """A person's name in one clean line."""

    default_validators = [_no_address]

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": "氏名を入れてください",
            "max_length": "氏名は%(limit_value)d字までです。今は%(show_value)d字です",
        }
        attrs = {"autocomplete": "name"}
        super().__init__(
            label="氏名", max_length=60, error_messages=messages, widget=forms.TextInput(attrs=attrs), **kwargs
        )

    def to_python(self, value: Any) -> str:
        """Cleaned before it is found empty: a line of invisible characters is no name."""
        return clean_line(super().to_python(value) or "")


class AddressField(forms.EmailField):
    """An address without what nobody can see of it, and in letters that look like no others.

    What is another width or shape of a letter (Ａ, ſ) becomes that letter; what only looks like one (ı, Cyrillic а) is
    refused, so that two addresses that look the same are the same. A domain in other letters has an `xn--` name.
    """

    default_error_messages = {
        "other_letters": "メールアドレスに半角の英数字と記号ではない文字が入っています。"
        "形の似た別の文字がないか確かめて、入れ直してください"
    }

    def to_python(self, value: Any) -> str:
        address = unicodedata.normalize("NFKC", clean_line(super().to_python(value) or "")).strip().lower()
        if not address.isascii():
            raise ValidationError(self.error_messages["other_letters"], code="other_letters")
        return address


def email_field(*, autocomplete: str, **kwargs: Any) -> forms.EmailField:
    """An address in half-width characters, with what the browser may fill in."""
    return AddressField(
        label="メールアドレス",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
        error_messages={
            "required": "メールアドレスを入れてください",
            "invalid": "メールアドレスの形を確かめてください（例：taro@pref.example.jp）",
            "max_length": "メールアドレスは%(limit_value)d字までです。今は%(show_value)d字です",
        },
        **kwargs,
    )


def new_password_field(label: str, *, hint: str = "", required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": required},
    )
