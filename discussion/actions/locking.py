"""Fetches what is changed, locked, and only for who sees it: what was hidden meanwhile is refused like what is gone."""

from datetime import datetime

from accounts.models import User
from audit.actors import Actor
from audit.record import record
from audit.verbs import Verb
from discussion.models import Comment, Thread
from library.models import Publication
from library.rules import Refused

CONFIDENTIAL = "confidential"
"""Stands in the data of an event that is told to the secretariat alone."""


def lock_thread(thread: Thread, *, by: User) -> Thread:
    rows = Thread.objects.visible_to(by).select_for_update(of=("self",)).select_related("publication__owner")
    found = rows.filter(pk=thread.pk).first()
    if found is None:
        raise Refused("この話題は、もうありません。開き直してください")
    return found


def lock_comment(comment: Comment, *, by: User) -> Comment:
    thread = lock_thread(comment.thread, by=by)
    found = thread.comments.select_related("body").filter(pk=comment.pk).first()
    if found is None:
        raise Refused("このコメントは、この話題にはもうありません。開き直してください")
    found.thread = thread
    return found


def lock_publication(publication: Publication, *, by: User) -> Publication:
    """Live and visible while somebody begins to talk about it."""
    rows = Publication.objects.visible_to(by).select_for_update(of=("self",)).select_related("owner")
    found = rows.filter(pk=publication.pk).first()
    if found is None:
        raise Refused("この資料は、もう公開されていません")
    return found


def log(verb: Verb, of: Thread | Comment, *, by: Actor, now: datetime, **data: object) -> None:
    """One event. The log names what was said by its number, never by its words; of what was confided no document."""
    thread = of if isinstance(of, Thread) else of.thread
    kind = "thread" if of is thread else "comment"
    where = {CONFIDENTIAL: True} if thread.is_confidential else {"publication": thread.publication_id}
    told = {**where, **({} if of is thread else {"thread": thread.pk}), **data}
    record(verb, by=by, target=(kind, of.pk, str(of)), data=told, now=now)
