"""コメント beside a document: which threads one person is shown there, how much of each; always as many queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Count, OuterRef, Q, Subquery
from django.forms.boundfield import BoundField
from django.http import QueryDict

from accounts.models import User
from discussion.audience import audience_of
from discussion.forms import FilesForm
from discussion.models import Comment, CommentState, MergedThread, Thread, ThreadQuerySet
from discussion.places import name_of_place
from discussion.rules import is_of_owner, why_not_lock, why_not_merge, why_not_move, why_not_reply, why_not_slow
from discussion.said import Said, speaks_for
from discussion.slowness import minutes_between
from library.models import File, Publication
from library.page_of_rows import RowPaginator

THREADS_SHOWN, ANSWERS_SHOWN, COMMENTS_SHOWN = 10, 3, 50
_LAST = Comment.objects.filter(thread=OuterRef("pk")).order_by("-number").values("number")
_SHOWN: dict[str, Any] = {"shown_from": Subquery(_LAST[ANSWERS_SHOWN - 1 : ANSWERS_SHOWN])}
"""Counted in rows: of what was split off the numbers stand empty."""


@dataclass(frozen=True)
class Spot:
    """The page that is being read, and what it is called."""

    file: File
    page: int
    name: str


@dataclass
class Shown:
    """One thread: what opened it, and its last answers (or one page of all)."""

    thread: Thread
    opening: Said
    answers: list[Said]
    reader: User
    address: str
    place: str = ""
    address_of_place: str = ""

    @property
    def may_reply(self) -> bool:
        return not self.why_not_reply

    @property
    def hidden_answers(self) -> int:
        """Between the opening and those that are shown."""
        return max(0, self.thread.size - 1 - len(self.answers))  # of a moment ago: one more may stand there now

    @property
    def is_resolved(self) -> bool:
        return self.thread.resolved_at is not None

    @property
    def why_not_reply(self) -> str:
        return why_not_reply(self.thread, by=self.reader)

    @property
    def may_settle(self) -> bool:
        """As `rules.why_not_resolve`, from what is here already."""
        by = self.reader
        may = by.is_secretariat or is_of_owner(self.thread, by=by) or self._is_opened_by_own
        return may and not self.why_not_reply

    @property
    def may_mark(self) -> bool:
        return (self.reader.is_secretariat or self._is_opened_by_own) and not self.why_not_reply

    @property
    def _is_opened_by_own(self) -> bool:
        return self.opening.comment.body_id == self.reader.organization_id

    @property
    def may_lock(self) -> bool:
        return not why_not_lock(self.thread, by=self.reader)

    @property
    def may_slow(self) -> bool:
        return not why_not_slow(self.thread, by=self.reader)

    @property
    def slow_minutes(self) -> int:
        return minutes_between(self.thread)

    @property
    def may_move(self) -> bool:
        return not why_not_move(self.thread, by=self.reader)

    @property
    def may_merge(self) -> bool:
        return not why_not_merge(self.thread, by=self.reader)

    @property
    def hears_anyway(self) -> int | None:
        """The body whose people hear of the thread without following it: both, where only two talk."""
        return self.reader.organization_id if self.thread.is_confidential else None

    @property
    def beginning(self) -> str:
        """The first words, for a thread that is folded."""
        return self.opening.beginning or self.opening.stub


class Talk:
    """`talk`: page (of what is read), all, open (questions not settled), or one thread by its number."""

    def __init__(self, person: User, publication: Publication | None, spot: Spot | None, query: QueryDict) -> None:
        self.person, self.publication, self.spot, self._query = person, publication, spot, query

    @cached_property
    def _threads(self) -> ThreadQuerySet:
        return Thread.objects.visible_to(self.person).filter(publication=self.publication)

    def _of_page(self, prefix: str = "") -> Q:
        if self.spot is None:
            return Q(pk__in=[])
        return Q(**{f"{prefix}file": self.spot.file.pk, f"{prefix}page": self.spot.page})

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Threads of this page, all, and questions not settled; comments of all that can be read (`said`)."""
        return Comment.objects.filter(thread__in=self._threads).aggregate(
            page=Count("thread", distinct=True, filter=self._of_page("thread__")),
            all=Count("thread", distinct=True),
            open=Count("thread", distinct=True, filter=Q(thread__resolved_at=None, thread__is_question=True)),
            said=Count("pk", filter=Q(state=CommentState.SHOWN)),
        )

    @cached_property
    def mode(self) -> str:
        """What was asked for; else this page where something was said of it, else all."""
        asked = self._query.get("talk", "")
        if asked in {"page", "all", "open"}:
            return asked if asked != "page" or self.spot else "all"
        return "page" if self.numbers["page"] else "all"

    @cached_property
    def one(self) -> Thread | None:
        """The one thread that was asked for, or the one behind which it stands since."""
        asked = self._query.get("thread", "")
        if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
            return None
        merged = MergedThread.objects.filter(number=int(asked)).values("into")
        return self._with_places(self._threads.filter(Q(pk=int(asked)) | Q(pk__in=merged))).first()

    @cached_property
    def page(self) -> Page[Any]:
        """Threads, or the answers of one; their number is known."""
        number = self._query.get("comments", "1")
        if self.one is not None:
            answers = self.one.comments.filter(number__gt=1).order_by("number").as_read_by(self.person)
            return RowPaginator(answers, COMMENTS_SHOWN, self.one.size - 1).get_page(number)
        found = self._threads
        if self.mode == "page":
            found = found.filter(self._of_page())
        elif self.mode == "open":
            found = found.open_questions()
        shown = self._with_places(found).annotate(**_SHOWN).latest_first()
        return RowPaginator(shown, THREADS_SHOWN, self.numbers[self.mode]).get_page(number)

    def _with_places(self, threads: ThreadQuerySet) -> ThreadQuerySet:
        return threads.select_related("edition", "file", "resolved_by__organization")

    @cached_property
    def threads(self) -> list[Shown]:
        threads: list[Thread] = [self.one] if self.one is not None else list(self.page.object_list)
        for thread in threads:
            thread.publication = self.publication
            if thread.edition is not None and self.publication is not None:
                thread.edition.publication = self.publication
        comments = self._comments(threads)
        for comment in comments:
            comment.thread = next(thread for thread in threads if thread.pk == comment.thread_id)
        said = [Said(comment, self.person) for comment in comments]
        by_thread: defaultdict[int, list[Said]] = defaultdict(list)
        for each in said:
            by_thread[each.comment.thread_id].append(each)
        # What was merged away at this moment has nothing to show.
        return [self._shown(thread, by_thread[thread.pk]) for thread in threads if by_thread[thread.pk]]

    @property
    def places(self) -> frozenset[str]:
        """Addresses of the comments that stand open: what was just done with one is said there."""
        return frozenset(said.address for said in self._unfolded)

    @property
    def unfolded(self) -> list[int]:
        """The comments whose words stand there to be read; what is settled is folded but where it stands alone."""
        return [said.comment.pk for said in self._unfolded]

    @property
    def _unfolded(self) -> list[Said]:
        shown = [each for each in self.threads if self.one is not None or not each.is_resolved]
        return [said for each in shown for said in (each.opening, *each.answers)]

    def _comments(self, threads: Sequence[Thread]) -> list[Comment]:
        if self.one is not None:
            opening = self.one.comments.filter(number=1).as_read_by(self.person)
            return [*opening, *self.page.object_list]
        shown = Q(thread__in=threads, number=1)
        for thread in threads:
            shown |= Q(thread=thread, number__gte=thread.shown_from or 1)
        return list(Comment.objects.filter(shown).in_order().as_read_by(self.person))

    def _shown(self, thread: Thread, said: list[Said]) -> Shown:
        place, address_of_place = self._place(thread)
        address = self._address(thread=thread.pk)
        return Shown(thread, said[0], said[1:], self.person, address, place, address_of_place)

    def _place(self, thread: Thread) -> tuple[str, str]:
        """What it is called, and where it is read."""
        name, publication = name_of_place(thread), thread.publication
        if not name or publication is None or thread.edition is None:
            return "", ""
        is_live = thread.edition_id == publication.live_edition_id
        at = publication.get_absolute_url() if is_live else thread.edition.get_absolute_url()
        address = f"{at}?{urlencode({'file': thread.file_id, 'page': thread.page, 'talk': 'page'})}#viewer"
        return name, address

    @property
    def readers(self) -> str:
        """Who reads what is written here; without sign-in nobody does."""
        assert self.publication is not None  # a `Consultation` says it of its own
        return audience_of(self.publication, self.spot.file if self.spot else None).words

    def _address(self, **others: object) -> str:
        """The same page of the document, with other comments beside it; where on it is said behind."""
        kept = {"file": self.spot.file.pk, "page": self.spot.page} if self.spot else {}
        return f"?{urlencode({**kept, **others})}"

    @property
    def address_of_all(self) -> str:
        return f"{self._address(talk='all')}#comments"

    @property
    def previous_address(self) -> str:
        return self._turned(self.page.previous_page_number())

    @property
    def next_address(self) -> str:
        return self._turned(self.page.next_page_number())

    def _turned(self, number: int) -> str:
        which = {"thread": self.one.pk} if self.one is not None else {"talk": self.mode}
        return f"{self._address(**which, comments=number)}#comments"

    @property
    def may_confide(self) -> bool:
        return self.person.is_member or self.person.is_secretariat

    @property
    def files_field(self) -> BoundField:
        """As in the form that is shown when something is to be mended."""
        return FilesForm()["files"]

    @property
    def speaks_for(self) -> str:
        return speaks_for(self.person)

    @cached_property
    def quoted(self) -> Said | None:
        """The comment of the one thread whose words are to be quoted."""
        asked = self._query.get("quote", "")
        if self.one is None or not (asked.isascii() and asked.isdigit() and len(asked) < 19):
            return None
        found = self.one.comments.filter(pk=int(asked)).shown().as_read_by(self.person).first()
        return Said(found, self.person) if found else None

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """(name, address, is it shown) of the three choices."""
        shown = "" if self.one is not None else self.mode
        names = {"page": "このページ", "all": "すべて", "open": "未解決の質問"}
        return [
            (f"{name}（{self.numbers[mode]}）", f"{self._address(talk=mode)}#comments", mode == shown)
            for mode, name in names.items()
            if mode != "page" or self.spot
        ]
