"""What the desk chooses where threads are put in order: the answers that become one of their own."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import User
from discussion.models import Comment
from discussion.said import Said

MOST = 200
"""How many are listed on one page."""


class SplitForm(forms.Form):
    """The answer from which it was pressed is ticked, those after it are listed."""

    answers = forms.TypedMultipleChoiceField(
        label="新しい話題にする返信",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "新しい話題にする返信を選んでください",
            "invalid_choice": "選んだ返信が、この話題にはもうありません。もう一度選んでください",
        },
    )
    is_question = forms.BooleanField(label="新しい話題を質問にする", required=False)

    def __init__(self, *args: Any, comment: Comment, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["answers"] = [comment.pk]
        later = comment.thread.comments.filter(number__gte=comment.number).order_by("number")
        listed = list(later.select_related("writer", "body")[: MOST + 1])
        choice = self.fields["answers"]
        assert isinstance(choice, forms.TypedMultipleChoiceField)
        choice.choices = [(each.pk, _drawn(Said(each, person))) for each in listed[:MOST]]
        choice.help_text = "いちばん前のものが、新しい話題の始まりになります。"
        if len(listed) > MOST:
            choice.help_text += f"ここに出ているのは、はじめの{MOST}件です。"


def _drawn(said: Said) -> SafeString:
    return render_to_string("discussion/choice.html", {"said": said})
