"""話題をまとめる: the other thread is chosen from a list of those on the same document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.guards import user_of
from discussion import actions
from discussion.choosing import MergeForm
from discussion.rules import why_not_merge
from discussion.views.doors import back_to, open_comment, told
from library.rules import Refused


@told
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    user, comment = user_of(request), open_comment(request, pk)
    if reason := why_not_merge(comment.thread, by=user):
        raise Refused(reason)
    form = MergeForm(request.POST or None, thread=comment.thread, person=user)
    if form.is_valid():
        try:
            actions.merge(comment.thread, by=user, into=form.cleaned_data["into"])
        except Refused as reason:
            form.add_error("into", str(reason))
        else:
            return back_to(request, comment.get_absolute_url(), "話題をまとめました。前のアドレスからも開けます。")
    context = {"form": form, "comment": comment, "publication": comment.thread.publication}
    return render(request, "discussion/merge.html", context, status=400 if form.errors else 200)
