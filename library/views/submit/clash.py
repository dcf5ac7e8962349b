"""Two people in one draft: what differs between what they wrote."""

from dataclasses import dataclass

from django import forms

from library.forms.details import EditionDetailsForm


@dataclass(frozen=True)
class Difference:
    """One field with both texts."""

    label: str
    mine: str
    theirs: str


def differences(mine: EditionDetailsForm, theirs: EditionDetailsForm) -> list[Difference]:
    """The fields that differ, in the order of the form."""
    found = []
    for name, field in theirs.fields.items():
        if name == "revision":
            continue
        first, second = _spoken(field, mine[name].value()), _spoken(field, theirs[name].value())
        if first != second:
            found.append(Difference(str(field.label), first, second))
    return found


def _spoken(field: forms.Field, value: object) -> str:
    """A value as a person reads it."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        chosen = {str(item) for item in value} if isinstance(value, list) else set()
        rows = field.queryset or ()
        return "、".join(str(row) for row in rows if str(row.pk) in chosen) or "（なし）"
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.choices}  # type: ignore[union-attr, misc]
        return labels.get(str(value), "（なし）")
    return str(field.prepare_value(value) or "（なし）")
