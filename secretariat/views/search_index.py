"""The index of the search: what it was built with, how far it is, what failed, what the last check found."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

import clock
from accounts.guards import for_managers, user_of
from audit.record import record
from audit.verbs import Verb
from jobs.waiting import is_waiting
from library.models import File, Publication
from search.answers import failures
from search.indexing import freshness, rebuilding
from search.indexing.standing import Standing, problems, standing
from search.models import Indexed, Inspection
from search.tasks import catch_up, inspect_index

_MOST_SHOWN = 20


@for_managers
def show(request: HttpRequest) -> HttpResponse:
    found = standing()
    context = {
        "standing": found,
        "problems": list(problems(found, now=clock.now())),
        "publications": Indexed.objects.filter(generation=found.read, pages_read__isnull=False).count(),
        "inspection": Inspection.objects.filter(generation=found.read).first(),
        "is_checking": is_waiting(inspect_index),
        "failures": _failures(request, found),
        "without_words": failures.without_words().count(),
        "files": _without_words(request),
        "tab": "index",
    }
    return render(request, "secretariat/search/index.html", context)


def _failures(request: HttpRequest, found: Standing) -> list[tuple[failures.Failure, str]]:
    """Each with the document's address for who may read it; who looks after the machine gets its number.

    What was tried again and done is no failure.
    """
    if found.read is None:
        return []
    behind = set(freshness.behind(found.read).values_list("publication_id", flat=True))
    rows = list(failures.failed(behind))[:_MOST_SHOWN]
    addresses = _addresses(request, {row.publication for row in rows})
    return [(row, addresses.get(row.publication, "")) for row in rows]


def _without_words(request: HttpRequest) -> list[tuple[File, str]]:
    files = list(failures.without_words().select_related("edition")[:_MOST_SHOWN])
    addresses = _addresses(request, {file.edition.publication_id for file in files})
    return [(file, addresses.get(file.edition.publication_id, "")) for file in files]


def _addresses(request: HttpRequest, numbers: set[int]) -> dict[int, str]:
    found = Publication.objects.visible_to(request.user).with_live_edition().filter(pk__in=numbers)
    return {publication.pk: publication.get_absolute_url() for publication in found}


@for_managers
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    if not is_waiting(inspect_index):
        inspect_index.enqueue()
    messages.success(request, "点検を頼みました。ワーカーが調べ終わると、このページに結果が出ます。")
    return redirect("manage:index")


@for_managers
def rebuild(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "secretariat/search/rebuild.html", {"standing": standing(), "tab": "index"})
    with transaction.atomic():
        begun = rebuilding.begin()
        if begun is not None:
            record(Verb.REBUILD_INDEX, by=user_of(request), target=("index", begun.pk, f"索引{begun.pk}"))
            catch_up.enqueue()
    if begun is None:
        messages.warning(request, "索引はいま作り直しているところです。終わるまでお待ちください。")
    else:
        messages.success(request, "索引を作り直し始めました。終わるまでは、いまの索引で検索できます。")
    return redirect("manage:index")
