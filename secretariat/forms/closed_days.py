"""閉庁日."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

import clock
from japanese.holidays import is_office_day
from library.forms.fields import CleanLineField, DayField
from library.models import ClosedDay

_YEARS_AHEAD = 5


class ClosedDayForm(forms.ModelForm[ClosedDay]):
    day = DayField(label="日")

    class Meta:
        model = ClosedDay
        fields = ["day", "note"]
        field_classes = {"note": CleanLineField}
        help_texts = {"note": "例：夏季の一斉休業"}
        error_messages = {"note": {"max_length": "理由は60字までです"}}

    def clean_day(self) -> date:
        """One that would count: weekends, holidays and the turn of the year are closed by rule."""
        day: date | None = self.cleaned_data["day"]
        this_year = clock.today().year
        if day is None:
            raise ValidationError("日を入れてください")
        if not this_year - 1 <= day.year <= this_year + _YEARS_AHEAD:
            raise ValidationError(f"去年から{_YEARS_AHEAD}年後までの日を入れてください")
        if not is_office_day(day):
            raise ValidationError("土日、祝日、年末年始（12月29日から1月3日まで）は、入れなくても数えません")
        return day
