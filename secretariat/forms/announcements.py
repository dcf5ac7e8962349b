"""全体のお知らせ, with its period as days: from the beginning of the first to the end of the last."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

import clock
from library.forms.fields import CleanLineField, CleanTextField, DayField
from notices.models import Announcement


class AnnouncementForm(forms.ModelForm[Announcement]):
    needed = ("ends_on",)

    starts_on = DayField(label="始まりの日", help_text="空けておくと、今日から。例：令和6年4月30日、2024-04-30")
    ends_on = DayField(label="終わりの日", help_text="この日の終わりまで出します。例：令和6年4月30日、2024-04-30")

    class Meta:
        model = Announcement
        fields = ["title", "text", "audience"]
        field_classes = {"title": CleanLineField, "text": CleanTextField}
        help_texts = {
            "title": "60字まで。",
            "text": "400字まで。改行と、https:// で始まるアドレスのリンクが使えます。",
        }
        error_messages = {
            "title": {"required": "題名を入れてください", "max_length": "題名は60字までです"},
            "text": {"max_length": "本文は400字までです"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["starts_on"] = _day(self.instance.starts_at)
            self.initial["ends_on"] = _day(self.instance.last_moment)

    def clean_ends_on(self) -> date:
        found: date | None = self.cleaned_data["ends_on"]
        if found is None:
            raise ValidationError("終わりの日を入れてください")
        if found < clock.today():
            raise ValidationError("終わりの日は、今日か、今日より後の日にしてください")
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on") or clock.today(), values.get("ends_on")
        if last is None:
            return values
        if last < first:
            self.add_error("ends_on", "終わりの日は、始まりの日と同じか後の日にしてください")
            return values
        self.instance.starts_at, self.instance.ends_at = _begin(first), _begin(last + timedelta(days=1))
        return values


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.JAPAN).date()


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.JAPAN)
