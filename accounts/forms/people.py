"""Inviting people, accepting an invitation, changing a role."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import Organization, Role, User
from accounts.rules import grantable_roles
from japanese.widths import clean_line

_NAME_ERRORS = {"required": "氏名を入れてください", "max_length": "氏名は60字までです"}


def _name_field() -> forms.CharField:
    return forms.CharField(label="氏名", max_length=60, error_messages=_NAME_ERRORS)


class InviteForm(forms.Form):
    """Who is invited, for which body and in which role; only bodies and roles within reach of `by` can be chosen."""

    organization = forms.ModelChoiceField(
        label="所属",
        queryset=Organization.objects.none(),
        empty_label="選んでください",
        error_messages={"required": "所属を選んでください", "invalid_choice": "所属を一覧から選んでください"},
    )
    role = forms.ChoiceField(
        label="役割",
        widget=forms.RadioSelect,
        error_messages={"required": "役割を選んでください", "invalid_choice": "役割を一覧から選んでください"},
    )
    name = _name_field()
    email = forms.EmailField(
        label="メールアドレス",
        max_length=254,
        help_text="招待のリンクをこの宛先に送ります。7日のあいだ、1回だけ使えます。",
        error_messages={
            "required": "メールアドレスを入れてください",
            "invalid": "メールアドレスの形を確かめてください（例：taro@pref.example.jp）",
        },
    )

    def __init__(self, *args: Any, by: User, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        organization = self.fields["organization"]
        assert isinstance(organization, forms.ModelChoiceField)
        organization.queryset = bodies
        reachable = {role for body in bodies for role in grantable_roles(by, body)}
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(role.value, role.label) for role in Role if role in reachable]
        if by.is_coordinator:
            del self.fields["organization"]

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values.setdefault("organization", self.by.organization if self.by.is_coordinator else None)
        body, role = values.get("organization"), values.get("role")
        if body and role and role not in grantable_roles(self.by, body):
            self.add_error("role", f"{body}の人には選べない役割です。所属か役割を選び直してください")
        return values


class AcceptForm(forms.Form):
    """The invited person's own name and a password."""

    name = _name_field()
    password = forms.CharField(
        label="パスワード",
        strip=False,
        help_text="12文字以上。県名やよく使われる言葉だけのものは使えません。貼り付けもできます。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "パスワードを入れてください"},
    )
    again = forms.CharField(
        label="パスワード（もう一度）",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "パスワードをもう一度入れてください"},
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", "2つのパスワードが違います。同じものを入れてください")
        return values


class RoleForm(forms.Form):
    """The roles that `by` may give to this person."""

    role = forms.ChoiceField(
        label="役割",
        widget=forms.RadioSelect,
        error_messages={"required": "役割を選んでください", "invalid_choice": "役割を一覧から選んでください"},
    )

    def __init__(self, *args: Any, by: User, person: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"role": person.role}
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(r.value, r.label) for r in grantable_roles(by, person.organization)]
