"""How a comment is opened: through `visible_to`; whatever may not be seen is not found."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from accounts.guards import user_of
from accounts.models import User
from discussion.models import Comment
from library.rules import Refused
from posting import rates
from posting.once import KeyMissing

WAIT = 60
"""Seconds, for who wrote too much too quickly."""


def open_comment(request: HttpRequest, pk: int) -> Comment:
    rows = Comment.objects.visible_to(user_of(request)).select_related(
        "writer", "body", "thread__edition", "thread__file", "thread__publication__owner", "thread__body"
    )
    return get_object_or_404(rows, pk=pk)


def told(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A refusal is said where the comment stands; of what was written nothing is lost before that."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponseBase:
        try:
            return view(request, pk)
        except Refused as reason:
            messages.error(request, f"{reason}。")
        except KeyMissing:
            messages.error(request, "画面が古くなっていました。もう一度お試しください。")
        return redirect("comments:comment", pk)

    return guarded


def is_slow_enough(user: User) -> bool:
    """Counts one comment or report; False for who sends too many of them."""
    limits = settings.LIMITS
    return rates.allow(
        f"comment-minute {user.pk}", limit=limits.comments_per_minute, period=timedelta(minutes=1)
    ) and rates.allow(f"comment-hour {user.pk}", limit=limits.comments_per_hour, period=timedelta(hours=1))
