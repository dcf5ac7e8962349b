"""Said, answered, said better, taken back; confided."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

import clock
from accounts.models import Organization, User
from audit.verbs import Verb
from discussion.actions.attaching import attach, named, take_off
from discussion.actions.concerns import close, refer
from discussion.actions.locking import lock_comment, lock_publication, lock_thread, log
from discussion.mentions import rows as mentions
from discussion.models import Attachment, Comment, CommentState, Outcome, Revision, Thread
from discussion.rules import may_speak_for_body, why_not_confide, why_not_delete, why_not_edit, why_not_reply
from discussion.slowness import refuse_haste
from discussion.suspects import suspects
from library.models import File, Publication, Visibility
from library.readers import Reader
from library.rules import Refused

_MENDED, _BLACKENED = "頼まれて直したもの", "墨消しのあとに直したもの"
_CHANGED = (
    "このコメントの文章が、開いたあとに変わりました（事務局の墨消しか、別の画面での変更）。"
    "コメントを別の画面で開いて確かめ、見えなくなった言葉をもう一度書かないようにして、保存してください"
)


@dataclass(frozen=True)
class Place:
    """A page of a file that the writer sees; its edition is the file's."""

    file: File
    page: int


@transaction.atomic
def open_thread(
    publication: Publication,
    *,
    by: User,
    text: str,
    place: Place | None = None,
    is_question: bool = False,
    is_on_behalf: bool = False,
    files: Sequence[Attachment] = (),
    now: datetime | None = None,
) -> Comment:
    """Begin to talk about a publication, or about one page of it. Returns the comment that opens the thread."""
    now = now or clock.now()
    publication = lock_publication(publication, by=by)
    if place is not None and place.file.edition.publication_id != publication.pk:
        raise Refused("このページは、この資料のものではありません")
    thread = Thread.objects.create(
        publication=publication,
        edition=place.file.edition if place else None,
        file=place.file if place else None,
        page=place.page if place else None,
        is_question=is_question,
        opened_at=now,
        last_at=now,
    )
    return _write(thread, by=by, text=text, is_on_behalf=is_on_behalf, files=files, now=now)


@transaction.atomic
def reply(
    thread: Thread,
    *,
    by: User,
    text: str,
    is_on_behalf: bool = False,
    quoted: Comment | None = None,
    files: Sequence[Attachment] = (),
    now: datetime | None = None,
) -> Comment:
    """Answer. Only words that stand in the same thread, and are read there, can be quoted."""
    now = now or clock.now()
    thread = lock_thread(thread, by=by)
    if reason := why_not_reply(thread, by=by):
        raise Refused(reason)
    if thread.size >= settings.LIMITS.comments_per_thread:
        raise Refused("この話題は長くなりました。新しい話題として書いてください")
    refuse_haste(thread, by=by, now=now)
    if quoted is not None and not thread.comments.shown().filter(pk=quoted.pk).exists():
        quoted = None
    return _write(thread, by=by, text=text, is_on_behalf=is_on_behalf, quoted=quoted, files=files, now=now)


def _write(
    thread: Thread,
    *,
    by: User,
    text: str,
    is_on_behalf: bool,
    files: Sequence[Attachment],
    now: datetime,
    quoted: Comment | None = None,
) -> Comment:
    if is_on_behalf and not may_speak_for_body(by):
        raise Refused("団体としての発言ができるのは、県のとりまとめの人です")
    thread.last_number += 1
    thread.last_at = max(now, thread.last_at)
    thread.save(update_fields=["last_number", "last_at"])
    comment = Comment.objects.create(
        thread=thread,
        number=thread.last_number,
        writer=by,
        body=by.organization,
        section=by.section,
        is_on_behalf=is_on_behalf,
        text=text,
        quoted=quoted,
        written_at=now,
    )
    attach(comment, files, by=by)
    mentions.keep(comment, by=by, now=now)
    log(Verb.COMMENT, comment, by=by, now=now, **named(files))
    refer(comment, found=suspects(text, files), now=now)
    return comment


@transaction.atomic
def edit(
    comment: Comment,
    *,
    by: User,
    text: str,
    files: Sequence[Attachment] = (),
    removed: Collection[int] = (),
    seen: str | None = None,
    now: datetime | None = None,
) -> Comment:
    """Say it better; the former wording stays to be read. The same words again, and no other files, change nothing.

    `seen`: the wording that was before the writer's eyes (`as_read`); of another nothing is written over. What the
    desk had asked for is done then, and the desk looks at it, as at what is said anew where it blackened something.
    """
    now = now or clock.now()
    comment = lock_comment(comment, by=by)
    if reason := why_not_edit(comment, by=by):
        raise Refused(reason)
    if seen is not None and seen != as_read(comment):
        raise Refused(_CHANGED)
    gone = take_off(comment, removed, by=by, now=now)
    if comment.text == text and not files and not gone:
        return comment
    if comment.text != text:
        Revision.objects.create(comment=comment, text=comment.text, written_at=comment.edited_at or comment.written_at)
    comment.text, comment.edited_at = text, now
    comment.save(update_fields=["text", "edited_at"])
    attach(comment, files, by=by)
    mentions.keep(comment, by=by, now=now)
    log(Verb.EDIT_COMMENT, comment, by=by, now=now, **named(files), **({"removed": gone} if gone else {}))
    was_asked = comment.concerns.to_mend().update(mended_at=now)
    was_blackened = comment.concerns.filter(outcome=Outcome.BLACKENED).exists()
    marks = [_MENDED] * bool(was_asked) + [_BLACKENED] * was_blackened
    refer(comment, found=[*marks, *suspects(text, files)], now=now)
    return comment


def as_read(comment: Comment) -> str:
    """Tells one wording from another without a word of it."""
    return hashlib.sha256(f"{comment.pk} {comment.text}".encode()).hexdigest()[:20]


@transaction.atomic
def delete(comment: Comment, *, by: User, now: datetime | None = None) -> Comment:
    """Take it back: every wording and file goes, its place and the answers to it stay."""
    now = now or clock.now()
    comment = lock_comment(comment, by=by)
    if reason := why_not_delete(comment, by=by):
        raise Refused(reason)
    comment.revisions.all().delete()
    comment.attachments.all().delete()
    comment.state, comment.text, comment.deleted_at = CommentState.DELETED, "", now
    comment.save(update_fields=["state", "text", "deleted_at"])
    mentions.forget(comment)
    comment.concerns.to_mend().update(mended_at=now)
    if comment.concerns.open().exists():
        close(comment, Outcome.DELETED, by=by, now=now)
    log(Verb.DELETE_COMMENT, comment, by=by, now=now)
    return comment


@transaction.atomic
def confide(
    body: Organization,
    *,
    by: User,
    text: str,
    about: Publication | None = None,
    is_question: bool = False,
    is_on_behalf: bool = False,
    files: Sequence[Attachment] = (),
    now: datetime | None = None,
) -> Comment:
    """Begin a thread that the people of this body and the secretariat read, and nobody else.

    `about`: a document that both see. Returns the comment that opens the thread.
    """
    now = now or clock.now()
    if reason := why_not_confide(body, by=by):
        raise Refused(reason)
    if about is not None:
        about = lock_publication(about, by=by)
        if not Publication.objects.visible_to(Reader(Visibility.MEMBERS, body.pk)).filter(pk=about.pk).exists():
            raise Refused(f"この資料は、{body.name}からは見られません。「事務局との相談」の一覧から書いてください")
    thread = Thread.objects.create(body=body, about=about, is_question=is_question, opened_at=now, last_at=now)
    return _write(thread, by=by, text=text, is_on_behalf=is_on_behalf, files=files, now=now)
