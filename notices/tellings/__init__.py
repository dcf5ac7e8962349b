"""What an event of the log says, and to whom, before anybody is asked who may see it."""

from collections.abc import Iterator

from django.db.models import QuerySet

from audit.models import Event
from audit.verbs import Verb
from discussion.models import Comment
from discussion.models.merged import number_now
from library.models import Publication
from notices.models import Kind
from notices.tellings.comments import OF_COMMENTS, of_comment
from notices.tellings.documents import of_document
from notices.tellings.due import of_what_is_due
from notices.tellings.telling import Telling
from notices.tellings.threads import of_confidential, of_moved, of_thread

__all__ = ["TOLD", "Telling", "tellings"]

_OF_DOCUMENTS = {
    Verb.PUBLISH, Verb.SEND_BACK, Verb.DECLINE, Verb.WITHDRAW, Verb.NARROW, Verb.WIDEN, Verb.RESTORE,
}  # fmt: skip
_MOVED = {Verb.MOVE_THREAD, Verb.SPLIT_THREAD, Verb.MERGE_THREAD}
_OF_THREADS = {Verb.RESOLVE, *_MOVED}
TOLD = frozenset({*_OF_DOCUMENTS, *_OF_THREADS, *OF_COMMENTS, Verb.REMIND})
"""The verbs of which somebody hears."""


def tellings(event: Event) -> Iterator[Telling]:
    """Who is in two of them hears the first. Nothing where what the event tells of is gone."""
    verb = Verb(event.verb)
    if verb == Verb.REMIND:
        yield from of_what_is_due(event)
    elif event.target_kind == "publication" and verb in _OF_DOCUMENTS:
        publication = Publication.objects.filter(pk=int(event.target_id)).first()
        if publication is not None:
            yield from of_document(event, verb, publication)
    elif event.target_kind == "thread" and verb in _OF_THREADS:
        opening = _comments().filter(thread=number_now(int(event.target_id)), number=1).first()
        if opening is not None and verb in _MOVED:
            yield from of_moved(event, opening)
        elif opening is not None and opening.thread.is_confidential:
            yield from of_confidential(opening, Kind.RESOLVED, by=event.actor_id, when=event.at)
        elif opening is not None:
            yield from of_thread(opening, Kind.RESOLVED, Kind.RESOLVED, when=event.at)
    elif event.target_kind == "comment":
        comment = _comments().filter(pk=int(event.target_id)).first()
        if comment is not None:
            yield from of_comment(event, verb, comment)


def _comments() -> QuerySet[Comment]:
    return Comment.objects.select_related("thread__publication", "quoted")
