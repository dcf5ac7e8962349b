"""What is said, and how; what is reported; where a thread is moved to."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

import clock
from accounts.models import Organization, User
from discussion.actions import Place
from discussion.fields import FilesField
from discussion.mentions.form import MOST, AddressingForm
from discussion.models import Attachment, Reason
from discussion.places import find_place
from discussion.rules import may_speak_for_body
from discussion.suspects import suspects
from discussion.tray import Tray
from library.forms.fields import CleanLineField, CleanTextField
from library.models import Publication

LEAST = 2
_LOOK_FIRST = (
    "公開前に確かめることがあるファイルがあります。欄の中の説明を読んで、このままでよければ、"
    "下の欄にチェックを付けて、もう一度投稿してください。外すときは「外す」にチェックを付けます"
)
_NUMBER = re.compile(r"(?:.*/guidelines/)?([0-9]{1,18})(?:/.*)?")


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


class FilesForm(forms.Form):
    """The choice of files alone, as it stands beside a document."""

    files = FilesField()  # type: ignore[assignment]  # a field, taken off the class while it is made

    def __init__(self) -> None:
        super().__init__()
        self.fields["files"].put(Tray())  # type: ignore[attr-defined]  # a FilesField


class CommentForm(AddressingForm):
    text = TextField(label="コメント")
    files = FilesField()  # type: ignore[assignment]  # a field, taken off the class while it is made
    is_on_behalf = forms.BooleanField(label="県としての発言にする", required=False)
    is_sure = forms.BooleanField(label="確かめました。このまま投稿します", required=False)

    def __init__(self, data: QueryDict | None = None, *, user: User, tray: Tray | None = None, **kwargs: Any) -> None:
        self.tray = tray or Tray()
        if data is not None and self.tray.has_news:  # sure of what was known when the box was ticked
            data = data.copy()
            data.pop("is_sure", None)
        super().__init__(data, **kwargs)
        self.user = user
        self.fields["files"].put(self.tray)  # type: ignore[attr-defined]  # a FilesField
        if not may_speak_for_body(user):
            del self.fields["is_on_behalf"]
        if not self.is_bound:
            del self.fields["is_sure"]

    def clean_files(self) -> list[Attachment]:
        if self.tray.problems:
            raise ValidationError(self.tray.problems)
        return self.tray.files

    def clean(self) -> dict[str, Any]:
        """What the desk would look at is said once, before it is posted."""
        cleaned = super().clean() or {}
        is_sure = cleaned.get("is_sure", False)
        found = suspects(cleaned["text"], self.tray.files) if "text" in cleaned else []
        if not (found or self.tray.has_remarks):
            self.fields.pop("is_sure", None)  # only what looks like it is asked about
        if self.tray.has_remarks and not is_sure:
            self.add_error("files", _LOOK_FIRST)
        if found and not is_sure:
            self.add_error(
                "text",
                f"{'、'.join(found)}があります。個人情報や、人を傷つける言葉なら消してください。そうでないときは、"
                "下の欄にチェックを付けて、もう一度投稿してください。事務局も確認します",
            )
        return cleaned


class OpeningForm(CommentForm):
    is_question = forms.BooleanField(label="質問として投稿する", required=False)
    is_whole = forms.BooleanField(label="資料全体へのコメントにする", required=False)


class ConfideForm(CommentForm):
    """To the secretariat; its own people choose the body that they talk with."""

    body = forms.ModelChoiceField(
        label="相談する団体",
        queryset=Organization.objects.none(),
        empty_label="選んでください",
        error_messages={
            "required": "相談する団体を選んでください",
            "invalid_choice": "相談する団体を一覧から選んでください",
        },
    )
    is_question = forms.BooleanField(label="質問として投稿する", required=False)
    field_order = ("body", "text", "is_question")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["text"].label = "相談の内容"
        self.fields["text"].help_text = "個人情報や非公開情報は書かないでください。"
        del self.fields["to"]  # the other side hears of it anyway
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)
        if user.is_secretariat:
            body.queryset = Organization.objects.members_on(clock.today()).in_list_order()
        else:
            del self.fields["body"]


class ReportForm(forms.Form):
    conditional = ("words",)  # neither 必須 nor 任意: the hint says when

    reason = forms.ChoiceField(
        label="通報する理由",
        choices=Reason,
        widget=forms.RadioSelect,
        error_messages={"required": "理由を選んでください", "invalid_choice": "理由を一覧から選んでください"},
    )
    words = CleanTextField(
        label="説明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="どこが気になったか。「その他」のときは必ず書いてください。事務局だけが読みます。",
        error_messages={"max_length": "説明は1,000字までです"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("words"):
            self.add_error("words", "「その他」のときは、どこが気になったかを書いてください")
        return cleaned


class MoveForm(forms.Form):
    where = CleanLineField(
        label="動かす先の資料のアドレスか番号",
        max_length=300,
        help_text="ページへの話題にするときは、そのページを開いたときのアドレスを貼ってください。例：18",
        error_messages={
            "required": "動かす先の資料を入れてください",
            "max_length": "アドレスは300字までです",
        },
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_where(self) -> tuple[Publication, Place | None]:
        """A live publication that this person sees, and the page that the address names."""
        try:
            parts = urlsplit(self.cleaned_data["where"])
        except ValueError:
            parts = urlsplit("")
        number = _NUMBER.fullmatch(parts.path)
        rows = Publication.objects.visible_to(self.person).with_live_edition()
        publication = rows.filter(pk=number[1]).first() if number else None
        if publication is None:
            raise ValidationError("公開中の資料の中に、このアドレスか番号の資料はありません。確かめてください")
        query = QueryDict(parts.query)
        return publication, find_place(self.person, publication, query.get("file"), query.get("page"))
