"""話題をまとめる: the other thread is chosen from a list of those on the same document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.guards import user_of
from discussion import actions
from discussion.choosing import MergeForm
from discussion.rules import why_not_merge
from discussion.views.doors import back_to, open_comment, told
from library.rules import Refused
from posting import once


@told
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Sent twice it leads to what the first made."""
    user, comment = user_of(request), open_comment(request, pk)
    if request.method == "POST" and (address := once.result(request, "merge")):
        return redirect(address)
    if reason := why_not_merge(comment.thread, by=user):
        raise Refused(reason)
    form = MergeForm(request.POST or None, thread=comment.thread, person=user)
    if form.is_valid():

        def act() -> str:
            actions.merge(comment.thread, by=user, into=form.cleaned_data["into"])
            return comment.get_absolute_url()

        try:
            address = once.perform(request, "merge", act)
        except Refused as reason:
            form.add_error("into", str(reason))
        else:
            return back_to(request, address, "話題をまとめました。前のアドレスからも開けます。")
    context = {"form": form, "comment": comment, "publication": comment.thread.publication}
    return render(request, "discussion/merge.html", context, status=400 if form.errors else 200)
