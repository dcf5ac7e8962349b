"""通知の設定: a row for each kind of event, whether it is shown and when it is mailed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from notices.models import Kind, Mailing, Way
from notices.models.preference import LETTER_OF_ITS_OWN


class WaysForm(forms.Form):
    def __init__(self, *args: Any, ways: Mapping[Kind, Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, way in ways.items():
            self.fields[f"{kind}_shown"] = forms.BooleanField(
                label=f"「{kind.label}」を画面で知らせる", required=False, initial=way.is_shown
            )
            if kind not in LETTER_OF_ITS_OWN:
                self.fields[f"{kind}_mail"] = forms.ChoiceField(
                    label=f"「{kind.label}」をメールで知らせる",
                    choices=Mailing.choices,
                    initial=way.mail,
                    widget=forms.Select(attrs={"class": "select--sm"}),
                )

    def rows(self) -> Iterator[tuple[Kind, BoundField, BoundField | None]]:
        for kind in Kind:
            has_mail = kind not in LETTER_OF_ITS_OWN
            yield kind, self[f"{kind}_shown"], self[f"{kind}_mail"] if has_mail else None

    @property
    def ways(self) -> dict[Kind, Way]:
        given = self.cleaned_data
        return {kind: Way(given[f"{kind}_shown"], Mailing(given.get(f"{kind}_mail", Mailing.NONE))) for kind in Kind}
