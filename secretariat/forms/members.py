"""What the list of members can be narrowed to."""

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import Invitation, Organization, User


class MembersFilter(forms.Form):
    """`?pref=09`: one body by its place in every list, which for a prefecture is its JIS code."""

    pref = forms.ChoiceField(label="所属", required=False, widget=forms.Select(attrs={"class": "select--sm"}))

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        field = self.fields["pref"]
        assert isinstance(field, forms.ChoiceField)
        bodies = Organization.objects.in_list_order().values_list("order", "name")
        field.choices = [("", "すべて"), *((f"{order:02d}", name) for order, name in bodies)]

    @property
    def order(self) -> int | None:
        """The chosen body's place; None for all, and for a value that is not on the list."""
        wanted = self.cleaned_data.get("pref") if self.is_valid() else ""
        return int(wanted) if wanted else None

    def narrow(
        self, people: QuerySet[User], invitations: QuerySet[Invitation]
    ) -> tuple[QuerySet[User], QuerySet[Invitation]]:
        if self.order is None:
            return people, invitations
        return people.filter(organization__order=self.order), invitations.filter(organization__order=self.order)
