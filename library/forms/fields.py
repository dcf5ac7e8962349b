"""Fields that speak Japanese: days in either era, clean lines and texts, addresses of pages."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Manager, Q

from japanese.eras import DateProblem, parse_date, wareki
from japanese.widths import clean_line, clean_text


class DayField(forms.CharField):
    """A day typed in any way an office writes it; shown again as 「令和6年4月30日」."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "例：令和6年4月30日、R6.4.30、2024-04-30")
        super().__init__(required=False, max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return wareki(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        try:
            return parse_date(clean_line(str(value)))
        except DateProblem as problem:
            raise ValidationError(f"{problem}。{self.label}を確かめてください") from problem

    def validate(self, value: Any) -> None:
        """Whatever became a day is one."""

    def run_validators(self, value: Any) -> None:
        """The length was that of the text, not of the day."""


class CleanLineField(forms.CharField):
    """One line, cleaned before it is measured: a line of invisible characters is empty."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class CleanTextField(forms.CharField):
    """Several lines, cleaned before they are measured."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "").strip()


class LineField(forms.CharField):
    """One clean line; a too long one says by how much."""

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = clean_line(super().to_python(value) or "")
        if len(text) > self.limit:
            over = len(text) - self.limit
            raise ValidationError(
                f"{self.label}は{self.limit}字までです。今は{len(text)}字です。{over}字減らしてください"
            )
        return text


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """Any number of rows of the list; a number that no row can have is simply not on it."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as problem:  # SQLite's, for a number of more than 64 bits
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from problem


class PageAddressField(LineField):
    """The address of a page that anybody can open; it is stored and shown, never fetched."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            parts = urlsplit(text)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.hostname or " " in text:
            raise ValidationError(f"{self.label}は http:// か https:// で始まるアドレスを入れてください")
        return text


class FiledUnderField(RowsField):
    """Rows of a vocabulary: those in use, and those that the edition has already, marked when they are retired."""

    def __init__(self, *, rows: "Manager[Any]", retired: str, **kwargs: Any) -> None:
        self._rows, self._retired = rows, retired
        messages = dict.fromkeys(("invalid_choice", "invalid_pk_value"), "一覧にあるものから選んでください")
        super().__init__(
            queryset=rows.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--cols"}),
            error_messages=messages,
            **kwargs,
        )

    def offer(self, chosen: "Manager[Any]") -> None:
        """`chosen`: what the edition is filed under now."""
        offered = Q(is_in_use=True) | Q(pk__in=chosen.values("pk"))
        self.queryset = self._rows.filter(offered).order_by("order", "id")

    def label_from_instance(self, row: Any) -> str:
        return str(row) if row.is_in_use else f"{row}（{self._retired}）"
