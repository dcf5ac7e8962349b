"""Bodies on a day, their tenures, and how long somebody is let in."""

from typing import Any

from django import forms

from accounts.models import Organization, Tenure
from accounts.rules import TENURES_OF
from library.forms.fields import DayField


class OnDayFilter(forms.Form):
    """`?on=2024-04-30`: the bodies as they were on that day."""

    on = DayField(label="いつの時点", help_text="", widget=forms.TextInput(attrs={"class": "input--sm input--date"}))


class TenureForm(forms.Form):
    """A role from a day on; only roles that a body of this kind can have."""

    role = forms.ChoiceField(
        label="役割",
        error_messages={"required": "役割を選んでください", "invalid_choice": "役割を一覧から選んでください"},
    )
    starts_on = DayField(label="始まりの日")
    ends_on = DayField(label="終わりの日", help_text="この日まで使えます。決まっていなければ空けておいてください。")

    def __init__(self, *args: Any, body: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role, starts_on = self.fields["role"], self.fields["starts_on"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(row.value, row.label) for row in Tenure.Role if row in TENURES_OF[body.kind]]
        starts_on.required = True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts_on", "") is None:
            self.add_error("starts_on", "始まりの日を入れてください")
        return values


class EndForm(forms.Form):
    """The last day; empty for none."""

    ends_on = DayField(
        label="終わりの日",
        help_text="この日まで使えます（例：令和6年4月30日、2024-04-30）。期限をなくすときは空けてください。",
    )
