"""The decision on a submission: nothing is chosen beforehand."""

from typing import Any

from django import forms
from django.utils.html import format_html

from library.forms.fields import CleanTextField
from library.models import Visibility

PUBLISH, SEND_BACK, DECLINE = "publish", "send_back", "decline"


def hinted(label: str, hint: str) -> str:
    return format_html('<b>{}</b><span class="decision__hint">{}</span>', label, hint)


class DecisionForm(forms.Form):
    """`checked` is asked for publishing only; a message is required for the other two."""

    conditional = ("checked", "message")  # neither 必須 nor 任意: the hints say when

    checked = forms.MultipleChoiceField(
        label="確認したこと",
        choices=[
            ("secrets", "個人情報や非公開情報が入っていない"),
            ("rights", "出典と著作権に問題がない"),
            ("fitting", "種類・テーマが内容に合う"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="公開するときは、3つとも確かめてください。",
    )
    visibility = forms.TypedChoiceField(
        label="公開範囲",
        coerce=int,
        choices=[(level.value, level.label) for level in Visibility],
        widget=forms.RadioSelect,
        error_messages={"required": "公開範囲を選んでください"},
    )
    decision = forms.ChoiceField(
        label="判断",
        choices=[
            (PUBLISH, hinted("公開する", "すぐに一覧へ載ります")),
            (SEND_BACK, hinted("差し戻す", "提出した団体が直して出し直せます")),
            (DECLINE, hinted("公開しない", "この版は終わりになります")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "判断を選んでください"},
    )
    message = CleanTextField(
        label="提出した団体への連絡",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "差し戻すとき、公開しないとき、希望やいまと違う公開範囲にするときは、必ず書いてください。"
            "提出した団体の「下書き・差し戻し」に出ます。"
        ),
        error_messages={"max_length": "連絡は2,000字までです"},
    )

    def __init__(self, *args: Any, wished: Visibility, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wished = wished

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        decision = values.get("decision")
        if decision == PUBLISH and len(values.get("checked", [])) < 3:
            self.add_error("checked", "公開するには、確認したことの3つに印を付けてください")
        level = values.get("visibility")
        if decision == PUBLISH and level is not None and level > self.wished and not values.get("message"):
            asked = f"提出した団体の希望は「{self.wished.label}」です"
            self.add_error("message", f"{asked}。それより広く公開するときは、連絡に理由を書いてください")
        if decision in {SEND_BACK, DECLINE} and not values.get("message"):
            self.add_error("message", "提出した団体への連絡に理由を書いてください")
        return values
