"""できごと, and when they are mailed."""

from django.db import models


class Kind(models.TextChoices):
    NEW = "new", "新しい資料の公開"
    EDITION = "edition", "資料の改定"
    MATCH = "match", "保存した条件に合う資料の公開"
    CLOSED = "closed", "資料の取下げ・公開範囲の縮小"
    MENTION = "mention", "自分や自分の団体への呼びかけ"
    COMMENT = "comment", "資料へのコメント"
    ANSWER = "answer", "話題への返信"
    RESOLVED = "resolved", "話題の解決"
    CONFIDED = "confided", "事務局との相談"
    DECISION = "decision", "提出した資料の審査の結果"
    MOVED = "moved", "話題の整理（移動・分割・まとめ）"
    DESK = "desk", "自分のコメントへの事務局の判断"
    REPORT = "report", "通報の結果"
    DUE = "due", "審査とコメントの確認の期限（事務局）"


class Mailing(models.TextChoices):
    AT_ONCE = "at_once", "すぐ"
    DAILY = "daily", "1日1回（8時30分）"
    WEEKLY = "weekly", "週1回（月曜8時30分）"
    NONE = "none", "なし"
