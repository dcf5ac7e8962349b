"""What an event says to people: one sentence per verb."""

from audit.models import Event
from audit.verbs import Verb

_SENTENCES: dict[str, str] = {
    Verb.START: "下書きを作りました",
    Verb.ADD_FILE: "ファイルを加えました",
    Verb.REMOVE_FILE: "ファイルを外しました",
    Verb.KEEP_CLOSER: "ファイルの公開範囲を変えました",
    Verb.KEEP_NOTES: "発表者のメモを載せるかどうかを変えました",
    Verb.SUBMIT: "提出しました",
    Verb.RECALL: "取り戻しました",
    Verb.CLAIM: "審査の担当になりました",
    Verb.RELEASE: "審査の担当を外れました",
    Verb.SEND_BACK: "差し戻しました",
    Verb.DECLINE: "公開しないことにしました",
    Verb.PUBLISH: "公開しました",
    Verb.WITHDRAW: "取り下げました",
    Verb.RESTORE: "公開に戻しました",
    Verb.NARROW: "公開範囲を狭めました",
    Verb.WIDEN: "公開範囲を広げました",
    Verb.DISCARD: "ごみ箱に入れました",
    Verb.RECOVER: "ごみ箱から戻しました",
    Verb.ERASE: "完全に削除しました",
    Verb.RETRY_READING: "読み取りをやり直しました",
    Verb.INVITE: "招待しました",
    Verb.REVOKE_INVITATION: "招待を取り消しました",
    Verb.JOIN: "招待を受けて登録しました",
    Verb.CHANGE_ROLE: "役割を変えました",
    Verb.SUSPEND: "利用を停止しました",
    Verb.REINSTATE: "停止を解きました",
    Verb.ADD_TENURE: "在籍を加えました",
    Verb.END_TENURE: "在籍の期限を変えました",
    Verb.END_ACCESS: "利用の期限を変えました",
    Verb.LIFT_LOCK: "ログインのロックを解きました",
    Verb.SIGN_IN: "ログインしました",
    Verb.SIGN_IN_FAILED: "ログインできませんでした",
    Verb.SIGN_OUT: "ログアウトしました",
    Verb.CHANGE_PASSWORD: "パスワードを変えました",
    Verb.ASK_RESET: "パスワードの再設定を頼みました",
    Verb.EDIT_THEME: "テーマを変えました",
    Verb.EDIT_TYPE: "資料の種類を変えました",
    Verb.SHARE_VIEW: "保存した条件の共有を変えました",
    Verb.DELETE_VIEW: "共有した条件を削除しました",
    Verb.EDIT_SYNONYM: "同義語を変えました",
    Verb.DELETE_SYNONYM: "同義語を削除しました",
    Verb.EDIT_PROMOTION: "検索の案内を変えました",
    Verb.DELETE_PROMOTION: "検索の案内を削除しました",
    Verb.REBUILD_INDEX: "検索の索引を作り直し始めました",
    Verb.DOWNLOAD: "ダウンロードしました",
    Verb.EXPORT: "一覧を保存しました",
    Verb.VIEW: "見ました",
    Verb.NOT_FOUND: "ない資料か見られない資料を開こうとしました",
}


def sentence(event: Event) -> str:
    """「提出しました」: what was done; who did it stands beside."""
    return _SENTENCES[event.verb]
