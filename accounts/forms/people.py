"""Inviting people and changing a role."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from accounts.forms.fields import NameField, email_field
from accounts.models import Organization, Role, User
from accounts.rules import grantable_roles


def _role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="役割",
        widget=forms.RadioSelect,
        error_messages={"required": "役割を選んでください", "invalid_choice": "役割を一覧から選んでください"},
    )


class InviteForm(forms.Form):
    """Who is invited, for which body and in which role; only bodies and roles within reach of `by` can be chosen."""

    organization = forms.ModelChoiceField(
        label="所属",
        queryset=Organization.objects.none(),
        empty_label="選んでください",
        error_messages={"required": "所属を選んでください", "invalid_choice": "所属を一覧から選んでください"},
    )
    role = _role_field()
    name = NameField()
    email = email_field(autocomplete="off")

    def __init__(self, *args: Any, by: User, bodies: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        days = settings.LIMITS.invitation_days
        self.fields["email"].help_text = (
            f"招待のリンクをこの宛先に送ります。{days}日のあいだ、1回だけ使えます。"
            "同じ宛先にもう一度招待すると、前のリンクは使えなくなります。"
        )
        self.fields["name"].widget.attrs["autocomplete"] = "off"  # somebody else's
        organization, role = self.fields["organization"], self.fields["role"]
        assert isinstance(organization, forms.ModelChoiceField)
        assert isinstance(role, forms.ChoiceField)
        organization.queryset = bodies
        reachable = {role for body in bodies for role in grantable_roles(by, body)}
        role.choices = [(role.value, role.label) for role in Role if role in reachable]
        if by.is_coordinator:
            del self.fields["organization"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values.setdefault("organization", self.by.organization if self.by.is_coordinator else None)
        body, role = values.get("organization"), values.get("role")
        if body and role and role not in grantable_roles(self.by, body):
            self.add_error("role", f"{body}の人には選べない役割です。所属か役割を選び直してください")
        return values


class RoleForm(forms.Form):
    """The roles that `by` may give to this person."""

    role = _role_field()

    def __init__(self, *args: Any, by: User, person: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"role": person.role}
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(r.value, r.label) for r in grantable_roles(by, person.organization)]
