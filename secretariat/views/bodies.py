"""Bodies: who belongs on which day in which role, until when; and until when one person is let in."""

from collections.abc import Callable
from itertools import groupby

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

import clock
from accounts import actions
from accounts.guards import for_managers, user_of
from accounts.models import Organization, Tenure, User
from accounts.rules import NotAllowed, may_manage
from japanese.eras import wareki
from posting import once
from secretariat.forms.bodies import EndForm, OnDayFilter, TenureForm


@for_managers
def listing(request: HttpRequest) -> HttpResponse:
    """All bodies with their roles on a day, and how many members there were."""
    conditions = OnDayFilter(request.GET or None)
    day = (conditions.cleaned_data["on"] if conditions.is_valid() else None) or clock.today()
    tenures = Tenure.objects.on(day).exclude(organization=None).order_by("organization", "starts_on", "id")
    held = {pk: list(rows) for pk, rows in groupby(tenures, key=lambda row: row.organization_id)}
    context = {
        "conditions": conditions,
        "day": day,
        "membership": Tenure.objects.membership_on(day),
        "unnamed": Tenure.objects.filter(organization=None).order_by("starts_on", "id"),
        "rows": [(body, held.get(body.pk, [])) for body in Organization.objects.in_list_order()],
    }
    return render(request, "secretariat/bodies.html", context)


@for_managers
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: its tenures, and a new one."""
    found = get_object_or_404(Organization, pk=pk)
    form = TenureForm(request.POST or None, body=found)

    def add() -> str:
        actions.add_tenure(found, **form.cleaned_data, by=user_of(request))
        return f"{found}の在籍を加えました。"

    if place := _sent(request, form, f"add_tenure-{pk}", add, back=reverse("manage:member_body", args=[pk])):
        return redirect(place)
    context = {
        "body": found,
        "form": form,
        "tenures": found.tenures.order_by("starts_on", "id"),
        "today": clock.today(),
    }
    return render(request, "secretariat/body.html", context, status=400 if form.errors else 200)


@for_managers
def tenure(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of one tenure."""
    found = get_object_or_404(Tenure.objects.select_related("organization").exclude(organization=None), pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": found.ends_on})

    def end() -> str:
        changed = actions.end_tenure(found, ends_on=form.cleaned_data["ends_on"], by=user_of(request))
        until = f"{wareki(changed.ends_on)}までに" if changed.ends_on else "期限なしに"
        return f"{changed.organization}の{changed.get_role_display()}の在籍を、{until}しました。"

    back = reverse("manage:member_body", args=[found.organization_id])
    if place := _sent(request, form, f"end_tenure-{pk}", end, back=back):
        return redirect(place)
    context = {"form": form, "tenure": found, "body": found.organization, "back": back}
    return render(request, "secretariat/body_tenure.html", context, status=400 if form.errors else 200)


@for_managers
def access(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day on which one person is let in."""
    me, person = user_of(request), get_object_or_404(User.objects.with_body(), pk=pk)
    if not may_manage(me, person):
        messages.error(request, "この人の利用の期限は変えられません。")
        return redirect("manage:members")
    form = EndForm(request.POST or None, initial={"ends_on": person.access_ends_on})

    def end() -> str:
        changed = actions.end_access(person, ends_on=form.cleaned_data["ends_on"], by=me)
        until = f"{wareki(changed.access_ends_on)}までに" if changed.access_ends_on else "期限なしに"
        return f"{changed}の利用を、{until}しました。"

    if place := _sent(request, form, f"end_access-{pk}", end, back=reverse("manage:members")):
        return redirect(place)
    context = {"form": form, "person": person}
    return render(request, "secretariat/members_access.html", context, status=400 if form.errors else 200)


def _sent(request: HttpRequest, form: Form, verb: str, act: Callable[[], str], *, back: str) -> str:
    """Where a form leads that was sent and did its work (`act` tells what was done); else empty, and it says why."""
    if request.method != "POST" or not form.is_valid():
        return ""

    def perform() -> str:
        messages.success(request, act())
        return back

    try:
        return once.perform(request, verb, perform)
    except NotAllowed as reason:
        form.add_error("ends_on", str(reason))
    except once.KeyMissing:
        form.add_error(None, "画面が古くなっていました。もう一度「保存する」を押してください")
    return ""
