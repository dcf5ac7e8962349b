"""What the three steps share: the draft, its steps, the page of a refusal."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from library.models import Edition, EditionState
from library.rules import Refused
from posting.once import KeyMissing

STEPS = ["ファイルを選ぶ", "内容を書く", "確認して提出する"]


def draft_or_none(request: HttpRequest, pk: int) -> Edition | None:
    """The draft, when this person may change it now."""
    editions = Edition.objects.editable_by(request.user).select_related(
        "publication__owner__prefecture", "publication__live_edition"
    )
    return editions.filter(pk=pk).first()


def draft_of(request: HttpRequest, pk: int) -> Edition:
    """The draft, when this person may change it; else 404, as if it did not exist."""
    found = draft_or_none(request, pk)
    if found is None:
        raise Http404
    return found


def after_submitting(edition: Edition) -> HttpResponseBase:
    """Where an address of the steps leads once the edition is handed in; else 404, as if it did not exist."""
    if edition.state != EditionState.SUBMITTED or edition.binned_at is not None:
        raise Http404
    return redirect("submit:done", edition.pk)


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
