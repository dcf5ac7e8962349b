"""Files of comments leave the portal here, and only here; and the desk takes one away."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.guards import for_secretariat, user_of
from audit import readings
from audit.verbs import Verb
from discussion import actions
from discussion.actions.locking import CONFIDENTIAL
from discussion.models import Attachment
from discussion.rules import why_not_moderate
from discussion.said import name_of
from library.forms.availability import ReasonField
from library.rules import Refused
from library.views.sending import send_original


def open_attachment(request: HttpRequest, pk: int) -> Attachment:
    """One whose comment this person reads; hidden, taken off and absent answer the same."""
    rows = Attachment.objects.visible_to(user_of(request)).select_related(
        "comment__writer", "comment__body", "comment__thread__publication__live_edition"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original bytes, as sent."""
    file = open_attachment(request, pk)
    target = ("attachment", file.pk, f"コメント{file.comment_id} 添付ファイル{file.pk}")
    assert file.comment is not None
    data: dict[str, object] = {CONFIDENTIAL: True} if file.comment.thread.is_confidential else {}
    by = user_of(request)
    return send_original(request, file, note=lambda: readings.note(Verb.DOWNLOAD, by=by, target=target, data=data))


class ReasonForm(forms.Form):
    reason = ReasonField(hint="書いた人に表示します。ファイルの中身は書かないでください。")


@for_secretariat
def blacken(request: HttpRequest, pk: int) -> HttpResponse:
    """墨消し of a whole file."""
    user, file = user_of(request), open_attachment(request, pk)
    comment = file.comment
    assert comment is not None
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            actions.blacken_file(file, by=user, reason=form.cleaned_data["reason"], seen=seen)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "添付ファイルを墨消ししました。元には戻せません。")
            return redirect("review:comment", comment.pk)
    context = {
        "form": form,
        "file": file,
        "comment": comment,
        "who": name_of(comment),
        "seen": actions.as_seen(comment),
        "refusal": why_not_moderate(comment, by=user),
    }
    return render(request, "discussion/blacken_file.html", context, status=400 if form.errors else 200)
