"""One comment before the desk: where it stands, who reported it and why, what becomes of it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

import clock
from accounts.guards import for_secretariat, user_of
from accounts.rules import may_manage
from audit.models import Event
from discussion import actions
from discussion.models import Comment, Outcome
from discussion.rules import DecidedBefore, why_not_moderate, why_not_suspend, why_not_take_back
from discussion.said import Said
from discussion.views.doors import open_comment
from discussion.written import written
from library.rules import Refused
from posting import once
from secretariat.forms.comments import ASK, HIDE, SUSPEND, BlackenForm, CommentDecisionForm

_AROUND = 3


def _told_who_was_quicker(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """409: who decided before, what and when; what was written is shown again."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponseBase:
        try:
            return view(request, pk)
        except DecidedBefore as late:
            context = {
                "who": str(late.concern.decided_by),
                "when": late.concern.decided_at,
                "outcome": late.concern.get_outcome_display(),
                "queue_url": reverse("review:queue"),
                "back_url": reverse("review:comment", args=[pk]),
                "kept": request.POST.get("message", "") or request.POST.get("reason", ""),
            }
        return render(request, "errors/409.html", context, status=409)

    return guarded


@for_secretariat
@_told_who_was_quicker
def decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    comment = open_comment(request, pk)
    # Offered again with what was sent: that somebody else stopped the account meanwhile is told, not called unknown.
    may_suspend = request.method == "POST" or not why_not_suspend(comment, by=user_of(request))
    said_before = comment.concerns.open().values_list("said", flat=True).first()  # of a decision that was taken back
    form = CommentDecisionForm(request.POST or None, may_suspend=may_suspend, initial={"message": said_before})
    if request.method == "POST" and form.is_valid():
        if place := _done(request, form, f"decide-comment-{pk}", lambda: _decide(request, comment, form)):
            return redirect(place)
        comment = open_comment(request, pk)
    return render(request, "review/comment.html", _context(request, comment, form), status=400 if form.errors else 200)


def _decide(request: HttpRequest, comment: Comment, form: CommentDecisionForm) -> str:
    user, message, seen = user_of(request), form.cleaned_data["message"], request.POST.get("seen", "")
    if form.cleaned_data["decision"] == HIDE:
        actions.hide(comment, by=user, reason=message, seen=seen)
        messages.success(request, "コメントを非表示にしました。書いた人には理由が表示されます。")
    elif form.cleaned_data["decision"] == ASK:
        actions.ask(comment, by=user, message=message, seen=seen)
        messages.success(request, "書いた人に直すように頼みました。直されると、もう一度ここに並びます。")
    elif form.cleaned_data["decision"] == SUSPEND:
        actions.suspend(comment, by=user, reason=message, seen=seen)
        messages.success(request, f"コメントを非表示にし、{comment.writer}の利用を停止しました。")
    else:
        actions.leave(comment, by=user, seen=seen)
        messages.success(request, "コメントはそのままにしました。")
    return reverse("review:queue")


def _done(request: HttpRequest, form: CommentDecisionForm | BlackenForm, verb: str, act: Callable[[], str]) -> str:
    """Where it led; empty while it was not done, and the form says why not."""
    try:
        return once.perform(request, verb, act)
    except once.KeyMissing:
        form.add_error(None, "画面が古くなっていました。もう一度お試しください")
    except DecidedBefore:
        raise
    except Refused as reason:
        form.add_error(None, str(reason))
    return ""


def _context(request: HttpRequest, comment: Comment, form: CommentDecisionForm) -> dict[str, object]:
    user = user_of(request)
    concerns = list(
        comment.concerns.visible_to(user)
        .select_related("claimed_by__organization", "decided_by__organization")
        .prefetch_related("reports__reporter", "reports__body")
        .order_by("-opened_at", "-pk")
    )
    waiting = next((each for each in concerns if each.outcome == Outcome.OPEN), None)
    near = Q(number=1) | Q(number__gte=comment.number - _AROUND, number__lte=comment.number + _AROUND)
    around = list(comment.thread.comments.filter(near).order_by("number").as_read_by(user))
    for each in around:
        each.thread = comment.thread
    return {
        "comment": comment,
        "form": form,
        "waiting": waiting,
        "past": [each for each in concerns if each is not waiting],
        "holder": waiting.holder(now=clock.now()) if waiting else None,
        "seen": actions.as_seen(comment),
        "refusal": why_not_moderate(comment, by=user),
        "around": [Said(each, user) for each in around],
        "may_take_back": not why_not_take_back(comment, by=user),
        "is_stopped": may_manage(user, comment.writer) and not comment.writer.is_active,
        "log": Event.objects.filter(target_kind="comment", target_id=str(comment.pk)).order_by("-sequence")[:50],
    }


@for_secretariat
@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _switch(request, pk, actions.claim, "担当になりました。ほかの人には、あなたが担当していると表示されます。")


@for_secretariat
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _switch(request, pk, actions.release, "担当を外れました。")


@for_secretariat
@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _switch(request, pk, actions.show, "コメントを表示に戻しました。")


@for_secretariat
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _switch(request, pk, actions.take_back, "判断を取り消しました。")


def _switch(request: HttpRequest, pk: int, act: Callable[..., object], said: str) -> HttpResponseBase:
    try:
        act(open_comment(request, pk), by=user_of(request))
    except Refused as reason:
        messages.error(request, f"{reason}。")
    else:
        messages.success(request, said)
    return redirect("review:comment", pk)


@for_secretariat
@_told_who_was_quicker
def blacken(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What becomes of the text is shown first: only what was shown is done, for it cannot be undone."""
    comment, user = open_comment(request, pk), user_of(request)
    if place := _sent_before(request, f"blacken-{pk}"):
        return redirect(place)
    form = BlackenForm(request.POST or None, comment=comment)
    context: dict[str, object] = {"form": form, "comment": comment, "refusal": why_not_moderate(comment, by=user)}
    if form.is_valid():
        words = form.cleaned_data["pieces"]
        shown = "|".join(words)
        is_agreed = request.POST.get("shown") == shown
        if is_agreed and (place := _done(request, form, f"blacken-{pk}", lambda: _blacken(request, comment, form))):
            return redirect(place)
        texts = [comment.text, *comment.revisions.order_by("-written_at", "-pk").values_list("text", flat=True)]
        made = [actions.blackened(text, words) for text in texts]
        names = [actions.blackened(file.name, words) for file in comment.attachments.present().in_order()]
        context |= {
            "shown": shown,
            "seen": actions.as_seen(comment),
            "places": sum(number for _, number in [*made, *names]),
            "wordings": [written(text) for text, _ in made],
            "names": [name for name, _ in names],
            "elsewhere": _elsewhere(request, comment, words),
        }
    return render(request, "review/blacken.html", context, status=400 if form.errors else 200)


def _sent_before(request: HttpRequest, verb: str) -> str:
    """Sent twice, the words are not there any more: where the first led."""
    try:
        return once.result(request, verb)
    except once.KeyMissing:
        return ""


def _blacken(request: HttpRequest, comment: Comment, form: BlackenForm) -> str:
    words, reason, seen = form.cleaned_data["pieces"], form.cleaned_data["reason"], request.POST.get("seen", "")
    actions.blacken(comment, by=user_of(request), words=words, reason=reason, seen=seen)
    messages.success(request, "言葉を墨消ししました。元には戻せません。")
    return reverse("review:comment", args=[comment.pk])


def _elsewhere(request: HttpRequest, comment: Comment, words: list[str]) -> list[Comment]:
    """Other comments that hold one of the words: each has to be blackened by itself."""
    held = Q()
    for word in words:
        held |= Q(text__contains=word) | Q(revisions__text__contains=word)
    others = Comment.objects.visible_to(user_of(request)).filter(held).exclude(pk=comment.pk)
    return list(others.distinct().order_by("-pk")[:20])
