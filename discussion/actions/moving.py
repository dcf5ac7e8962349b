"""A thread that was begun in the wrong place is moved to the right one; its addresses lead there."""

from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.verbs import Verb
from discussion.actions.locking import lock_publication, lock_thread, log
from discussion.actions.writing import Place
from discussion.audience import Audience, audience_of, audience_of_thread
from discussion.models import Thread
from discussion.rules import why_not_move
from library.models import Publication
from library.rules import Refused


@transaction.atomic
def move(
    thread: Thread,
    *,
    by: User,
    to: Publication,
    place: Place | None = None,
    agreed: Audience | None = None,
    now: datetime | None = None,
) -> Thread:
    """To another publication, or another page. More people read it there only when these were `agreed` to."""
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not_move(thread, by=by):
        raise Refused(reason)
    to = lock_publication(to, by=by)
    if place is not None and place.file.edition.publication_id != to.pk:
        raise Refused("このページは、この資料のものではありません")
    if (thread.publication_id, thread.file_id, thread.page) == (to.pk, place and place.file.pk, place and place.page):
        raise Refused("この話題は、すでにその場所にあります")
    before, after = audience_of_thread(thread), audience_of(to, place.file if place else None)
    if after.is_wider_than(before) and agreed != after:
        raise Refused("動かすと、読める人が増えます。読める人を確かめてから、もう一度動かしてください")
    left = thread.publication_id
    thread.publication = to
    thread.edition, thread.file = (place.file.edition, place.file) if place else (None, None)
    thread.page = place.page if place else None
    thread.save(update_fields=["publication", "edition", "file", "page"])
    log(Verb.MOVE_THREAD, thread, by=by, now=now, moved_from=left)
    return thread
