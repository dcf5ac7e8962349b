"""A comment as one person sees it: who said it, what may be read of it, what that person may do with it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from accounts.models import User
from discussion.models import Comment, CommentState
from discussion.rules import may_speak_for_body, why_not_delete, why_not_edit, why_not_thank
from discussion.written import written

_BEGINNING = 80


@dataclass(frozen=True)
class Said:
    """`comment`: as `Comment.objects.as_read_by` has it, with its thread and publication."""

    comment: Comment
    reader: User

    @property
    def is_owners(self) -> bool:
        """Of the body that registered the document."""
        return self.comment.body_id == self.comment.thread.publication.owner_id

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
    def html(self) -> SafeString:
        return written(self.comment.text)

    @property
    def quoted(self) -> tuple[str, str, str] | None:
        """Who, how it begins, and its address; nothing of what may not be read any more."""
        quoted = self.comment.quoted
        if quoted is None or quoted.state != CommentState.SHOWN:
            return None
        return name_of(quoted), beginning_of(quoted), quoted.get_absolute_url()

    @property
    def beginning(self) -> str:
        return beginning_of(self.comment)

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
    def may_thank(self) -> bool:
        return not why_not_thank(self.comment, by=self.reader)


def name_of(comment: Comment) -> str:
    """The writer's body is that of the day; who left it since is named no more."""
    if comment.is_on_behalf:
        return f"{comment.body.name}（団体として）"
    writer = comment.writer
    if not writer.is_active or writer.organization_id != comment.body_id:
        return f"{comment.body.name} 担当者（異動）"
    return f"{comment.body.name} {writer.name}"


def beginning_of(comment: Comment) -> str:
    """The first words, in one line."""
    text = " ".join(comment.text.split())
    return text[:_BEGINNING] + ("…" if len(text) > _BEGINNING else "")


def speaks_for(user: User) -> str:
    """The body that this person may speak for; empty where none."""
    return user.organization.name if may_speak_for_body(user) else ""
