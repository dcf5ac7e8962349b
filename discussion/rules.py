"""Who may do what with a thread and a comment, and why not: sentences that are shown to the person."""

from typing import TypeGuard

from django.conf import settings

import clock
from accounts.models import Organization, User
from accounts.rules import may_manage
from discussion.models import Comment, CommentState, Concern, Outcome, Thread
from library.rules import Refused

_LOCKED = "この話題は事務局が閉じました。新しい話題として書いてください"


class DecidedBefore(Refused):
    """Somebody else of the desk was quicker; names who, when and what."""

    def __init__(self, concern: Concern) -> None:
        self.concern = concern
        super().__init__("ほかの人が先に判断しました。最新の状態を確かめてください")


def why_not_reply(thread: Thread, *, by: User) -> str:
    """Empty where this person, who sees the thread, may answer in it."""
    if thread.locked_at is not None and not by.is_secretariat:
        return _LOCKED
    return ""


def why_not_edit(comment: Comment, *, by: User) -> str:
    if comment.writer_id != by.pk:
        return "直せるのは、書いた本人だけです"
    return _why_not_touch(comment, by=by)


def why_not_delete(comment: Comment, *, by: User) -> str:
    if comment.writer_id != by.pk:
        return "削除できるのは、書いた本人だけです"
    return _why_not_touch(comment, by=by)


def _why_not_touch(comment: Comment, *, by: User) -> str:
    if comment.body_id != by.organization_id:
        return "いまの所属で書いたものではないため、変えられません。事務局に連絡してください"
    if comment.state == CommentState.DELETED:
        return "すでに削除されています"
    if comment.state == CommentState.HIDDEN:
        return "事務局が非表示にしているため、変えられません"
    return why_not_reply(comment.thread, by=by)


def why_not_resolve(thread: Thread, *, by: User) -> str:
    """Who opened it, those of the document's owner or of the body it is confided to, and the secretariat."""
    if by.is_secretariat or is_of_owner(thread, by=by) or is_opener(thread, by=by):
        return why_not_reply(thread, by=by)
    return "解決済みにできるのは、書き始めた人、資料の団体の人、事務局です"


def why_not_mark(thread: Thread, *, by: User) -> str:
    if by.is_secretariat or is_opener(thread, by=by):
        return why_not_reply(thread, by=by)
    return "質問かどうかを変えられるのは、書き始めた人と事務局です"


def why_not_lock(_thread: Thread, *, by: User) -> str:
    return "" if by.is_secretariat else "話題を閉じられるのは事務局です"


def why_not_slow(_thread: Thread, *, by: User) -> str:
    return "" if by.is_secretariat else "話題をゆっくりにできるのは事務局です"


def why_not_move(thread: Thread, *, by: User) -> str:
    if thread.is_confidential:
        return "事務局との相談は動かせません。書いた人が、ほかの人に読まれないと思って書いたものです"
    return "" if by.is_secretariat else "話題を動かせるのは事務局です"


def why_not_split(thread: Thread, *, by: User) -> str:
    if thread.is_confidential:
        return "事務局との相談は分けられません"
    return "" if by.is_secretariat else "話題を分けられるのは事務局です"


def why_not_merge(thread: Thread, *, by: User) -> str:
    if thread.is_confidential:
        return "事務局との相談はまとめられません"
    return "" if by.is_secretariat else "話題をまとめられるのは事務局です"


def why_not_confide(body: Organization, *, by: User) -> str:
    """Empty where this person may talk with the secretariat for the body, or for the secretariat with the body."""
    if by.is_secretariat:
        return "" if body.kind == Organization.Kind.PREFECTURE else "相談できる相手は、構成団体の都道府県です"
    if by.is_member and by.organization_id == body.pk:
        return ""
    return "事務局と相談できるのは、自分の団体としてだけです"


def why_not_thank(comment: Comment, *, by: User) -> str:
    if comment.body_id == by.organization_id:
        return "自分の団体のコメントには付けられません"
    return "" if comment.state == CommentState.SHOWN else "このコメントは表示されていません"


def why_not_report(comment: Comment, *, by: User) -> str:
    if comment.writer_id == by.pk:
        return "自分のコメントは通報できません。「直す」か「削除」を使ってください"
    if comment.thread.is_confidential:
        return "事務局との相談は事務局も読んでいます。気になることは、そのまま返信に書いてください"
    return "" if comment.state == CommentState.SHOWN else "このコメントは表示されていません"


def why_not_moderate(comment: Comment, *, by: User) -> str:
    """Four eyes, as for submissions."""
    if not by.is_secretariat:
        return "コメントについて判断できるのは事務局です"
    if settings.LIMITS.four_eyes and comment.writer_id == by.pk:
        return "自分のコメントは、ほかの事務局の人が判断してください"
    return "すでに削除されています" if comment.state == CommentState.DELETED else ""


def why_not_hide(comment: Comment, *, by: User) -> str:
    if comment.state == CommentState.HIDDEN:
        return "すでに非表示になっています"
    return why_not_moderate(comment, by=by)


def why_not_ask(comment: Comment, *, by: User) -> str:
    """Nobody is asked for what they cannot do."""
    if reason := why_not_hide(comment, by=by):
        return reason
    if not comment.writer.has_access(clock.today()) or why_not_edit(comment, by=comment.writer):
        return "書いた人は、いまこのコメントを直せません。ほかの判断を選んでください"
    return ""


def why_not_suspend(comment: Comment, *, by: User) -> str:
    """The account is stopped by who may stop it anyway."""
    if reason := why_not_hide(comment, by=by):
        return reason
    if not comment.writer.is_active:
        return "書いた人の利用は、すでに停止しています"
    return "" if may_manage(by, comment.writer) else "書いた人の利用を止めることはできません"


def why_not_take_back(comment: Comment, *, by: User) -> str:
    """What was hidden is shown again instead, and what is black stays so."""
    if reason := why_not_moderate(comment, by=by):
        return reason
    last = comment.concerns.last_round()
    if last is None or last.outcome not in {Outcome.LEFT, Outcome.ASKED} or last.mended_at is not None:
        return "取り消せる判断はありません"
    return ""


def why_not_show(comment: Comment, *, by: User) -> str:
    if comment.state == CommentState.SHOWN:
        return "非表示になっていません"
    return why_not_moderate(comment, by=by)


def reads_comments(person: object) -> TypeGuard[User]:
    """Who has not signed in, and who only looks after the machine, reads none."""
    return isinstance(person, User) and not person.is_administrator


def may_speak_for_body(by: User) -> bool:
    """A member's coordinator; the secretariat speaks as itself anyway."""
    return by.is_coordinator


def is_of_owner(thread: Thread, *, by: User) -> bool:
    """Of the body that registered the document, or to which a confidential thread belongs."""
    body = thread.body_id if thread.publication is None else thread.publication.owner_id
    return by.is_member and body == by.organization_id


def is_opener(thread: Thread, *, by: User) -> bool:
    """Also for colleagues: a question is asked for the body."""
    opening = thread.comments.filter(number=1).first()
    return opening is not None and opening.body_id == by.organization_id
