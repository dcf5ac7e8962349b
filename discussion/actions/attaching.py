"""Files are put to a comment and taken off it: steps of other verbs, in their transaction; and the desk's own."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

import clock
from accounts.models import User
from audit.verbs import Verb
from discussion.actions.concerns import close
from discussion.actions.deciding import lock_for_desk
from discussion.actions.locking import log
from discussion.models import Attachment, Comment, Outcome
from discussion.rules import why_not_moderate
from library.models import FileGate
from library.rules import Refused

_GONE = "添付ファイルが、もうありません。もう一度選んでください"


def attach(comment: Comment, files: Sequence[Attachment], *, by: User) -> None:
    """What this person sent and the gate took, each with one comment."""
    if not files:
        return
    wanted = Attachment.objects.unposted_by(by).filter(pk__in=[file.pk for file in files], gate=FileGate.TAKEN)
    found = list(wanted.select_for_update().in_order())
    if len(found) != len(files):
        raise Refused(_GONE)
    if comment.attachments.present().count() + len(found) > settings.LIMITS.files_per_comment:
        raise Refused(f"1つのコメントに付けられるファイルは{settings.LIMITS.files_per_comment}個までです")
    Attachment.objects.filter(pk__in=[file.pk for file in found]).update(comment=comment)


def take_off(comment: Comment, numbers: Collection[int], *, by: User, now: datetime) -> list[int]:
    """Which of them were there. The bytes go with a later sweep."""
    found = list(comment.attachments.present().select_for_update().filter(pk__in=numbers).order_by("pk"))
    for file in found:
        file.name = file.sent_name = file.key = file.sha256 = ""
        file.gate_remarks, file.removed_at, file.removed_by = [], now, by
        file.save()
    return [file.pk for file in found]


def named(files: Sequence[Attachment]) -> dict[str, object]:
    """For the log: which bytes were posted, by number and hash."""
    return {"attached": [[file.pk, file.sha256] for file in files]} if files else {}


@transaction.atomic
def blacken_file(
    file: Attachment, *, by: User, reason: str, seen: str | None = None, now: datetime | None = None
) -> Comment:
    """墨消し of one file: it is gone for good, a line in its place says so. Its words stay."""
    now = now or clock.now()
    assert file.comment is not None
    comment = lock_for_desk(file.comment, why_not_moderate, by=by, seen=seen)
    if not reason.strip():
        raise Refused("理由を書いてください")
    if not take_off(comment, [file.pk], by=by, now=now):
        raise Refused("このファイルは、すでに外されています")
    close(comment, Outcome.BLACKENED, by=by, said=reason, now=now)
    log(Verb.BLACKEN, comment, by=by, now=now, removed=[file.pk])
    return comment
