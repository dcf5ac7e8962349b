"""見守る言葉: the secretariat's table of words for which it looks at comments."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.guards import for_secretariat, user_of
from audit.record import record
from audit.verbs import Verb
from discussion.models import WatchedWord
from posting import once
from secretariat.forms.watched import WatchedWordForm

_BACK = "manage:watched"


@for_secretariat
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "secretariat/watched.html", {"rows": WatchedWord.objects.in_order()})


@for_secretariat
def new(request: HttpRequest) -> HttpResponse:
    return _edit(request, WatchedWordForm(request.POST or None))


@for_secretariat
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, WatchedWordForm(request.POST or None, instance=get_object_or_404(WatchedWord, pk=pk)))


def _edit(request: HttpRequest, form: WatchedWordForm) -> HttpResponse:
    """The log names a word by its number: it may be somebody's name."""

    def keep() -> str:
        row = form.save()
        data = {"fields": sorted(form.changed_data)}
        record(Verb.EDIT_WATCHED_WORD, by=user_of(request), target=("watched", row.pk, f"言葉{row.pk}"), data=data)
        messages.success(request, f"「{row}」を保存しました。")
        return reverse(_BACK)

    if form.is_bound:
        try:
            # Sent twice, its own row is what the second looks like a copy of.
            sent = once.perform(request, _BACK, keep) if form.is_valid() else once.result(request, _BACK)
            if sent:
                return redirect(sent)
        except once.KeyMissing:
            form.add_error(None, "画面が古くなっていました。もう一度「保存する」を押してください")
        except IntegrityError:
            form.add_error(None, "同じ言葉が、いま作られました。一覧を確かめてください")
    context = {"form": form, "title": "見守る言葉", "back": _BACK}
    return render(request, "secretariat/vocabulary_edit.html", context, status=400 if form.errors else 200)
