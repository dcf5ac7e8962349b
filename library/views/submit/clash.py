"""Two people in one draft: what differs between what they wrote, and what is kept of each field."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from library.forms.details import EditionDetailsForm

CHOICE = "keep_"  # + the field's name: "mine" or "theirs"
_OWN = {"revision", "csrfmiddlewaretoken", "save"}


@dataclass(frozen=True)
class Difference:
    """One field that differs: what was typed, to be mended on the page, and what is saved."""

    field: forms.BoundField
    mine: str
    theirs: str
    choice: str


def differences(mine: EditionDetailsForm, theirs: EditionDetailsForm) -> list[Difference]:
    """The fields that differ, in the order of the form."""
    found = []
    for name, field in theirs.fields.items():
        if name == "revision":
            continue
        first, second = _spoken(field, mine[name].value()), _spoken(field, theirs[name].value())
        if first != second:
            found.append(Difference(mine[name], first, second, f"{CHOICE}{name}"))
    return found


def unchanged(posted: QueryDict, rows: list[Difference]) -> list[tuple[str, str]]:
    """What else was sent, to be sent again."""
    shown = {row.field.name for row in rows} | _OWN
    return [
        (name, value)
        for name, values in posted.lists()
        if name not in shown and not name.startswith(CHOICE)
        for value in values
    ]


def settled(posted: QueryDict, theirs: EditionDetailsForm) -> QueryDict:
    """What was sent, with the saved value of each field where that was chosen."""
    chosen = [name for name in theirs.fields if posted.get(f"{CHOICE}{name}") == "theirs"]
    data = posted.copy()
    for name in chosen:
        data.setlist(name, list(_sent(theirs[name])))
    return data


def _sent(field: forms.BoundField) -> Iterator[str]:
    """A value as a browser would send it."""
    value = field.value()
    for item in value if isinstance(value, list) else [value]:
        yield "" if item is None else str(item)


def _spoken(field: forms.Field, value: object) -> str:
    """A value as a person reads it."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        chosen = {str(item) for item in value} if isinstance(value, list) else set()
        rows = field.queryset or ()
        return "、".join(field.label_from_instance(row) for row in rows if str(row.pk) in chosen) or "（なし）"
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.choices}  # type: ignore[union-attr, misc]
        return labels.get(str(value), "（なし）")
    return str(field.prepare_value(value) or "（なし）")
