"""通知の設定: a row for each kind of event, whether it is shown and when it is mailed; and what a new feed holds."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.models import Organization
from library.models import Theme
from notices.models import Kind, Mailing, Subject, Way
from notices.models.preference import LETTER_OF_ITS_OWN


class WaysForm(forms.Form):
    def __init__(self, *args: Any, ways: Mapping[Kind, Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kinds = list(ways)
        for kind, way in ways.items():
            self.fields[f"{kind}_shown"] = forms.BooleanField(
                label=f"「{kind.label}」を画面で知らせる", required=False, initial=way.is_shown
            )
            offered = [Mailing.AT_ONCE, Mailing.NONE] if kind in LETTER_OF_ITS_OWN else Mailing
            self.fields[f"{kind}_mail"] = forms.ChoiceField(
                label=f"「{kind.label}」をメールで知らせる",
                choices=[(mailing.value, mailing.label) for mailing in offered],
                initial=way.mail,
                widget=forms.Select(attrs={"class": "select--sm"}),
            )

    def rows(self) -> Iterator[tuple[Kind, BoundField, BoundField]]:
        for kind in self._kinds:
            yield kind, self[f"{kind}_shown"], self[f"{kind}_mail"]

    @property
    def ways(self) -> dict[Kind, Way]:
        given = self.cleaned_data
        return {kind: Way(given[f"{kind}_shown"], Mailing(given[f"{kind}_mail"])) for kind in self._kinds}


class FeedForm(forms.Form):
    """What a feed holds: 「theme:3」, 「body:9」, or what needs no number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.order_by("order", "id").values_list("pk", "name")
        bodies = Organization.objects.filter(kind=Organization.Kind.PREFECTURE).in_list_order()
        self.fields["subject"] = forms.ChoiceField(
            label="フィードにするもの",
            choices=[
                (Subject.ALL.value, Subject.ALL.label),
                (Subject.CALENDAR.value, Subject.CALENDAR.label),
                (Subject.THEME.label, _numbered(Subject.THEME, themes)),
                (Subject.BODY.label, _numbered(Subject.BODY, bodies.values_list("pk", "name"))),
            ],
            error_messages=dict.fromkeys(("required", "invalid_choice"), "フィードにするものを選んでください"),
        )

    @property
    def chosen(self) -> tuple[Subject, int | None]:
        """The subject and, where it is one of many, which."""
        name, _, number = str(self.cleaned_data["subject"]).partition(":")
        return Subject(name), int(number) if number else None


def _numbered(subject: Subject, rows: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(f"{subject.value}:{pk}", name) for pk, name in rows]
