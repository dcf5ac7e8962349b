"""The facts of guidelines, written below the details that every document has."""

from typing import Any

from django import forms

from guidelines.models import Guideline, Service
from library.forms.details import EditionDetailsForm
from library.forms.fields import LineField, PageAddressField, RowsField
from library.models import Edition

FACTS = ("secret_input", "scope", "services", "training", "records", "public_url")
_ERRORS = dict.fromkeys(("invalid_choice", "invalid_pk_value"), "一覧から選んでください")


def _choice(label: str, choices: list[tuple[str, str]], hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "記入しない"), *choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=hint,
        error_messages=_ERRORS,
    )


class GuidelineDetailsForm(EditionDetailsForm):
    secret_input = _choice("非公開情報の入力", Guideline.SecretInput.choices, "職員が非公開情報を入力してよいか。")
    scope = _choice("導入範囲", Guideline.Scope.choices)
    services = RowsField(
        label="対象サービス",
        queryset=Service.objects.order_by("order", "id"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--cols"}),
        error_messages=_ERRORS,
    )
    training = _choice("学習させない設定", Guideline.Training.choices)
    records = LineField(label="記録の保存", limit=120, help_text="何を、どれだけの期間残すか。")
    public_url = PageAddressField(label="公開URL", limit=500, help_text="ガイドラインを県のサイトで公開しているとき。")

    @staticmethod
    def values_of(edition: Edition) -> dict[str, Any]:
        values = EditionDetailsForm.values_of(edition)
        facts = Guideline.objects.filter(edition=edition).first()
        if facts is not None:
            values |= {name: getattr(facts, name) for name in FACTS if name != "services"}
            values["services"] = list(facts.services.values_list("pk", flat=True))
        return values

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FACTS]
