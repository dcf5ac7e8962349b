"""Comments are written beside the document; what is to be mended, on a page of its own with all that was typed."""

from collections.abc import Callable
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import for_contributors, user_of
from discussion import actions
from discussion.audience import Audience, audience_of, audience_of_thread, confided_to
from discussion.forms import CommentForm, ConfideForm, OpeningForm
from discussion.mentions.addressees import Addressees
from discussion.models import Comment
from discussion.places import find_place
from discussion.rules import why_not_delete, why_not_edit
from discussion.said import name_of
from discussion.slowness import TooSoon
from discussion.tray import FILES_WAIT, Tray, receive, tray_of
from discussion.views.doors import back_to, open_comment, said_of, told, too_many, wait_of
from discussion.written import written
from library.models import Publication
from library.rules import Refused
from posting import once

_PLACE_IS_GONE = (
    "コメントを付けるページが、いまは見つかりません。資料全体へのコメントにするときは、"
    "「資料全体へのコメントにする」にチェックを付けて、もう一度投稿してください"
)


@require_POST
def open_thread(request: HttpRequest, pk: int) -> HttpResponse:
    """On a publication, or on the page that is being read."""
    user = user_of(request)
    publication = get_object_or_404(Publication.objects.visible_to(user).with_live_edition(), pk=pk)
    if user.is_administrator:
        raise Http404  # reads no comments, and so writes none
    is_whole = "is_whole" in request.POST or not request.POST.get("file")
    place = None if is_whole else find_place(user, publication, *map(request.POST.get, ("file", "page")))
    audience = audience_of(publication, place.file if place else None)
    context = {
        "publication": publication,
        "place": request.POST.get("place", "")[:40],
        "kept": _kept(request, "file", "page", "place"),
        "back": publication.get_absolute_url(),
        "readers": audience.words,
    }

    def act(**said: object) -> Comment:
        del said["is_whole"]
        if place is None and not is_whole:
            raise Refused(_PLACE_IS_GONE)
        return actions.open_thread(publication, by=user, place=place, **said)  # type: ignore[arg-type]

    return _posted(request, OpeningForm, audience, context, act)


@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """To the thread of this comment; `quote` names the comment whose words are quoted."""
    user, comment = user_of(request), open_comment(request, pk)
    audience = audience_of_thread(comment.thread)
    context: dict[str, object] = {
        "publication": comment.thread.publication,
        "answered": comment,
        "readers": audience.words,
        "kept": _kept(request, "quote"),
        "back": comment.get_absolute_url(),
    }

    def act(**said: object) -> Comment:
        quote = request.POST.get("quote", "")
        is_number = quote.isascii() and quote.isdigit() and len(quote) < 19
        quoted = comment.thread.comments.filter(pk=int(quote)).first() if is_number else None
        return actions.reply(comment.thread, by=user, quoted=quoted, **said)  # type: ignore[arg-type]

    return _posted(request, CommentForm, audience, context, act)


def _typed(request: HttpRequest, form_class: type[CommentForm], audience: Audience, tray: Tray) -> CommentForm:
    """With what was typed and sent; not judged yet where only the list of whom to address was asked for."""
    user = user_of(request)
    addressees = Addressees(audience, by=user)
    if "choose" not in request.POST:
        return form_class(request.POST, user=user, tray=tray, addressees=addressees)
    choosing = form_class(user=user, tray=tray, addressees=addressees, initial=request.POST.dict())
    choosing.open_list()
    return choosing


@for_contributors
def confide(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """To the secretariat alone, about this publication or about none; from there to one body alone."""
    user = user_of(request)
    rows = Publication.objects.visible_to(user).with_live_edition()
    about = None if pk is None else get_object_or_404(rows, pk=pk)
    audience = confided_to(user.organization)
    context: dict[str, object] = {"about": about, "readers": audience.words}

    def act(**said: object) -> Comment:
        body = said.pop("body", user.organization)
        return actions.confide(body, by=user, about=about, **said)  # type: ignore[arg-type]

    if request.method == "POST":
        return _posted(request, ConfideForm, audience, context, act, template="discussion/confide.html")
    chosen = {"body": about.owner_id if about else None}
    form = ConfideForm(user=user, addressees=Addressees(audience, by=user), initial=chosen)
    return render(request, "discussion/confide.html", {**context, "form": form})


def _posted(
    request: HttpRequest,
    form_class: type[CommentForm],
    audience: Audience,
    context: dict[str, object],
    act: Callable[..., Comment],
    *,
    template: str = "discussion/write.html",
) -> HttpResponse:
    """The comment that was written; or the form again, with what is wrong and all that was typed and sent."""
    if address := _sent_before(request):
        return redirect(address)
    tray = receive(request, Tray())
    form = _typed(request, form_class, audience, tray)
    wait = FILES_WAIT if tray.is_too_fast else None
    if form.is_valid():
        if wait := wait_of(user_of(request)):
            form.add_error(None, _too_many(wait))
        else:
            said = {name: value for name, value in form.cleaned_data.items() if name != "is_sure"}
            try:
                address = once.perform(request, "comment", lambda: act(**said).get_absolute_url())
            except Refused as reason:
                form.add_error(None, str(reason))
                wait = reason.wait if isinstance(reason, TooSoon) else None
            except once.KeyMissing:
                form.add_error(None, "画面が古くなっていました。もう一度投稿してください")
            else:
                return back_to(request, address, f"コメントを投稿しました。{form.who_hears}")
    answer = render(request, template, {**context, "form": form}, status=400 if form.is_bound else 200)
    return too_many(answer, wait) if wait else answer


def _too_many(wait: timedelta) -> str:
    return f"続けて投稿できる数を超えました。{said_of(wait)}ほど待ってから、もう一度投稿してください"


def _sent_before(request: HttpRequest) -> str:
    """Where the first of two led: what came with the second is not kept a second time."""
    try:
        return once.result(request, "comment")
    except once.KeyMissing:
        return ""


def _kept(request: HttpRequest, *names: str) -> list[tuple[str, str]]:
    """What came along without being typed, for the form when it is shown once more."""
    return [(name, request.POST[name][:40]) for name in names if request.POST.get(name)]


@told
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its writer gets back what was typed, whatever became of the comment meanwhile."""
    user, comment = user_of(request), open_comment(request, pk)
    is_sent = request.method == "POST" and comment.writer_id == user.pk
    if not is_sent and (reason := why_not_edit(comment, by=user)):
        raise Refused(reason)
    tray, audience = tray_of(comment), audience_of_thread(comment.thread)
    if request.method == "POST":
        receive(request, tray)
    addressees = Addressees(audience, by=user, kept=list(comment.mentions.all()))
    typed, initial = request.POST or None, {"text": comment.text}
    form = CommentForm(typed, user=user, tray=tray, addressees=addressees, initial=initial)
    form.fields.pop("is_on_behalf", None)
    wait = FILES_WAIT if tray.is_too_fast else None
    if request.method == "POST" and form.is_valid():
        if wait := wait_of(user):
            form.add_error(None, _too_many(wait))
        else:
            said = {"text": form.cleaned_data["text"], "files": form.cleaned_data["files"], "removed": tray.taken_off}
            try:
                actions.edit(comment, by=user, seen=request.POST.get("seen"), **said)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                mended = f"コメントを直しました。前の文章は「変更の履歴」で読めます。{form.who_hears}"
                return back_to(request, comment.get_absolute_url(), mended)
    asked = comment.concerns.to_mend().order_by("-decided_at", "-pk").first()
    context = {
        "form": form,
        "comment": comment,
        "publication": comment.thread.publication,
        "asked": asked,
        "seen": actions.as_read(comment),
    }
    answer = render(request, "discussion/edit.html", context, status=400 if form.errors else 200)
    return too_many(answer, wait) if wait else answer


@told
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    user, comment = user_of(request), open_comment(request, pk)
    if reason := why_not_delete(comment, by=user):
        raise Refused(reason)
    if request.method == "POST":
        actions.delete(comment, by=user)
        return back_to(request, comment.get_absolute_url(), "コメントを削除しました。")
    files = comment.attachments.present().in_order()
    context = {"comment": comment, "who": name_of(comment), "html": written(comment.text), "files": files}
    return render(request, "discussion/delete.html", context)
