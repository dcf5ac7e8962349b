"""What is said, and how."""

import unicodedata
from typing import Any

from django import forms

from accounts.models import User
from discussion.rules import may_speak_for_body
from japanese.personal import Kind, find_personal

LEAST, MOST = 2, 4_000


class TextField(forms.CharField):
    """Line ends are kept; what cannot be seen goes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=MOST,
            min_length=LEAST,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={
                "required": "コメントを書いてください",
                "min_length": f"{LEAST}文字以上で書いてください",
                "max_length": f"コメントは{MOST:,}字までです（いまは%(show_value)d字）。分けて投稿してください",
            },
            **kwargs,
        )

    def to_python(self, value: object) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        kept = (sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"})
        return "".join(kept).strip()


class CommentForm(forms.Form):
    text = TextField(label="コメント")
    is_on_behalf = forms.BooleanField(label="県としての発言にする", required=False)
    is_sure = forms.BooleanField(label="個人情報ではないことを確かめました", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not may_speak_for_body(user):
            del self.fields["is_on_behalf"]
        if not self.is_bound:
            del self.fields["is_sure"]

    @property
    def suspects(self) -> list[str]:
        """What looks like personal data, by its sort; said once, before it is posted."""
        kinds = {sighting.kind for sighting in find_personal(self.cleaned_data.get("text", ""))}
        return [kind.value for kind in Kind if kind in kinds]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_sure = cleaned.get("is_sure", False)
        found = self.suspects if "text" in cleaned else []
        if not found:
            self.fields.pop("is_sure", None)  # only what looks like it is asked about
        elif not is_sure:
            self.add_error(
                "text",
                f"{'、'.join(found)}のようなものがあります。個人情報なら消してください。"
                "そうでないときは、下の欄にチェックを付けて、もう一度投稿してください",
            )
        return cleaned


class OpeningForm(CommentForm):
    is_question = forms.BooleanField(label="質問として投稿する", required=False)
    is_whole = forms.BooleanField(label="資料全体へのコメントにする", required=False)
