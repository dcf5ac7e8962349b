"""Synonyms, and publications shown above the results of a word: the secretariat's tables of searching."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

import clock
from accounts.guards import for_secretariat, user_of
from audit.record import record
from audit.verbs import Verb
from library.models import Publication, Visibility
from posting import once
from search.desk import preview
from search.models import Promotion, Synonym
from search.synonyms import LONGEST_WORD
from secretariat.forms.search import PromotionForm, SynonymForm


@for_secretariat
def synonyms(request: HttpRequest) -> HttpResponse:
    rows = Synonym.objects.order_by("word", "pk")
    return render(request, "secretariat/search/synonyms.html", {"rows": rows, "tab": "synonyms"})


@for_secretariat
def new_synonym(request: HttpRequest) -> HttpResponse:
    return _edit_synonym(request, None)


@for_secretariat
def edit_synonym(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_synonym(request, get_object_or_404(Synonym, pk=pk))


def _edit_synonym(request: HttpRequest, row: Synonym | None) -> HttpResponse:
    """What changes is shown before it is saved: only what was shown is saved."""
    own = row and Synonym.objects.get(pk=row.pk)
    form = SynonymForm(request.POST or None, instance=own, initial={} if row else _from_the_report(request))
    is_shown = form.is_valid() and request.POST.get("shown") == str(form.instance)
    if form.is_bound and (is_shown or form.errors):
        place = _saved(request, form, Verb.EDIT_SYNONYM, "manage:synonyms")
        if place:
            return redirect(place)
    context: dict[str, object] = {"form": form, "row": row, "tab": "synonyms"}
    if form.is_bound and not form.errors:
        context |= {
            "changes": preview.changes(user_of(request), row, form.instance),
            "elsewhere": form.elsewhere(),
            "shown": str(form.instance),
        }
    return render(request, "secretariat/search/synonym.html", context, status=400 if form.errors else 200)


def _from_the_report(request: HttpRequest) -> dict[str, str]:
    return {"word": request.GET.get("word", "")[:LONGEST_WORD]}


@for_secretariat
def delete_synonym(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _deleted(request, Synonym.objects.filter(pk=pk), Verb.DELETE_SYNONYM, "manage:synonyms")
    row = get_object_or_404(Synonym, pk=pk)
    context = {"row": row, "changes": preview.changes(user_of(request), row, None), "tab": "synonyms"}
    return render(request, "secretariat/search/synonym_delete.html", context)


@for_secretariat
def promotions(request: HttpRequest) -> HttpResponse:
    rows = list(Promotion.objects.order_by("word", "order", "pk"))
    seen = Publication.objects.visible_to(request.user).with_live_edition()
    publications = {each.pk: each for each in seen.filter(pk__in={row.publication_id for row in rows})}
    shown = [(row, publications.get(row.publication_id)) for row in rows]
    context = {"rows": shown, "today": clock.today(), "tab": "promotions"}
    return render(request, "secretariat/search/promotions.html", context)


@for_secretariat
def new_promotion(request: HttpRequest) -> HttpResponse:
    return _edit_promotion(request, None)


@for_secretariat
def edit_promotion(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_promotion(request, get_object_or_404(Promotion, pk=pk))


def _edit_promotion(request: HttpRequest, row: Promotion | None) -> HttpResponse:
    form = PromotionForm(request.POST or None, instance=row, person=user_of(request))
    if form.is_bound:
        place = _saved(request, form, Verb.EDIT_PROMOTION, "manage:promotions")
        if place and form.is_valid() and form.instance.publication.visibility == Visibility.SECRETARIAT:
            messages.warning(request, "この資料は事務局限りのため、案内は事務局の人にだけ出ます。")
        if place:
            return redirect(place)
    context = {"form": form, "row": row, "tab": "promotions"}
    return render(request, "secretariat/search/promotion.html", context, status=400 if form.errors else 200)


@for_secretariat
def delete_promotion(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _deleted(request, Promotion.objects.filter(pk=pk), Verb.DELETE_PROMOTION, "manage:promotions")
    context = {"row": get_object_or_404(Promotion, pk=pk), "tab": "promotions"}
    return render(request, "secretariat/search/promotion_delete.html", context)


def _saved(request: HttpRequest, form: "ModelForm[Synonym] | ModelForm[Promotion]", verb: Verb, back: str) -> str:
    """Where it led; empty while it was not done. Sent twice, its own row is what the second looks like a copy of."""

    def keep() -> str:
        row = form.save()
        data = {"fields": sorted(form.changed_data)}
        record(verb, by=user_of(request), target=(type(row).__name__.lower(), row.pk, str(row)), data=data)
        messages.success(request, f"「{row}」を保存しました。")
        return reverse(back)

    try:
        return once.perform(request, verb, keep) if form.is_valid() else once.result(request, verb)
    except once.KeyMissing:
        form.add_error(None, "画面が古くなっていました。もう一度「保存する」を押してください")
    except IntegrityError:
        form.add_error(None, "同じものが、いま作られました。一覧を確かめてください")
    return ""


def _deleted(
    request: HttpRequest, rows: "QuerySet[Synonym] | QuerySet[Promotion]", verb: Verb, back: str
) -> HttpResponse:
    """Once, also when it is sent twice."""
    with transaction.atomic():
        row = rows.select_for_update().first()
        if row is not None:
            record(verb, by=user_of(request), target=(type(row).__name__.lower(), row.pk, str(row)))
            row.delete()
            messages.success(request, f"「{row}」を削除しました。")
    return redirect(back)
