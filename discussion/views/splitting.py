"""話題を分ける: the answers are chosen from a list, then stand in a thread of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.guards import user_of
from discussion import actions
from discussion.choosing import SplitForm
from discussion.rules import why_not_split
from discussion.views.doors import back_to, open_comment, told
from library.rules import Refused
from posting import once


@told
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Sent twice it leads to what the first made."""
    user, comment = user_of(request), open_comment(request, pk)
    if request.method == "POST" and (address := once.result(request, "split")):
        return redirect(address)
    if reason := why_not_split(comment.thread, by=user):
        raise Refused(reason)
    if comment.number == 1:
        raise Refused("話題を始めたコメントからは分けられません。分けたい返信の「ここから分ける」を押してください")
    form = SplitForm(request.POST or None, comment=comment, person=user)
    if form.is_valid():

        def act() -> str:
            return actions.split(comment.thread, by=user, **form.cleaned_data).get_absolute_url()

        address = once.perform(request, "split", act)
        return back_to(request, address, "新しい話題に分けました。コメントのアドレスは、前のまま使えます。")
    context = {"form": form, "comment": comment, "publication": comment.thread.publication}
    return render(request, "discussion/split.html", context, status=400 if form.errors else 200)
