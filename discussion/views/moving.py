"""話題を動かす: who reads it here and there is shown first; only what was shown is done."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.guards import user_of
from discussion import actions
from discussion.actions import Place
from discussion.audience import Audience, audience_of, audience_of_thread
from discussion.forms import MoveForm
from discussion.models import Thread
from discussion.rules import why_not_move
from discussion.views.doors import back_to, open_comment, told
from library.models import Publication
from library.rules import Refused


@dataclass(frozen=True)
class Plan:
    thread: Thread
    to: Publication
    place: Place | None

    @property
    def before(self) -> Audience:
        return audience_of_thread(self.thread)

    @property
    def after(self) -> Audience:
        return audience_of(self.to, self.place.file if self.place else None)

    @property
    def widens(self) -> bool:
        return self.after.is_wider_than(self.before)

    @property
    def token(self) -> str:
        """Changes with the place and with who reads there."""
        where = f"{self.place.file.pk}-{self.place.page}" if self.place else "whole"
        owner = self.after.owner.pk if self.after.owner else 0
        return f"{self.to.pk}.{where}.{self.after.level.value}.{owner}"


@told
def move(request: HttpRequest, pk: int) -> HttpResponse:
    user, comment = user_of(request), open_comment(request, pk)
    if reason := why_not_move(comment.thread, by=user):
        raise Refused(reason)
    form = MoveForm(request.POST or None, person=user)
    plan = Plan(comment.thread, *form.cleaned_data["where"]) if form.is_valid() else None
    if plan is not None and request.POST.get("agreed") == plan.token:
        actions.move(comment.thread, by=user, to=plan.to, place=plan.place, agreed=plan.after)
        said = f"話題を「{plan.to.live_edition}」に動かしました。前のアドレスからも開けます。"
        return back_to(request, comment.get_absolute_url(), said)
    context = {"form": form, "comment": comment, "publication": comment.thread.publication, "plan": plan}
    return render(request, "discussion/move.html", context, status=400 if form.errors else 200)
