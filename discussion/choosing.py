"""What the desk chooses where threads are put in order: answers that leave one, and the one that another goes to."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import User
from discussion.audience import audience_of_thread
from discussion.models import Comment, Thread
from discussion.places import name_of_place
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


class MergeForm(forms.Form):
    """The other threads on the same document, latest first."""

    into = forms.TypedChoiceField(
        label="まとめる先の話題",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "まとめる先の話題を選んでください",
            "invalid_choice": "選んだ話題が、この資料にはもうありません。もう一度選んでください",
        },
    )

    def __init__(self, *args: Any, thread: Thread, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Thread.objects.visible_to(person).filter(publication=thread.publication).exclude(pk=thread.pk)
        found = list(here.select_related("edition", "file__edition").latest_first()[: MOST + 1])
        self._threads = {each.pk: each for each in found[:MOST]}
        openings = Comment.objects.filter(thread__in=self._threads, number=1).select_related("writer", "body")
        said = {each.thread_id: Said(each, person) for each in openings}
        choice = self.fields["into"]
        assert isinstance(choice, forms.TypedChoiceField)
        choice.choices = [(pk, self._drawn(each, said[pk], thread)) for pk, each in self._threads.items() if pk in said]
        if len(found) > MOST:
            choice.help_text = f"ここに出ているのは、新しいものから{MOST}件です。"

    def _drawn(self, other: Thread, said: Said, thread: Thread) -> SafeString:
        """With its place, and who reads there where others read here."""
        other.publication = thread.publication
        readers = audience_of_thread(other)
        is_other = readers != audience_of_thread(thread)
        return _drawn(said, place=name_of_place(other) or "資料全体", readers=readers.words if is_other else "")

    def clean_into(self) -> Thread:
        return self._threads[self.cleaned_data["into"]]


def _drawn(said: Said, **more: str) -> SafeString:
    return render_to_string("discussion/choice.html", {"said": said, **more})
