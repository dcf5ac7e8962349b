"""全体のお知らせ: written, changed, ended. Also by administrators: it is they who stop the portal for a while."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

import clock
from accounts.guards import for_managers, user_of
from notices import announcing
from notices.models import Announcement
from posting import once
from secretariat.forms.announcements import AnnouncementForm

_BACK = "manage:announcements"
_MOST = 100


@for_managers
def listing(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    rows = [(row, row.state(now)) for row in Announcement.objects.newest_first()[:_MOST]]
    return render(request, "secretariat/announcements.html", {"rows": rows})


@for_managers
def new(request: HttpRequest) -> HttpResponse:
    return _edit(request, AnnouncementForm(request.POST or None))


@for_managers
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, AnnouncementForm(request.POST or None, instance=get_object_or_404(Announcement, pk=pk)))


@for_managers
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Announcement, pk=pk)
    announcing.end(row, by=user_of(request))
    messages.success(request, f"「{row}」を終えました。")
    return redirect(_BACK)


def _edit(request: HttpRequest, form: AnnouncementForm) -> HttpResponse:
    def keep() -> str:
        row = announcing.keep(form.instance, by=user_of(request), fields=form.changed_data)
        messages.success(request, f"「{row}」を保存しました。")
        return reverse(_BACK)

    if form.is_bound and form.is_valid():
        try:
            return redirect(once.perform(request, _BACK, keep))
        except once.KeyMissing:
            form.add_error(None, "画面が古くなっていました。もう一度「保存する」を押してください")
    context = {"form": form, "title": "全体のお知らせ", "back": _BACK}
    return render(request, "secretariat/vocabulary_edit.html", context, status=400 if form.errors else 200)
