"""How a comment is opened: through `visible_to`; whatever may not be seen is not found."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.guards import user_of
from accounts.models import User
from discussion.models import Comment
from library.rules import Refused
from posting import rates
from posting.once import KeyMissing

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def open_comment(request: HttpRequest, pk: int) -> Comment:
    rows = Comment.objects.visible_to(user_of(request)).select_related(
        "writer", "body", "thread__edition", "thread__file", "thread__publication__owner", "thread__body"
    )
    return get_object_or_404(rows, pk=pk)


def back_to(request: HttpRequest, address: str, said: str, level: int = messages.SUCCESS) -> HttpResponse:
    """To the comment of this address, where `said` stands; the top of its page may be far away."""
    messages.add_message(request, level, said, extra_tags=address)
    return redirect(address)


def told(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A refusal is said where the comment stands; of what was written nothing is lost before that."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponseBase:
        try:
            return view(request, pk)
        except Refused as reason:
            said = f"{reason}。"
        except KeyMissing:
            said = "画面が古くなっていました。もう一度お試しください。"
        return back_to(request, reverse("comments:comment", args=[pk]), said, messages.ERROR)

    return guarded


def wait_of(user: User) -> timedelta | None:
    """Counts one comment, edit or report; for who sends too many of them, how long to wait."""
    limits = settings.LIMITS
    if not rates.allow(f"comment-minute {user.pk}", limit=limits.comments_per_minute, period=_MINUTE):
        return _MINUTE
    if not rates.allow(f"comment-hour {user.pk}", limit=limits.comments_per_hour, period=_HOUR):
        return _HOUR
    return None


def said_of(wait: timedelta) -> str:
    return "1分" if wait == _MINUTE else "1時間"


def too_many(answer: HttpResponse, wait: timedelta = _MINUTE) -> HttpResponse:
    """The form once more, with all that was typed."""
    answer.status_code = 429
    answer["Retry-After"] = str(int(wait.total_seconds()))
    return answer
