"""Step 3: a last look, the declaration, and what happens next."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.guards import for_contributors, user_of
from library import actions, checks
from library.completeness import Problem, problems
from library.forms.confirm import SubmitForm
from library.models import Edition, EditionState, Visibility
from library.snapshot import snapshot
from library.views.submit.details import form_of
from library.views.submit.steps import STEPS, draft_of, told
from posting import once


@for_contributors
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly the page that readers will see."""
    return redirect(draft_of(request, pk))


@for_contributors
@told
def confirm(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = Edition.objects.worked_on_by(request.user).filter(pk=pk, state=EditionState.SUBMITTED).first()
    if found is not None:  # sent twice: the same result page
        return redirect("submit:done", pk)
    edition = draft_of(request, pk)
    form = SubmitForm(request.POST or None)
    errors: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once.perform(request, "submit", lambda: _submit(edition, form, request)))
        except actions.Incomplete as incomplete:
            errors = incomplete.problems
    else:
        errors = list(problems(edition, declared=True))
    failed = request.method == "POST"
    context = {
        "edition": edition,
        "form": form,
        "steps": STEPS,
        "fields": snapshot(edition, reader=user_of(request)),
        "checks": checks.automatic(edition, reader=user_of(request)),
        "is_reading": edition.files.named_to(user_of(request)).unread().exists(),
        "problems": _linked(request, edition, errors),
        "failed": failed,
        "readers": Visibility(edition.requested_visibility).readers,
        "review_days": settings.LIMITS.review_days,
    }
    return render(request, "submit/confirm.html", context, status=400 if failed else 200)


def _linked(request: HttpRequest, edition: Edition, errors: list[Problem]) -> list[tuple[str, str]]:
    """(address of the control that mends it, message) of each."""
    form = form_of(request, edition) if errors else None
    links = []
    for problem in errors:
        target = form.target_of(problem.field) if form and problem.step == "details" else problem.field
        links.append((f"{reverse(f'submit:{problem.step}', args=[edition.pk])}#{target}", problem.message))
    return links


def _submit(edition: Edition, form: SubmitForm, request: HttpRequest) -> str:
    actions.submit(edition, by=user_of(request), declared=True, note=form.cleaned_data["note"])
    return reverse("submit:done", args=[edition.pk])


@for_contributors
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """What was handed in, and what happens next."""
    edition = Edition.objects.worked_on_by(request.user).filter(pk=pk).select_related("publication__owner").first()
    if edition is None or not edition.submissions.exists():
        raise Http404
    context = {
        "edition": edition,
        "submission": edition.submissions.latest("number"),
        "review_days": settings.LIMITS.review_days,
    }
    return render(request, "submit/done.html", context)
