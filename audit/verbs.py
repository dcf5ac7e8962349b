"""Every verb that the log knows: what happened, as a short code that never changes its meaning."""

from django.db.models import TextChoices


class Verb(TextChoices):
    # editions and publications
    START = "start", "作成"
    ADD_FILE = "add_file", "ファイルの追加"
    REMOVE_FILE = "remove_file", "ファイルの取り外し"
    KEEP_CLOSER = "keep_closer", "ファイルの公開範囲"
    KEEP_NOTES = "keep_notes", "発表者のメモ"
    SUBMIT = "submit", "提出"
    RECALL = "recall", "取戻し"
    CLAIM = "claim", "審査の担当"
    RELEASE = "release", "担当を外す"
    SEND_BACK = "send_back", "差戻し"
    DECLINE = "decline", "公開しない"
    PUBLISH = "publish", "公開"
    WITHDRAW = "withdraw", "取下げ"
    RESTORE = "restore", "公開に戻す"
    NARROW = "narrow", "公開範囲を狭める"
    WIDEN = "widen", "公開範囲を広げる"
    DISCARD = "discard", "ごみ箱へ"
    RECOVER = "recover", "ごみ箱から戻す"
    ERASE = "erase", "完全に削除"
    RETRY_READING = "retry_reading", "読み取りのやり直し"
    # comments
    COMMENT = "comment", "コメントの投稿"
    EDIT_COMMENT = "edit_comment", "コメントの変更"
    DELETE_COMMENT = "delete_comment", "コメントの削除"
    RESOLVE = "resolve", "解決済みにする"
    REOPEN = "reopen", "未解決に戻す"
    MARK_QUESTION = "mark_question", "質問かどうかの変更"
    LOCK = "lock", "話題を閉じる"
    UNLOCK = "unlock", "話題を開く"
    # people
    INVITE = "invite", "招待"
    REVOKE_INVITATION = "revoke_invitation", "招待の取消し"
    JOIN = "join", "招待を受けた"
    CHANGE_ROLE = "change_role", "役割の変更"
    SUSPEND = "suspend", "停止"
    REINSTATE = "reinstate", "停止の解除"
    ADD_TENURE = "add_tenure", "在籍の追加"
    END_TENURE = "end_tenure", "在籍の期限の変更"
    END_ACCESS = "end_access", "利用の期限の変更"
    LIFT_LOCK = "lift_lock", "ロックの解除"
    SIGN_IN = "sign_in", "ログイン"
    SIGN_IN_FAILED = "sign_in_failed", "ログインの失敗"
    SIGN_OUT = "sign_out", "ログアウト"
    CHANGE_PASSWORD = "change_password", "パスワードの変更"
    ASK_RESET = "ask_reset", "パスワード再設定の依頼"
    # the secretariat's tables
    EDIT_THEME = "edit_theme", "テーマの変更"
    EDIT_TYPE = "edit_type", "資料の種類の変更"
    # what a body shares
    SHARE_VIEW = "share_view", "条件の共有"
    DELETE_VIEW = "delete_view", "共有した条件の削除"
    EDIT_SYNONYM = "edit_synonym", "同義語の変更"
    DELETE_SYNONYM = "delete_synonym", "同義語の削除"
    EDIT_PROMOTION = "edit_promotion", "検索の案内の変更"
    DELETE_PROMOTION = "delete_promotion", "検索の案内の削除"
    REBUILD_INDEX = "rebuild_index", "検索の索引の作り直し"
    # what was read
    DOWNLOAD = "download", "ダウンロード"
    EXPORT = "export", "一覧の保存"
    VIEW = "view", "閲覧"
    NOT_FOUND = "not_found", "見つからない資料への要求"


READS = frozenset({Verb.DOWNLOAD, Verb.EXPORT, Verb.VIEW, Verb.NOT_FOUND})
"""What changes nothing: told without the locks of a verb, long after it happened."""
