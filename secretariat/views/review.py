"""The review desk: the queue, and one submission with its decision."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

import clock
from accounts.guards import for_secretariat, user_of
from audit import readings
from audit.models import Event
from audit.verbs import Verb
from guidelines.printed import printed
from library import actions, checks
from library.models import Edition, EditionState, File, Page, PublicationState, Reading, Submission, Visibility
from library.rules import AlreadyDecided, Refused, claim_holder, why_not
from library.snapshot import changes, snapshot
from library.told_apart import told_apart
from library.workflow import Subject, transition
from posting import once
from posting.once import KeyMissing
from secretariat.forms.review import DECLINE, PUBLISH, DecisionForm
from secretariat.queue import TYPES, rows_for


@for_secretariat
def queue(request: HttpRequest) -> HttpResponse:
    """`type`: only submissions, or only comments."""
    kind = request.GET.get("type", "")
    kind = kind if kind in TYPES else ""
    ways = [("", "すべて"), *TYPES.items()]
    context = {
        "rows": rows_for(user_of(request), kind),
        "ways": [(name, f"?type={value}" if value else "?", value == kind) for value, name in ways],
        "review_days": settings.LIMITS.review_days,
    }
    return render(request, "review/queue.html", context)


def _queue(request: HttpRequest) -> QuerySet[Edition]:
    return Edition.objects.visible_to(request.user).awaiting_review()


def _edition(request: HttpRequest, pk: int) -> Edition:
    editions = Edition.objects.visible_to(request.user).select_related(
        "publication__owner__prefecture",
        "publication__live_edition",
        "submitted_by__organization",
        "claimed_by__organization",
        "decided_by__organization",
    )
    found = editions.filter(pk=pk, submissions__isnull=False).distinct().first()
    if found is None:
        raise Http404
    return found


@for_secretariat
def decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    edition, user = _edition(request, pk), user_of(request)
    initial = {"visibility": _proposed(edition)}
    form = DecisionForm(request.POST or None, initial=initial, wished=Visibility(edition.requested_visibility))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(once.perform(request, f"decide-{pk}", lambda: _decide(request, edition, form)))
        except AlreadyDecided as late:
            return _too_late(request, late.edition)
        except KeyMissing:
            form.add_error(None, "画面が古くなっていました。もう一度「判断を確定する」を押してください")
        except Refused as reason:
            form.add_error(None, str(reason))
    readings.note(
        Verb.VIEW,
        by=user,
        target=("publication", edition.publication_id, f"資料{edition.publication_id} {edition.name}"),
    )
    return render(request, "review/decide.html", _context(request, edition, form), status=400 if form.errors else 200)


def _proposed(edition: Edition) -> int:
    """What was asked for; never more than the present level, so that nothing that was narrowed is opened unseen."""
    publication = edition.publication
    if publication.state != PublicationState.LIVE:
        return edition.requested_visibility
    return min(edition.requested_visibility, publication.visibility)


def _seen(request: HttpRequest) -> int:
    """The number of the submission that the page showed; 0 fits none."""
    sent = str(request.POST.get("submission", ""))
    return int(sent[:4]) if sent.isascii() and sent.isdigit() else 0


def _decide(request: HttpRequest, edition: Edition, form: DecisionForm) -> str:
    user, values, seen = user_of(request), form.cleaned_data, _seen(request)
    if values["decision"] == PUBLISH:
        level = Visibility(values["visibility"])
        actions.publish(edition, by=user, visibility=level, message=values["message"], seen=seen)
        messages.success(request, f"「{edition}」を公開しました。一覧に載りました。")
    elif values["decision"] == DECLINE:
        actions.decline(edition, by=user, reason=values["message"], seen=seen)
        messages.success(request, f"「{edition}」は公開しないことにしました。")
    else:
        actions.send_back(edition, by=user, reason=values["message"], seen=seen)
        messages.success(request, f"「{edition}」を差し戻しました。提出した団体の「やること」に出ます。")
    return reverse("review:queue")


def _too_late(request: HttpRequest, edition: Edition) -> HttpResponse:
    """409: who was quicker, and when; what was written is shown again."""
    edition = _edition(request, edition.pk)
    context = {
        "who": str(edition.decided_by),
        "when": edition.decided_at,
        "outcome": edition.get_state_display(),
        "queue_url": reverse("review:queue"),
        "back_url": reverse("review:decide", args=[edition.pk]),
        "kept": request.POST.get("message", ""),
    }
    return render(request, "errors/409.html", context, status=409)


def _context(request: HttpRequest, edition: Edition, form: DecisionForm) -> dict[str, object]:
    user = user_of(request)
    submissions = list(
        edition.submissions.select_related("submitted_by__organization", "closed_by__organization").order_by("-number")
    )
    waiting = list(_queue(request).values_list("pk", flat=True))
    position = waiting.index(edition.pk) + 1 if edition.pk in waiting else 0
    found = checks.automatic(edition, reader=user)
    first_page = (
        Page.objects.filter(file__edition=edition, number=1)
        .exclude(picture_key="")
        .only("file_id", "picture_width", "picture_height")
        .order_by("file__position")
        .first()
    )
    files = list(File.objects.visible_to(user).filter(edition=edition).in_order())
    names = told_apart(files)
    return {
        "edition": edition,
        "form": form,
        "is_open": edition.state == EditionState.SUBMITTED,
        "refusal": why_not(
            transition(Subject.EDITION, Verb.PUBLISH), user=user, publication=edition.publication, edition=edition
        ),
        "holder": claim_holder(edition, now=clock.now()),
        "checks": found,
        "to_check": sum(1 for check in found if not check.is_ok),
        "changes": _changes(edition, submissions),
        "present": _present(edition),
        "submissions": submissions,
        "fields": snapshot(edition),
        "files": [(file, names[file.pk]) for file in files],
        "is_reading": any(file.reading in {Reading.WAITING, Reading.WORKING} for file in files),
        "first_page": first_page,
        "position": position,
        "waiting": len(waiting),
        "next": waiting[position] if position < len(waiting) else None,
        "log": _log(edition),
        "printed": printed(request.path),
    }


def _changes(edition: Edition, submissions: list[Submission]) -> dict[str, object] | None:
    """What differs from the last submission of this edition, or from the live edition for a first one."""
    live = edition.publication.live_edition
    since: datetime | None
    if len(submissions) > 1:
        before = [(name, text) for name, text in submissions[1].snapshot]
        label, since = "前回の提出からの変更", submissions[1].submitted_at
    elif live is not None and live.pk != edition.pk:
        # The level that it has now: the desk may have published it more or less open than was asked for.
        live.requested_visibility = edition.publication.visibility
        before = snapshot(live)
        label, since = f"公開中の{live.name}からの変更", edition.publication.updated_at
    else:
        return None
    return {"label": label, "since": since, "rows": changes(before, snapshot(edition))}


def _present(edition: Edition) -> tuple[Visibility, str] | None:
    """Who reads the publication now, and why it was narrowed last; None for one that is not live."""
    publication = edition.publication
    if publication.state != PublicationState.LIVE:
        return None
    return Visibility(publication.visibility), publication.closed_reason


def _log(edition: Edition) -> list[Event]:
    events = Event.objects.filter(target_kind="publication", target_id=str(edition.publication_id))
    return list(events.exclude(verb=Verb.VIEW).order_by("-sequence")[:50])


@for_secretariat
@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _switch(request, pk, actions.claim, "担当になりました。ほかの人には、あなたが担当していると表示されます。")


@for_secretariat
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _switch(request, pk, actions.release, "担当を外れました。")


def _switch(request: HttpRequest, pk: int, act: Callable[..., Edition], said: str) -> HttpResponseBase:
    try:
        act(_edition(request, pk), by=user_of(request))
    except Refused as reason:
        messages.error(request, f"{reason}。")
    else:
        messages.success(request, said)
    return redirect("review:decide", pk)
