"""Comments are looked through within the verb that writes, hides or blackens them: there is nothing to wait for.

What is missing all the same, of before an upgrade or in an index that is built anew, is caught up with by the worker.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from discussion.models import Comment, CommentState
from search.indexing import index
from search.models import CommentRow, CommentWord, Generation
from search.words import Title, words_of

_AT_ONCE = 1_000
_NO_TITLE = Title((), "")


@transaction.atomic
def look_through(comment_id: int) -> None:
    """Make its rows right, in every index. Nothing of a former wording is left in any of them."""
    # Not in the way of who only names it, as a notice does: that may wait for who waits for this.
    comment = Comment.objects.select_for_update(no_key=True).filter(pk=comment_id).first()
    CommentRow.objects.filter(comment=comment_id).delete()
    if comment is None or comment.state != CommentState.SHOWN:
        return
    words = words_of(_NO_TITLE, [comment.text])
    for to in index.written():
        row = CommentRow.objects.create(generation=to, comment=comment, text=words.text)
        CommentWord.objects.bulk_create(CommentWord(row=row, word=word) for word in sorted({*words.body}))


def behind(to: Generation) -> QuerySet[Comment]:
    """Shown comments that are not in it."""
    there = CommentRow.objects.filter(generation=to, comment=OuterRef("pk"))
    return Comment.objects.shown().filter(~Exists(there))


def stray() -> QuerySet[CommentRow]:
    """Rows of what is not shown; there should be none."""
    return CommentRow.objects.exclude(comment__state=CommentState.SHOWN)


def catch_up(to: Generation) -> int:
    """A thousand at a time, newest first, each in a transaction of its own. Returns how many."""
    found = list(behind(to).order_by("-pk").values_list("pk", flat=True)[:_AT_ONCE])
    for comment in found:
        look_through(comment)
    return len(found)
