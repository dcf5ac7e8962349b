"""見守る言葉."""

from django import forms
from django.core.exceptions import ValidationError

from discussion.models import WatchedWord
from japanese.widths import fold
from library.forms.fields import CleanLineField


class WatchedWordForm(forms.ModelForm[WatchedWord]):
    class Meta:
        model = WatchedWord
        fields = ["word", "note", "is_in_use"]
        field_classes = {"word": CleanLineField, "note": CleanLineField}
        help_texts = {
            "word": "全角と半角、大文字と小文字は区別しません。2文字以上。",
            "is_in_use": "外すと、この言葉のあるコメントは確認しません。",
        }
        error_messages = {
            "word": {"required": "言葉を入れてください", "max_length": "言葉は40字までです"},
            "note": {"max_length": "理由は120字までです"},
        }

    def clean_word(self) -> str:
        """What is in too many words would put every comment before the desk."""
        word: str = self.cleaned_data["word"]
        if len(fold(word)) < 2:
            raise ValidationError("2文字以上の言葉にしてください")
        return word
