"""墨消し: words become ■ in every wording of a comment, in its files' names and in what was said of it, for good."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

import clock
from accounts.models import User
from audit.verbs import Verb
from discussion.actions.concerns import close
from discussion.actions.deciding import lock_for_desk
from discussion.actions.locking import log
from discussion.mentions import rows as mentions
from discussion.models import Comment, Outcome
from discussion.rules import why_not_moderate
from library.rules import Refused


def blackened(text: str, words: Sequence[str]) -> tuple[str, int]:
    """The text with each of the words as that many ■, and in how many places; of two that overlap the longer first."""
    pattern = "|".join(re.escape(word) for word in sorted(filter(None, words), key=len, reverse=True))
    return re.subn(pattern, lambda match: "■" * len(match[0]), text) if pattern else (text, 0)


@transaction.atomic
def blacken(
    comment: Comment,
    *,
    by: User,
    words: Sequence[str],
    reason: str,
    seen: str | None = None,
    now: datetime | None = None,
) -> Comment:
    """The words stand nowhere in the portal's rows afterwards, also not in the log. A reason must not repeat them."""
    now = now or clock.now()
    comment = lock_for_desk(comment, why_not_moderate, by=by, seen=seen)
    if not reason.strip() or blackened(reason, words)[1]:
        raise Refused("理由を、墨消しする言葉を使わずに書いてください")
    comment.text, places = blackened(comment.text, words)
    for revision in comment.revisions.all():
        revision.text, number = blackened(revision.text, words)
        revision.save(update_fields=["text"])
        places += number
    for file in comment.attachments.all():
        file.name, number = blackened(file.name, words)
        file.sent_name = blackened(file.sent_name, words)[0]
        file.gate_remarks = [blackened(each, words)[0] for each in file.gate_remarks]
        file.save(update_fields=["name", "sent_name", "gate_remarks"])
        places += number
    if not places:
        raise Refused("この言葉は、コメントにも前の文章にも、ファイルの名前にもありません")
    comment.save(update_fields=["text"])
    mentions.forget(comment)
    close(comment, Outcome.BLACKENED, by=by, said=reason, now=now)
    _blacken_what_was_said(comment, words)
    log(Verb.BLACKEN, comment, by=by, now=now, blackened=places)
    return comment


def _blacken_what_was_said(comment: Comment, words: Sequence[str]) -> None:
    """By those who reported it, by the desk to the writer, and by what looked through it."""
    for concern in comment.concerns.prefetch_related("reports"):
        concern.said = blackened(concern.said, words)[0]
        concern.found = [blackened(each, words)[0] for each in concern.found]
        concern.save(update_fields=["said", "found"])
        for report in concern.reports.all():
            report.words = blackened(report.words, words)[0]
            report.save(update_fields=["words"])
