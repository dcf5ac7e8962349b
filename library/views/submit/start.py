"""The door to registering: begin a draft, or go on with one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

import clock
from accounts.guards import for_contributors, user_of
from accounts.models import Organization, User
from library import actions
from library.models import Edition
from library.views.submit.steps import told
from posting import once


class OwnerForm(forms.Form):
    """Whose material it is; only the secretariat chooses."""

    owner = forms.ModelChoiceField(
        label="資料を提供する団体",
        queryset=Organization.objects.none(),
        empty_label=None,
        help_text="ほかの団体を選ぶと、代わりに登録したことが資料に表示されます。",
        error_messages={"required": "団体を選んでください", "invalid_choice": "団体を一覧から選んでください"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"owner": user.organization_id}
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = Organization.objects.that_may_own(clock.today()).in_list_order()


@for_contributors
@told
def start(request: HttpRequest) -> HttpResponseBase:
    user = user_of(request)
    form = OwnerForm(request.POST or None, user=user) if user.is_secretariat else None
    if request.method == "POST" and (form is None or form.is_valid()):
        owner = form.cleaned_data["owner"] if form else user.organization
        step = "details" if "link" in request.POST else "files"
        return redirect(once.perform(request, "start", lambda: _begin(owner, user, step)))
    drafts = Edition.objects.editable_by(user).select_related("publication__owner").order_by("-saved_at")[:10]
    return render(request, "submit/start.html", {"form": form, "drafts": drafts})


def _begin(owner: Organization, user: User, step: str) -> str:
    return reverse(f"submit:{step}", args=[actions.start(owner=owner, by=user).pk])
