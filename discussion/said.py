"""A comment as one person sees it: who said it, what may be read of it, what that person may do with it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

import clock
from accounts.models import User
from discussion.models import Attachment, Comment, CommentState, Outcome
from discussion.rules import (
    may_speak_for_body,
    why_not_delete,
    why_not_edit,
    why_not_report,
    why_not_split,
    why_not_thank,
)
from discussion.written import written

_BEGINNING = 80
_DECIDED = {
    Outcome.HIDDEN: "事務局が、このコメントを非表示にしました",
    Outcome.SUSPENDED: "事務局が、このコメントを非表示にし、書いた人の利用を停止しました",
    Outcome.ASKED: "事務局が、このコメントを直すように頼んでいます",
    Outcome.BLACKENED: "事務局が、このコメントの一部を墨消ししました",
}


@dataclass(frozen=True)
class Said:
    """`comment`: as `Comment.objects.as_read_by` has it, with its thread and publication."""

    comment: Comment
    reader: User

    @property
    def is_owners(self) -> bool:
        """Of the body that registered the document."""
        publication = self.comment.thread.publication
        return publication is not None and self.comment.body_id == publication.owner_id

    @property
    def anchor(self) -> str:
        return f"c{self.comment.pk}"

    @property
    def who(self) -> str:
        """「栃木県 見本 花子」; 「栃木県（団体として）」; 「栃木県 担当者（異動）」 of who is no longer there."""
        return name_of(self.comment)

    @property
    def is_shown(self) -> bool:
        return self.comment.state == CommentState.SHOWN

    @property
    def stub(self) -> str:
        """What stands in the place of words that are gone."""
        return {CommentState.DELETED: "書いた人が削除しました", CommentState.HIDDEN: "事務局が非表示にしました"}.get(
            CommentState(self.comment.state), ""
        )

    @property
    def reads_words(self) -> bool:
        """What the desk hid is read by its writer and by the desk, as `words_open_to` has it."""
        is_hidden = self.comment.state == CommentState.HIDDEN
        is_own = self.comment.writer_id == self.reader.pk
        return self.is_shown or (is_hidden and (is_own or self.reader.is_secretariat))

    @property
    def html(self) -> SafeString:
        addressed = {each.name: each.address for each in self.comment.mentions.all()}
        return written(self.comment.text if self.reads_words else "", addressed)

    @property
    def desk_said(self) -> tuple[str, str] | None:
        """What the desk decided, and what it wrote to the writer about it: for the writer and the desk."""
        outcome, words = self.comment.outcome, self.comment.desk_said
        if not (words and outcome):
            return None
        is_past = outcome in {Outcome.HIDDEN, Outcome.SUSPENDED} and self.is_shown
        return None if is_past else (_DECIDED[Outcome(outcome)], words)

    @property
    def quoted(self) -> tuple[str, str, str] | None:
        """Who, how it begins, and its address; nothing of what may not be read any more."""
        quoted = self.comment.quoted
        if quoted is None or quoted.state != CommentState.SHOWN:
            return None
        if not quoted.thread.is_beside(self.comment.thread):  # split off, and moved away
            return None
        return name_of(quoted), beginning_of(quoted), quoted.get_absolute_url()

    @property
    def attachments(self) -> list[Attachment]:
        """With those that were taken off, for the line in their place. They are read where the words are."""
        files = sorted(self.comment.attachments.all(), key=lambda file: file.pk)
        return files if self.reads_words else []

    @property
    def beginning(self) -> str:
        return beginning_of(self.comment) if self.reads_words else ""

    @property
    def address(self) -> str:
        return self.comment.get_absolute_url()

    @property
    def may_edit(self) -> bool:
        return not why_not_edit(self.comment, by=self.reader)

    @property
    def may_delete(self) -> bool:
        return not why_not_delete(self.comment, by=self.reader)

    @property
    def may_report(self) -> bool:
        return not (why_not_report(self.comment, by=self.reader) or self.comment.is_reported)

    @property
    def may_split(self) -> bool:
        return self.comment.number > 1 and not why_not_split(self.comment.thread, by=self.reader)

    @property
    def may_thank(self) -> bool:
        return not why_not_thank(self.comment, by=self.reader)


def name_of(comment: Comment) -> str:
    """The writer's body is that of the day; who left it since is named no more."""
    if comment.is_on_behalf:
        return f"{comment.body.name}（団体として）"
    writer = comment.writer
    if writer.organization_id != comment.body_id or not writer.has_access(clock.today()):
        return f"{comment.body.name} 担当者（異動）"
    return f"{comment.body.name} {writer.name}"


def beginning_of(comment: Comment, most: int = _BEGINNING) -> str:
    """The first words, in one line."""
    text = " ".join(comment.text.split())
    return text[:most] + ("…" if len(text) > most else "")


def speaks_for(user: User) -> str:
    """The body that this person may speak for; empty where none."""
    return user.organization.name if may_speak_for_body(user) else ""
