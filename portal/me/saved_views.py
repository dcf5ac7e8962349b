"""保存した条件: kept from a list or a search, listed with what is new, opened, renamed, shared, deleted."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import clock
from accounts.guards import user_of
from library import actions, saved_views
from library.forms.saved_view import SavedViewForm
from library.models import SavedView
from library.models.saved_view import LONGEST_QUERY
from library.page_of_rows import RowPaginator
from library.rules import Refused
from posting import once

_AT_ONCE = 10


@require_safe
def views(request: HttpRequest) -> HttpResponse:
    """Ten at a time: each is counted."""
    user = user_of(request)
    mine = saved_views.views_of(user)
    number = request.GET.get("page", "")
    page = RowPaginator(mine, _AT_ONCE, mine.count()).get_page(number)
    rows = saved_views.Counter(user, newest=saved_views.newest(user)).whole(page.object_list)
    kept = set(SavedView.objects.kept_by(user).values_list("pk", flat=True))
    context = {"page": page, "rows": [(row, row.view.pk in kept) for row in rows], "today": clock.today()}
    return render(request, "me/views.html", context)


@require_safe
def view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Leaves the read mark (not where only the head is asked for), and leads to the list."""
    user = user_of(request)
    found = get_object_or_404(saved_views.views_of(user), pk=pk)
    if request.method == "GET":
        actions.open_view(found, by=user)
    return redirect(f"{reverse(found.page)}?{_with(found.conditions, saved_views.PARAMETER, pk)}")


def _with(query: QueryDict, name: str, value: object) -> str:
    asked = query.copy()
    asked[name] = str(value)
    return asked.urlencode()


@require_POST
def save_view(request: HttpRequest) -> HttpResponseBase:
    """From the page of a list: its own parameters are kept, whatever else stood in the address."""
    saved_list = saved_views.lists().get(request.POST.get("page", ""))
    if saved_list is None:
        raise Http404
    query = urlencode(saved_list.parameters(QueryDict(request.POST.get("query", ""))))
    back = f"{reverse(saved_list.page)}?{query}"
    form = SavedViewForm(request.POST, by=user_of(request))
    if _saved(request, form, page=saved_list.page, query=query, back=back):
        return redirect(back)
    context = {"form": form, "page": saved_list.page, "query": query, "back": back}
    return render(request, "me/view_save.html", context, status=400)


def _saved(request: HttpRequest, form: SavedViewForm, *, page: str, query: str, back: str) -> bool:
    """Whether it is kept now; otherwise the form says why not."""
    if len(query) > LONGEST_QUERY:
        form.add_error(None, "条件が長すぎて保存できません。言葉か条件を減らしてください")
    if not form.is_valid():
        return False

    def act() -> str:
        actions.save_view(page=page, query=query, by=user_of(request), **form.values)
        return back

    try:
        once.perform(request, "save_view", act)
    except Refused as reason:
        form.add_error("name", str(reason))
        return False
    except once.KeyMissing:
        form.add_error(None, "画面が古くなっていました。もう一度「保存する」を押してください")
        return False
    name = form.cleaned_data["name"]
    messages.success(
        request,
        f"「{name}」として保存しました。ホームとマイページの「保存した条件」から開けます。新しい資料が出たら知らせるかも、そこで選べます。",
    )
    return True


def view_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    user = user_of(request)
    found = get_object_or_404(SavedView.objects.kept_by(user), pk=pk)
    initial = {"name": found.name, "is_shared": found.is_shared}
    form = SavedViewForm(request.POST or None, by=user, view=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_view(found, by=user, **form.values)
        except Refused as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(request, "保存した条件を変えました。")
            return redirect("me:views")
    return render(request, "me/view_edit.html", {"form": form, "view": found}, status=400 if form.errors else 200)


def view_delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks first; a POST deletes it."""
    user = user_of(request)
    found = get_object_or_404(SavedView.objects.kept_by(user), pk=pk)
    if request.method != "POST":
        return render(request, "me/view_delete.html", {"view": found})
    try:
        actions.delete_view(found, by=user)
    except Refused as reason:
        messages.error(request, f"{reason}。")
    else:
        messages.success(request, "保存した条件を削除しました。")
    return redirect("me:views")
