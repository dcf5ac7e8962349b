"""What a notice says, in one sentence: never a word of a comment, and no title of what cannot be read any more."""

from discussion.models import Comment, Thread
from discussion.places import name_of_place
from discussion.said import name_of
from library.models import Edition, EditionState, SavedView
from notices.models import Kind, Notice

_DECIDED = {
    EditionState.RETURNED: "が差し戻されました",
    EditionState.DECLINED: "は公開しないことになりました",
    EditionState.PUBLISHED: "が公開されました",
}
_MOVED = "書き込んだかフォローした話題を、事務局が整理しました。いまは{}にあります。読める人を確かめてください"


def sentence(notice: Notice) -> str:
    """Of a notice `with_targets`."""
    kind = Kind(notice.kind)
    if kind == Kind.DUE:
        return _of_what_is_due(notice)
    if notice.view is not None and notice.edition is not None:
        return _of_match(notice.view, notice.edition)
    if notice.edition is not None:
        return _of_edition(kind, notice.edition)
    if notice.comment is not None:
        if kind == Kind.REPORT and notice.is_open_again:
            return f"{_about(notice.comment.thread)}への通報したコメントを、事務局がもう一度確認しています"
        return _of_comment(kind, notice.comment)
    assert notice.publication is not None
    return f"{notice.publication.owner.name}の資料の公開が終わったか、公開範囲が狭くなりました"


def _of_what_is_due(notice: Notice) -> str:
    what = ""
    if notice.edition is not None:
        what = f"{notice.edition.publication.owner.name}の「{notice.edition}」の審査"
    elif notice.comment is not None:
        what = f"{_about(notice.comment.thread)}へのコメントの確認"
    return f"{what}は済みました" if notice.is_settled else f"{what}がまだ済んでいません。期限を確かめてください"


def _of_edition(kind: Kind, edition: Edition) -> str:
    if kind == Kind.DECISION:
        return f"提出した「{edition}」{_DECIDED.get(EditionState(edition.state), 'の審査の結果が出ました')}"
    body = edition.publication.owner.name
    if kind == Kind.EDITION and edition.number == 1:
        return f"{body}の「{edition}」が、もう一度読めるようになりました"
    if kind == Kind.EDITION:
        return f"{body}の「{edition}」の{edition.name}が公開されました"
    return f"{body}の新しい資料「{edition}」が公開されました"


def _of_match(view: SavedView, edition: Edition) -> str:
    which = "" if edition.number == 1 else f"の{edition.name}"
    return f"保存した条件「{view.name}」に合う{edition.publication.owner.name}の「{edition}」{which}が公開されました"


def _of_comment(kind: Kind, comment: Comment) -> str:
    thread, who = comment.thread, name_of(comment)
    if thread.publication is None:
        return _of_confidential(kind, who, f"{thread.body}と事務局の相談")
    about = _about(thread)
    return {
        Kind.MENTION: f"{who}から、{about}の話題で呼びかけがありました",
        Kind.ANSWER: f"{who}が、{about}の話題に返信しました",
        Kind.RESOLVED: f"{about}の話題が解決済みになりました",
        Kind.MOVED: _MOVED.format(about),
        Kind.DESK: f"{about}へのあなたのコメントについて、事務局の判断があります",
        Kind.REPORT: f"{about}への通報したコメントについて、事務局の確認が終わりました",
    }.get(kind, f"{who}が、{about}にコメントしました")


def _about(thread: Thread) -> str:
    """「CatBotの手引き」, or 「CatBotの手引き」の3ページ."""
    if thread.publication is None:
        return f"「{thread.body}と事務局の相談」"
    place = name_of_place(thread)
    return f"「{thread.publication.live_edition}」{'の' if place else ''}{place}"


def _of_confidential(kind: Kind, who: str, where: str) -> str:
    """Nothing of the document that it is about."""
    return {
        Kind.MENTION: f"{who}から、{where}で呼びかけがありました",
        Kind.RESOLVED: f"{where}が解決済みになりました",
        Kind.DESK: f"{where}へのあなたのコメントについて、事務局の判断があります",
    }.get(kind, f"{who}が、{where}に書き込みました")
