"""Reasons, successors, visibility: what is asked when something live is changed."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from japanese.widths import clean_line
from library.forms.fields import CleanLineField
from library.models import Publication, Visibility


class ReasonField(CleanLineField):
    def __init__(self, *, hint: str) -> None:
        super().__init__(
            label="理由",
            max_length=400,
            help_text=hint,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": "理由を書いてください", "max_length": "理由は400字までです"},
        )


class WithdrawForm(forms.Form):
    reason = ReasonField(hint="この資料を見ていた人に表示します。")
    successor = forms.CharField(
        label="代わりの資料のアドレスか番号",
        required=False,
        max_length=300,
        help_text="新しい資料があるときは、そのページのアドレスを貼ってください。",
    )

    def __init__(self, *args: Any, user: User, publication: Publication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.publication = user, publication

    def clean_successor(self) -> Publication | None:
        """A live publication that the person may see; whatever else is said to be not found."""
        typed = clean_line(self.cleaned_data["successor"])
        if not typed:
            return None
        match = re.search(r"(\d{1,9})/?(?:[?#].*)?$", typed)
        visible = Publication.objects.visible_to(self.user).exclude(pk=self.publication.pk)
        found = visible.filter(pk=int(match[1])).first() if match else None
        if found is None:
            raise ValidationError("その資料は見つかりません。アドレスを確かめてください")
        return found


class VisibilityForm(forms.Form):
    visibility = forms.TypedChoiceField(
        label="新しい公開範囲",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "公開範囲を選んでください", "invalid_choice": "公開範囲を一覧から選んでください"},
    )
    reason = ReasonField(hint="狭めるときは、見られなくなる人に表示します。")

    def __init__(self, *args: Any, publication: Publication, may_widen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["visibility"]
        assert isinstance(field, forms.ChoiceField)
        now = publication.visibility
        field.choices = [
            (level.value, f"{level.label}（{level.readers}）")
            for level in reversed(Visibility)
            if level != now and (level < now or may_widen)
        ]
