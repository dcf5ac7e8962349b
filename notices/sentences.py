"""What a notice says, in one sentence: never a word of a comment, and no title of what cannot be read any more."""

from discussion.models import Comment
from discussion.said import name_of
from library.models import Edition, EditionState
from notices.models import Kind, Notice

_DECIDED = {
    EditionState.RETURNED: "が差し戻されました",
    EditionState.DECLINED: "は公開しないことになりました",
    EditionState.PUBLISHED: "が公開されました",
}


def sentence(notice: Notice) -> str:
    """Of a notice `with_targets`."""
    kind = Kind(notice.kind)
    if kind == Kind.DUE:
        return _of_what_is_due(notice)
    if notice.edition is not None:
        return _of_edition(kind, notice.edition)
    if notice.comment is not None:
        return _of_comment(kind, notice.comment)
    assert notice.publication is not None
    return f"{notice.publication.owner.name}の資料の公開が終わったか、公開範囲が狭くなりました"


def _of_what_is_due(notice: Notice) -> str:
    what = ""
    if notice.edition is not None:
        what = f"{notice.edition.publication.owner.name}の「{notice.edition}」の審査"
    elif notice.comment is not None:
        what = f"「{notice.comment.thread.publication.live_edition}」へのコメントの確認"
    return f"{what}は済みました" if notice.is_settled else f"{what}がまだ済んでいません。期限を確かめてください"


def _of_edition(kind: Kind, edition: Edition) -> str:
    if kind == Kind.DECISION:
        return f"提出した「{edition}」{_DECIDED.get(EditionState(edition.state), 'の審査の結果が出ました')}"
    body = edition.publication.owner.name
    if kind == Kind.EDITION:
        return f"{body}の「{edition}」の{edition.name}が公開されました"
    return f"{body}の新しい資料「{edition}」が公開されました"


def _of_comment(kind: Kind, comment: Comment) -> str:
    about = f"「{comment.thread.publication.live_edition}」"
    match kind:
        case Kind.ANSWER:
            return f"{name_of(comment)}が、{about}の話題に返信しました"
        case Kind.RESOLVED:
            return f"{about}の話題が解決済みになりました"
        case Kind.MOVED:
            return f"書き込んだ話題が、{about}に移りました。読める人を確かめてください"
        case Kind.DESK:
            return f"{about}へのあなたのコメントについて、事務局の判断があります"
        case Kind.REPORT:
            return f"{about}への通報したコメントについて、事務局の確認が終わりました"
    return f"{name_of(comment)}が、{about}にコメントしました"
