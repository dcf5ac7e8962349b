"""What was written or chosen for an edition that is no draft any more: 409 with all of it, and the ways on."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.guards import user_of
from audit.verbs import Verb
from library.forms.details import EditionDetailsForm
from library.models import Edition, EditionState, Visibility
from library.models.publication import worked_on_by
from library.readers import reader_of
from library.rules import offers, standing
from library.views.submit.clash import Difference, differences
from library.workflow import Subject, Who

_WRITERS = {Who.OWNER, Who.PROXY}
_DONE = {
    EditionState.SUBMITTED: "提出しました",
    EditionState.DECLINED: "公開しないと判断しました",
    EditionState.PUBLISHED: "公開しました",
    EditionState.SUPERSEDED: "公開しました",
}


def closed_edition(request: HttpRequest, pk: int) -> Edition:
    """The edition that this person could change while it was a draft; else 404, as if it did not exist."""
    user = user_of(request)
    reader = reader_of(user)
    in_bin = worked_on_by(reader, "publication__") & ~Q(binned_at=None)
    if not reader.sees_desk:
        in_bin &= ~Q(is_proxy=True, requested_visibility=Visibility.SECRETARIAT)
    seen = Q(pk__in=Edition.objects.worked_on_by(user).values("pk")) | in_bin
    found = Edition.objects.filter(seen, pk=pk).select_related("publication__owner__prefecture").first()
    if found is None or not standing(user, found.publication, found) & _WRITERS:
        raise Http404
    return found


def what_happened(edition: Edition) -> tuple[str, object]:
    """(who did what, when)."""
    if edition.binned_at is not None:
        return f"{edition.binned_by}がごみ箱に入れました", edition.binned_at
    done = _DONE.get(EditionState(edition.state), "変えました")
    if edition.state == EditionState.SUBMITTED:
        return f"{edition.submitted_by}が{done}", edition.submitted_at
    return f"事務局が{done}", edition.decided_at


def show_closed(
    request: HttpRequest,
    edition: Edition,
    *,
    forms: tuple[EditionDetailsForm, EditionDetailsForm] | None = None,
    files: str = "",
) -> HttpResponse:
    """`forms`: what was typed, and what is kept; `files`: what was chosen, in words."""
    rows: list[Difference] = differences(*forms) if forms else []
    done, moment = what_happened(edition)
    user = user_of(request)
    allowed = [
        offer.transition.verb
        for offer in offers(edition.publication, user=user, edition=edition)
        if offer.is_allowed and offer.transition.subject is Subject.EDITION
    ]
    context = {
        "edition": edition,
        "rows": rows,
        "typed": "\n".join(f"{row.field.label}：{row.mine}" for row in rows),
        "files": files,
        "done": done,
        "moment": moment,
        "may_recall": Verb.RECALL in allowed,
    }
    return render(request, "submit/closed.html", context, status=409)
