"""通報: a page of its own, so that nobody reports by a slip of the finger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.guards import user_of
from discussion import actions
from discussion.forms import ReportForm
from discussion.models import Comment
from discussion.rules import why_not_report
from discussion.said import name_of
from discussion.views.doors import back_to, open_comment, said_of, told, too_many, wait_of
from discussion.written import written
from library.rules import Refused
from posting import once

_ACCEPTED = "通報を受け付けました。事務局が確認します。結果はメールでお知らせします。"


@told
def report(request: HttpRequest, pk: int) -> HttpResponse:
    user, comment = user_of(request), open_comment(request, pk)
    if reason := why_not_report(comment, by=user):
        raise Refused(reason)
    form, status = ReportForm(request.POST or None), 400 if request.method == "POST" else 200
    wait = None
    if form.is_valid():
        if wait := wait_of(user):
            form.add_error(None, f"続けて送れる数を超えました。{said_of(wait)}ほど待ってから、もう一度送ってください")
        elif address := _reported(request, form, comment):
            return back_to(request, address, _ACCEPTED)
    files = comment.attachments.present().in_order()
    context = {"form": form, "comment": comment, "who": name_of(comment), "html": written(comment.text), "files": files}
    answer = render(request, "discussion/report.html", context, status=status)
    return too_many(answer, wait) if wait else answer


def _reported(request: HttpRequest, form: ReportForm, comment: Comment) -> str:
    """Where it led; empty while it was not done."""

    def act() -> str:
        actions.report(comment, by=user_of(request), **form.cleaned_data)
        return comment.get_absolute_url()

    try:
        address = once.perform(request, "report", act)
    except once.KeyMissing:
        form.add_error(None, "画面が古くなっていました。もう一度「通報する」を押してください")
        return ""
    return address
