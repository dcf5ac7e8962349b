"""Themes and types of documents, edited without code."""

from django.contrib import messages
from django.db import IntegrityError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.guards import for_secretariat, user_of
from audit.record import record
from audit.verbs import Verb
from library.models import DocumentType, Theme
from posting import once
from secretariat.forms.vocabulary import ThemeForm, TypeForm


@for_secretariat
def themes(request: HttpRequest) -> HttpResponse:
    rows = Theme.objects.select_related("parent").order_by("order", "id")
    context = {"rows": rows, "title": "テーマ", "new": "manage:new_theme", "edit": "manage:theme"}
    return render(request, "secretariat/vocabulary.html", context)


@for_secretariat
def types(request: HttpRequest) -> HttpResponse:
    rows = DocumentType.objects.order_by("order", "id")
    context = {"rows": rows, "title": "資料の種類", "new": "manage:new_type", "edit": "manage:type"}
    return render(request, "secretariat/vocabulary.html", context)


@for_secretariat
def new_theme(request: HttpRequest) -> HttpResponse:
    return _edit(request, ThemeForm(request.POST or None), "テーマ", Verb.EDIT_THEME, "manage:themes")


@for_secretariat
def edit_theme(request: HttpRequest, pk: int) -> HttpResponse:
    form = ThemeForm(request.POST or None, instance=get_object_or_404(Theme, pk=pk))
    return _edit(request, form, "テーマ", Verb.EDIT_THEME, "manage:themes")


@for_secretariat
def new_type(request: HttpRequest) -> HttpResponse:
    return _edit(request, TypeForm(request.POST or None), "資料の種類", Verb.EDIT_TYPE, "manage:types")


@for_secretariat
def edit_type(request: HttpRequest, pk: int) -> HttpResponse:
    form = TypeForm(request.POST or None, instance=get_object_or_404(DocumentType, pk=pk))
    return _edit(request, form, "資料の種類", Verb.EDIT_TYPE, "manage:types")


def _edit(
    request: HttpRequest, form: "ModelForm[Theme] | ModelForm[DocumentType]", title: str, verb: Verb, back: str
) -> HttpResponse:
    def keep() -> str:
        row = form.save()
        data = {"fields": sorted(form.changed_data)}
        record(verb, by=user_of(request), target=("vocabulary", row.pk, row.name), data=data)
        messages.success(request, f"「{row.name}」を保存しました。")
        return reverse(back)

    if form.is_bound:
        try:
            # Sent twice, its own row is what the second looks like a copy of.
            if place := once.perform(request, verb, keep) if form.is_valid() else once.result(request, verb):
                return redirect(place)
        except once.KeyMissing:
            form.add_error(None, "画面が古くなっていました。もう一度「保存する」を押してください")
        except IntegrityError:
            form.add_error(None, "同じ名前か同じ短い名前のものが、いま作られました。名前を変えてください")
    context = {"form": form, "title": title, "back": back}
    return render(request, "secretariat/vocabulary_edit.html", context, status=400 if form.errors else 200)
