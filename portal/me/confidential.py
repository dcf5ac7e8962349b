"""事務局との相談: the confidential threads of one's body, for the secretariat those of all, and who is to answer."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import for_contributors, user_of
from accounts.models import Organization, User
from discussion.models import Comment, CommentState, Thread
from discussion.said import Said
from library.models import Publication
from library.page_of_rows import RowPaginator
from notices.models import Notice

_ROWS = 30


@dataclass(frozen=True)
class Row:
    """`last_kind`: of the body that wrote last; None where all was taken back. `about`: what its reader sees."""

    thread: Thread
    opening: Said
    last_kind: str | None
    about: Publication | None
    is_unread: bool

    @property
    def title(self) -> str:
        return self.opening.beginning or self.opening.stub

    @property
    def waits_for(self) -> str:
        """Whose answer is awaited; nobody's once it is settled."""
        if self.thread.resolved_at is not None or self.last_kind is None:
            return ""
        assert self.thread.body is not None
        return self.thread.body.name if self.last_kind == Organization.Kind.SECRETARIAT else "事務局"

    @property
    def waits_for_reader(self) -> bool:
        is_from_desk = self.last_kind == Organization.Kind.SECRETARIAT
        return bool(self.waits_for) and is_from_desk != self.opening.reader.is_secretariat


@for_contributors
@require_safe
def threads(request: HttpRequest) -> HttpResponse:
    """What is not settled first, then by when something was last said."""
    user = user_of(request)
    mine = Thread.objects.visible_to(user).confidential()
    shown = mine.select_related("body").order_by(F("resolved_at").desc(nulls_first=True), "-last_at", "-pk")
    page = RowPaginator(shown, _ROWS, mine.count()).get_page(request.GET.get("page", ""))
    return render(request, "me/confidential.html", {"page": page, "rows": _rows(user, list(page.object_list))})


def _rows(user: User, threads: list[Thread]) -> list[Row]:
    """Four queries for a page of them."""
    mine = Thread.objects.filter(pk__in=[thread.pk for thread in threads])
    openings = {said.thread_id: said for said in Comment.objects.filter(thread__in=threads, number=1).as_read_by(user)}
    last = Comment.objects.filter(thread=OuterRef("pk")).exclude(state=CommentState.DELETED).order_by("-number")
    with_last = mine.annotate(last_kind=Subquery(last.values("body__kind")[:1]))
    last_kinds = dict(with_last.values_list("pk", "last_kind"))
    documents = Publication.objects.readable_by(user).with_live_edition().in_bulk([each.about_id for each in threads])
    told = Notice.objects.visible_to(user).shown().unread().filter(comment__thread__in=threads)
    unread = set(told.values_list("comment__thread", flat=True))
    return [
        Row(
            thread=thread,
            opening=Said(openings[thread.pk], user),
            last_kind=last_kinds[thread.pk],
            about=documents.get(thread.about_id),
            is_unread=thread.pk in unread,
        )
        for thread in threads
    ]
