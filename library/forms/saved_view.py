"""Under which name, and for whom, the conditions of a list are kept."""

from typing import Any

from django import forms

from accounts.models import User
from library.forms.fields import CleanLineField
from library.models import SavedView
from library.models.saved_view import may_share

_LONGEST = 60


class SavedViewForm(forms.Form):
    """Whom one shares with is one's own body; who shares with nobody, or did not make the view, is not asked."""

    name = CleanLineField(
        label="名前",
        max_length=_LONGEST,
        error_messages={
            "required": "名前を入れてください",
            "max_length": "名前は%(limit_value)d字までです。今は%(show_value)d字です",
        },
    )
    is_shared = forms.BooleanField(required=False)

    def __init__(self, *args: Any, by: User, view: SavedView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_shared = view is not None and view.is_shared
        if may_share(by) and (view is None or view.owner_id == by.pk):
            self.fields["is_shared"].label = f"{by.organization.name}の担当者と共有する"
        else:
            del self.fields["is_shared"]

    @property
    def values(self) -> dict[str, Any]:
        return {"is_shared": self._is_shared, **self.cleaned_data}
