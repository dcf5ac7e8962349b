"""The decision on a comment."""

from typing import Any

from django import forms

from library.forms.fields import CleanTextField
from secretariat.forms.review import hinted

LEAVE, HIDE, ASK = "leave", "hide", "ask"


class CommentDecisionForm(forms.Form):
    """Nothing is chosen beforehand; a message is required for all but leaving it."""

    conditional = ("message",)

    decision = forms.ChoiceField(
        label="判断",
        choices=[
            (LEAVE, hinted("そのままにする", "コメントは変わりません")),
            (HIDE, hinted("非表示にする", "書いた人と事務局だけが読めます。あとで戻せます")),
            (ASK, hinted("書いた人に直してもらう", "書いた人の「やること」に出ます。直されると、ここに戻ります")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "判断を選んでください", "invalid_choice": "判断を一覧から選んでください"},
    )
    message = CleanTextField(
        label="書いた人への連絡",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="非表示にするときは理由、直してもらうときは直すところを、必ず書いてください。書いた人に表示します。",
        error_messages={"max_length": "連絡は1,000字までです"},
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        missing = {HIDE: "非表示にする理由を書いてください", ASK: "直すところを書いてください"}
        if values.get("decision") in missing and not values.get("message"):
            self.add_error("message", missing[values["decision"]])
        return values
