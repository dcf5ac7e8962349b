"""Step 2: the words, dates, themes and facts; saved at every turn, and never over somebody else's."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from accounts.guards import for_contributors, user_of
from library import actions
from library.completeness import Problem, missing_details
from library.forms.details import EditionDetailsForm
from library.kinds import entry_of
from library.models import Edition, File
from library.rules import Refused
from library.views.submit.clash import CHOICE, differences, settled, unchanged
from library.views.submit.closed import closed_edition, show_closed, what_happened
from library.views.submit.proposals import FILLED, USE, address_of, propose, taken, with_taken
from library.views.submit.steps import STEPS, after_submitting, draft_or_none, told


def form_of(request: HttpRequest, edition: Edition, data: QueryDict | None = None) -> EditionDetailsForm:
    kind_form = import_string(entry_of(edition).details_form)
    form: EditionDetailsForm = kind_form(data, edition=edition, by=user_of(request))
    return form


@for_contributors
@told
def describe(request: HttpRequest, pk: int) -> HttpResponseBase:
    edition = draft_or_none(request, pk)
    if edition is None:
        return _closed(request, pk)
    form = form_of(request, edition, _posted(request, edition) or None)
    if USE in request.POST:
        return _take_over(request, edition, form)
    if request.method == "POST" and form.is_valid():
        return _keep(request, edition, form)
    return _show(request, edition, form)


def _keep(request: HttpRequest, edition: Edition, form: EditionDetailsForm) -> HttpResponseBase:
    """Save, then stay or go on, as the button says; before going on, ask for what is missing."""
    try:
        edition = _save(request, edition, form, form.cleaned_data)
    except actions.Clash as clash:
        return _show_clash(request, clash.edition, form)
    except Refused:  # handed in between the look and the lock
        return _closed(request, edition.pk)
    if "save" in request.POST:
        messages.success(request, "下書きを保存しました。続きは「下書き・差し戻し」から開けます。")
        return redirect("submit:details", edition.pk)
    if missing := list(missing_details(edition)):
        return _show(request, edition, _asking(request, edition, missing))
    return redirect("submit:confirm", edition.pk)


def _take_over(request: HttpRequest, edition: Edition, form: EditionDetailsForm) -> HttpResponseBase:
    """A proposal was chosen: keep what is fit, as an autosave does, and show the form again with all that was typed."""
    form.is_valid()
    if form.cleaned_data.get("revision") is None:
        return _show(request, edition, form)
    try:
        edition = _save(request, edition, form, _fit(form))
    except actions.Clash as clash:
        return _show_clash(request, clash.edition, form)
    except Refused:
        return _closed(request, edition.pk)
    if form.errors:
        return _show(request, edition, _typed(request, edition))
    return redirect(address_of(edition, taken(request.POST)[0]))


def _show(request: HttpRequest, edition: Edition, form: EditionDetailsForm) -> HttpResponse:
    context = {
        "edition": edition,
        "form": form,
        "steps": STEPS,
        "proposals": propose(request, edition, form),
        "filled": request.GET.get(FILLED, ""),
    }
    return render(request, "submit/details.html", context, status=400 if form.errors else 200)


def _asking(request: HttpRequest, edition: Edition, missing: list[Problem]) -> EditionDetailsForm:
    """What was just saved, as it was typed, with what is missing said at its fields."""
    form = _typed(request, edition)
    form.tell(missing)
    return form


def _typed(request: HttpRequest, edition: Edition) -> EditionDetailsForm:
    """What was sent, to be sent again after some of it was saved."""
    data = _posted(request, edition).copy()
    data["revision"] = str(edition.revision)
    return form_of(request, edition, data)


def _closed(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Nothing typed is lost when the edition was handed in or thrown away meanwhile."""
    edition = closed_edition(request, pk)
    if request.method != "POST":
        return after_submitting(edition)
    return show_closed(
        request, edition, forms=(form_of(request, edition, _posted(request, edition)), form_of(request, edition))
    )


def _posted(request: HttpRequest, edition: Edition) -> QueryDict:
    """What was sent, with a proposal that was taken; after a clash, what was chosen of it."""
    is_choice = any(name.startswith(CHOICE) for name in request.POST)
    return with_taken(settled(request.POST, form_of(request, edition)) if is_choice else request.POST)


def _save(request: HttpRequest, edition: Edition, form: EditionDetailsForm, values: Mapping[str, Any]) -> Edition:
    """The words first; then, where one changed, how close a single file is kept."""
    user = user_of(request)
    edition = actions.save_details(edition, by=user, revision=form.cleaned_data["revision"], values=values)
    levels = form.file_levels()
    for file in File.objects.filter(edition=edition, pk__in=levels):
        if file.visibility != levels[file.pk]:
            actions.keep_file_closer(file, by=user, visibility=levels[file.pk])
    return edition


def _show_clash(request: HttpRequest, edition: Edition, form: EditionDetailsForm) -> HttpResponse:
    """409 with both texts: nothing that either person typed is lost."""
    rows = differences(form, form_of(request, edition))
    context = {
        "edition": edition,
        "rows": rows,
        "kept": unchanged(_posted(request, edition), rows),
        "revision": edition.revision,
    }
    return render(request, "submit/clash.html", context, status=409)


@for_contributors
@require_POST
def autosave(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Keeps what is fit of a form that is still being written; what is not fit stays on the page."""
    edition = draft_or_none(request, pk)
    if edition is None:
        return JsonResponse(_told_closed(closed_edition(request, pk)), status=409)
    form = form_of(request, edition, request.POST)
    form.is_valid()
    if form.cleaned_data.get("revision") is None:
        return JsonResponse({"message": "画面が古くなっています。「下書きに保存する」を押してください"}, status=400)
    try:
        saved = _save(request, edition, form, _fit(form))
    except actions.Clash as clash:
        return JsonResponse({"message": f"{clash}。「下書きに保存する」を押すと選べます"}, status=409)
    except Refused:
        return JsonResponse(_told_closed(closed_edition(request, pk)), status=409)
    answer: dict[str, object] = {"fields": {"revision": str(saved.revision)}}
    if unsaved := list(_unsaved(form)):
        answer["unsaved"] = unsaved
    return JsonResponse(answer)


def _told_closed(edition: Edition) -> dict[str, str]:
    done, _ = what_happened(edition)
    said = f"{done}。いまの入力は保存できていません。「下書きに保存する」を押すと、写しを取れます"
    return {"message": said}


def _unsaved(form: EditionDetailsForm) -> Iterator[str]:
    """What stays on the page alone, each with the first sentence of why."""
    for name, errors in form.errors.items():
        reason = str(errors[0]).partition("。")[0]
        yield f"{form[name].label}は保存できていません：{reason}"


def _fit(form: EditionDetailsForm) -> Mapping[str, Any]:
    return {
        name: value for name, value in form.cleaned_data.items() if name in form.data or name in {"types", "themes"}
    }
