"""What is written of every kind of material, in one form that also accepts gaps while it is a draft."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms

import clock
from japanese.eras import wareki
from library.completeness import Problem, needed_details
from library.forms.fields import DayField, FiledUnderField, LineField, PageAddressField
from library.models import DocumentType, Edition, Theme, Visibility
from library.readers import Person
from library.told_apart import told_apart

_COUNTED = {"rows": 2}
_FEW_FILES = 3
_AHEAD = timedelta(days=366)  # what is announced already has its day; a day beyond is a slip of the year


class EditionDetailsForm(forms.Form):
    """Words, dates, types, themes and the wished visibility of one edition; `revision` tells two editors apart."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    types = FiledUnderField(
        label="種類",
        rows=DocumentType.objects,
        retired="使わなくなった種類",
        help_text="ガイドラインと活用事例集を1つのファイルにまとめたものは、両方に印を付けてください。",
    )
    title = LineField(label="資料の名前", limit=100, help_text="県名と版の番号（第1版、第2版…）は自動で付きます。")
    summary = LineField(
        label="概要",
        limit=120,
        help_text="一覧に出る1文です。何の資料か、だれのためのものかを書いてください。",
        widget=forms.Textarea(attrs=_COUNTED | {"data-count-limit": 120}),
    )
    themes = FiledUnderField(label="課題・テーマ", rows=Theme.objects, retired="使わなくなったテーマ")
    issued_on = DayField(label="策定・公表した日")
    revised_on = DayField(label="改定した日")
    as_of_on = DayField(label="内容の時点", help_text="調査や統計の基準日など。なければ空けておいてください。")
    review_by_on = DayField(label="見直しの予定", help_text="この日を過ぎると、見直しのお願いが「やること」に出ます。")
    section = LineField(label="作成した部署", limit=80)
    contact = LineField(
        label="問い合わせ先", limit=120, help_text="部署と代表の連絡先。個人の連絡先は書かないでください。"
    )
    link_url = PageAddressField(
        label="公開しているページのアドレス", limit=500, help_text="県のサイトで公開しているときだけ書いてください。"
    )
    change_note = LineField(label="変更の要点", limit=200, help_text="前の版から何を変えたか。版の履歴に出ます。")
    requested_visibility = forms.TypedChoiceField(
        label="希望する公開範囲",
        coerce=int,
        choices=[(level.value, f"{level.label}（{level.readers}）") for level in reversed(Visibility)],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "公開範囲を一覧から選んでください", "required": "公開範囲を選んでください"},
    )

    def __init__(self, *args: Any, edition: Edition, by: Person, **kwargs: Any) -> None:
        kwargs["initial"] = self.values_of(edition) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.needed = needed_details(edition)  # before handing in; a draft may lack them
        for name in ("types", "themes"):
            field = self.fields[name]
            assert isinstance(field, FiledUnderField)
            field.offer(getattr(edition, name))
        if edition.number == 1:
            del self.fields["change_note"]
        files = list(edition.files.taken().named_to(by).in_order())
        names = told_apart(files)
        for file in files:
            self.fields[f"file_{file.pk}"] = _file_field(names[file.pk])
            self.initial[f"file_{file.pk}"] = "" if file.visibility is None else file.visibility

    def clean(self) -> dict[str, Any]:
        """Days that contradict each other, or cannot be yet."""
        for name in ("issued_on", "revised_on"):
            day = self.cleaned_data.get(name)
            if day and day > clock.today() + _AHEAD:
                label = self.fields[name].label
                self.add_error(name, f"{label}（{wareki(day)}）が1年より先の日になっています。年を確かめてください")
        issued, revised = self.cleaned_data.get("issued_on"), self.cleaned_data.get("revised_on")
        if issued and revised and revised < issued:
            self.add_error(
                "revised_on",
                f"改定した日が、策定・公表した日（{wareki(issued)}）より前になっています。どちらかを直してください",
            )
        return self.cleaned_data

    @staticmethod
    def values_of(edition: Edition) -> dict[str, Any]:
        """The form's values as the edition has them."""
        plain = [
            "revision", "title", "summary", "issued_on", "revised_on", "as_of_on", "review_by_on",
            "section", "contact", "link_url", "change_note", "requested_visibility",
        ]  # fmt: skip
        values: dict[str, Any] = {name: getattr(edition, name) for name in plain}
        return values | {
            "types": list(edition.types.values_list("pk", flat=True)),
            "themes": list(edition.themes.values_list("pk", flat=True)),
        }

    def tell(self, problems: Iterable[Problem]) -> None:
        """What is still to be written, said at the fields of a form that is fit as far as it goes."""
        for problem in problems:
            self.add_error(problem.field, problem.message)

    def target_of(self, name: str) -> str:
        """The id that a link to a field leads to, also from another page: of a group, its first choice."""
        field = self[name]
        if not field.use_fieldset:
            return field.id_for_label
        choices = list(field.subwidgets)
        return choices[0].id_for_label if choices else f"{field.auto_id}_group"

    @property
    def file_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("file_")]

    @property
    def folds_file_fields(self) -> bool:
        """Where they are many, and none of them says anything yet."""
        fields = self.file_fields
        return len(fields) > _FEW_FILES and not any(field.errors or field.value() not in {"", None} for field in fields)

    def file_levels(self) -> dict[int, Visibility | None]:
        """File → how it is kept, None as the publication; only files that the page showed."""
        return {
            int(name.removeprefix("file_")): None if value == "" else Visibility(int(value))
            for name, value in self.cleaned_data.items()
            if name.startswith("file_") and name in self.data
        }


def _file_field(name: str) -> forms.ChoiceField:
    levels = [("", "資料と同じ")] + [
        (str(level.value), f"{level.label}だけ") for level in Visibility if level < Visibility.PUBLIC
    ]
    return forms.ChoiceField(
        label=f"「{name}」を見られる人",
        choices=levels,
        required=False,
        error_messages={"invalid_choice": "一覧から選んでください"},
    )
