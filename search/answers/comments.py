"""コメント: what one reader finds of what was said, beside the documents and by the same words and conditions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef

from discussion.models import Comment, Thread
from discussion.places import name_of_place
from discussion.said import name_of
from library.models import FacetValue
from search.answers.excerpts import Marked, excerpt
from search.answers.results import Results
from search.lookup import comments as lookup
from search.lookup.comments import MOST
from search.models import CommentRow, CommentRowQuerySet, CommentWord
from search.query import Way


@dataclass(frozen=True)
class CommentHit:
    """One comment that was found: `on` says what it is about."""

    who: str
    at: datetime
    on: str
    text: Marked
    address: str


class Comments:
    def __init__(self, results: Results) -> None:
        self._results = results

    @property
    def _rows(self) -> CommentRowQuerySet:
        return CommentRow.objects.visible_to(self._results.person).filter(generation=self._results.generation)

    @cached_property
    def _found(self) -> list[int]:
        """Titles are of documents: where they are asked for, no comment is. Conditions are those of the document."""
        results, rows = self._results, self._rows
        if results.asked.is_for_titles or results.query.fields.get("title"):
            return []
        for name, values in results.asked.conditions.chosen.items():
            of_document = FacetValue.objects.filter(publication=OuterRef("comment__thread__publication"))
            rows = rows.filter(Exists(of_document.filter(facet=name, value__in=values)))
        return lookup.find(results.query, rows)

    @property
    def ids(self) -> list[int]:
        return self._found[:MOST]

    @property
    def is_more(self) -> bool:
        return len(self._found) > MOST

    @property
    def total(self) -> int:
        return len(self.ids)

    def standing(self, ways: Sequence[Way]) -> list[Way]:
        """Those whose words stand in comments that this person reads."""
        words = CommentWord.objects.filter(row__in=self._rows, word__in={word for way in ways for word in way})
        there = set(words.values_list("word", flat=True).distinct())
        return [way for way in ways if there.issuperset(way)]

    def shown(self, ids: Sequence[int]) -> list[CommentHit]:
        """In the order given, in one query. What was hidden meanwhile is left out."""
        rows = Comment.objects.words_open_to(self._results.person).shown().filter(pk__in=ids)
        found = {row.pk: row for row in rows.select_related(
            "writer", "body", "thread__publication__live_edition", "thread__edition", "thread__file",
            "thread__body",
        )}  # fmt: skip
        return [self._said(found[pk]) for pk in ids if pk in found]

    def _said(self, comment: Comment) -> CommentHit:
        return CommentHit(
            who=name_of(comment),
            at=comment.written_at,
            on=_on(comment.thread),
            text=excerpt(comment.text, self._results.query, by_letters=self._results.asked.is_for_letters),
            address=comment.get_absolute_url(),
        )


def _on(thread: Thread) -> str:
    """「要綱（3ページ）へのコメント」; of a confidential one nothing of its document."""
    if thread.publication is None:
        return f"{thread.body}と事務局の相談"
    place = name_of_place(thread)
    return f"{thread.publication.live_edition}{f'（{place}）' if place else ''}へのコメント"
