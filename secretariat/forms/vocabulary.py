"""Themes and types of documents."""

from typing import Any

from django import forms

from library.forms.fields import CleanLineField
from library.models import DocumentType, Theme

_NAME = {"required": "名前を入れてください", "unique": "同じ名前のものがあります", "max_length": "名前は30字までです"}
_SLUG = {
    "required": "短い名前を入れてください",
    "unique": "同じ短い名前のものがあります",
    "invalid": "短い名前は、半角の英小文字、数字、ハイフンで書いてください",
}


_HINTS = {"slug": "アドレスに使います。あとから変えることはできません。", "order": "小さい数が先に並びます。"}


def _fix_slug(form: forms.ModelForm[Theme] | forms.ModelForm[DocumentType]) -> None:
    """Lists and kept addresses name a row by its short name, so it stays."""
    form.fields["slug"].disabled = form.instance.pk is not None


class ThemeForm(forms.ModelForm[Theme]):
    class Meta:
        model = Theme
        fields = ["name", "slug", "description", "parent", "order", "is_in_use"]
        field_classes = {"name": CleanLineField, "description": CleanLineField}
        help_texts = _HINTS
        error_messages = {"name": _NAME, "slug": _SLUG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fix_slug(self)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        parent.queryset = Theme.objects.filter(parent=None).exclude(pk=self.instance.pk).order_by("order", "id")
        parent.empty_label = "なし（いちばん上）"

    def clean_parent(self) -> Theme | None:
        parent: Theme | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.children.exists():
            raise forms.ValidationError("下にテーマがあるため、ほかのテーマの下に置くことはできません")
        return parent


class TypeForm(forms.ModelForm[DocumentType]):
    class Meta:
        model = DocumentType
        fields = ["name", "slug", "tone", "has_facts", "order", "is_in_use"]
        field_classes = {"name": CleanLineField}
        help_texts = _HINTS
        error_messages = {"name": _NAME, "slug": _SLUG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _fix_slug(self)
