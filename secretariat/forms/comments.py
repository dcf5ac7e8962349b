"""The decision on a comment, and the words of it that are blackened."""

from typing import Any

from django import forms

from discussion.actions import blackened
from discussion.models import Comment
from library.forms.availability import ReasonField
from library.forms.fields import CleanTextField
from secretariat.forms.review import hinted

LEAVE, HIDE, ASK, SUSPEND = "leave", "hide", "ask", "suspend"
MOST_WORDS = 20


_DECISIONS = [
    (LEAVE, hinted("そのままにする", "コメントは変わりません")),
    (HIDE, hinted("非表示にする", "書いた人と事務局だけが読めます。あとで戻せます")),
    (ASK, hinted("書いた人に直してもらう", "書いた人の「やること」に出ます。直されると、ここに戻ります")),
    (SUSPEND, hinted("非表示にし、書いた人の利用を停止する", "ログインはすぐに切れます。あとで戻せます")),
]


class CommentDecisionForm(forms.Form):
    """Nothing is chosen beforehand; a message is required for all but leaving it."""

    conditional = ("message",)

    decision = forms.ChoiceField(
        label="判断",
        choices=_DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "判断を選んでください", "invalid_choice": "判断を一覧から選んでください"},
    )
    message = CleanTextField(
        label="書いた人への連絡",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="非表示や停止のときは理由、直してもらうときは直すところを、必ず書いてください。書いた人に表示します。",
        error_messages={"max_length": "連絡は1,000字までです"},
    )

    def __init__(self, *args: Any, may_suspend: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision = self.fields["decision"]
        assert isinstance(decision, forms.ChoiceField)
        if not may_suspend:
            decision.choices = [choice for choice in _DECISIONS if choice[0] != SUSPEND]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        missing = {
            HIDE: "非表示にする理由を書いてください",
            ASK: "直すところを書いてください",
            SUSPEND: "利用を停止する理由を書いてください",
        }
        if values.get("decision") in missing and not values.get("message"):
            self.add_error("message", missing[values["decision"]])
        return values


class BlackenForm(forms.Form):
    pieces = CleanTextField(
        label="墨消しする言葉",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="1行に1つ。コメントにあるとおりに写してください。",
        error_messages={"required": "墨消しする言葉を入れてください", "max_length": "言葉は全部で1,000字までです"},
    )
    reason = ReasonField(hint="書いた人に表示します。墨消しする言葉は書かないでください。")

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.comment = comment

    def clean_pieces(self) -> list[str]:
        """Each stands in the comment, in a former wording or in the name of a file."""
        words = list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["pieces"].split("\n")))))
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(f"一度に墨消しできるのは{MOST_WORDS}語までです。今は{len(words)}語です")
        names = self.comment.attachments.values_list("name", flat=True)
        texts = [self.comment.text, *self.comment.revisions.values_list("text", flat=True), *names]
        for word in words:
            if not any(word in text for text in texts):
                raise forms.ValidationError(
                    f"「{word[:40]}」は、コメントにも前の文章にも、ファイルの名前にもありません"
                )
        return words

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if blackened(values.get("reason", ""), values.get("pieces", []))[1]:
            self.add_error("reason", "理由に、墨消しする言葉が入っています。使わずに書いてください")
        return values
