"""閉庁日: the secretariat's list of days on which it is closed, which count as no working days."""

from functools import partial

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.guards import for_secretariat, user_of
from audit.record import record
from audit.verbs import Verb
from library.models import ClosedDay
from posting import once
from secretariat.forms.closed_days import ClosedDayForm

_BACK = "manage:closed_days"


@for_secretariat
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "secretariat/closed_days.html", {"rows": ClosedDay.objects.order_by("-day")})


@for_secretariat
def new(request: HttpRequest) -> HttpResponse:
    form = ClosedDayForm(request.POST or None)
    if form.is_bound:
        try:
            # Sent twice, its own row is what the second looks like a copy of.
            keep = partial(_kept, request, form)
            if place := once.perform(request, _BACK, keep) if form.is_valid() else once.result(request, _BACK):
                return redirect(place)
        except once.KeyMissing:
            form.add_error(None, "画面が古くなっていました。もう一度「保存する」を押してください")
        except IntegrityError:
            form.add_error(None, "同じ日が、いま加えられました。一覧を確かめてください")
    context = {"form": form, "title": "閉庁日", "back": _BACK}
    return render(request, "secretariat/vocabulary_edit.html", context, status=400 if form.errors else 200)


def _kept(request: HttpRequest, form: ClosedDayForm) -> str:
    _log(request, Verb.ADD_CLOSED_DAY, form.save())
    messages.success(request, "閉庁日を加えました。期限はこの日を除いて数えます。")
    return reverse(_BACK)


@for_secretariat
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Once, also when it is sent twice."""
    if request.method != "POST":
        row = get_object_or_404(ClosedDay, pk=pk)
        return render(request, "secretariat/closed_day_delete.html", {"row": row})
    with transaction.atomic():
        found = ClosedDay.objects.select_for_update().filter(pk=pk).first()
        if found is not None:
            _log(request, Verb.DELETE_CLOSED_DAY, found)
            found.delete()
            messages.success(request, "閉庁日を削除しました。期限はこの日も数えます。")
    return redirect(_BACK)


def _log(request: HttpRequest, verb: Verb, row: ClosedDay) -> None:
    record(verb, by=user_of(request), target=("closed_day", row.pk, str(row)))
