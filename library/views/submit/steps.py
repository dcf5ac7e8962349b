"""What the three steps share: the draft, its steps, the page of a refusal."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from library.models import Edition
from library.rules import Refused
from posting.once import KeyMissing

STEPS = ["ファイルを選ぶ", "内容を書く", "確認して提出する"]


def draft_of(request: HttpRequest, pk: int) -> Edition:
    """The draft, when this person may change it; else 404, as if it did not exist."""
    editions = Edition.objects.editable_by(request.user).select_related(
        "publication__owner__prefecture", "publication__live_edition"
    )
    found = editions.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def told(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A refusal becomes a message above the list of drafts; nothing is lost by it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as reason:
            messages.error(request, f"{reason}。")
        except KeyMissing:
            messages.error(request, "画面が古くなっていました。もう一度お試しください。")
        return redirect("me:drafts")

    return guarded
