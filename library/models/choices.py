"""States, kinds and levels of the spine, each with who sets it."""

from enum import nonmember

from django.db import models


class Kind(models.TextChoices):
    """種別: code, not data. The value is the URL namespace of the app that owns its pages."""

    DOCUMENT = "guidelines", "資料"


class Visibility(models.IntegerChoices):
    """公開範囲: a reader sees what is at least as open as the reader's own level, so one comparison decides."""

    SECRETARIAT = 0, "事務局限り"
    MEMBERS = 1, "構成団体"
    OBSERVERS = 2, "構成団体とオブザーバー"
    PUBLIC = 3, "公開"

    @property
    def readers(self) -> str:
        """Who can read it, as a sentence."""
        return {
            Visibility.SECRETARIAT: "事務局だけが閲覧できます",
            Visibility.MEMBERS: "構成都道府県と事務局が閲覧できます",
            Visibility.OBSERVERS: "構成都道府県、事務局、オブザーバーが閲覧できます",
            Visibility.PUBLIC: "だれでも閲覧できます（ログインなし）",
        }[self]


class PublicationState(models.TextChoices):
    UNPUBLISHED = "unpublished", "未公開"  # start
    LIVE = "live", "公開中"  # publish, restore
    WITHDRAWN = "withdrawn", "公開を終了"  # withdraw


class EditionState(models.TextChoices):
    DRAFT = "draft", "下書き"  # start, recall
    SUBMITTED = "submitted", "審査待ち"  # submit
    RETURNED = "returned", "差し戻し"  # send_back
    DECLINED = "declined", "公開しない"  # decline; final for this edition
    PUBLISHED = "published", "公開中"  # publish
    SUPERSEDED = "superseded", "旧版"  # publish of the next edition

    # Groups of members.
    OPEN = nonmember(("draft", "submitted", "returned"))  # still on its way: at most one per publication
    EDITABLE = nonmember(("draft", "returned"))
    PUBLIC = nonmember(("published", "superseded"))  # readable by whoever may see the publication


class FileGate(models.TextChoices):
    CHECKING = "checking", "検査中"  # arrived, in quarantine
    TAKEN = "taken", "登録できます"  # passed every rule
    REFUSED = "refused", "登録できません"  # the message says why and how to mend it


class TextSource(models.TextChoices):
    FILE = "file", "ファイルの文字"
    BROKEN = "broken", "文字の情報が壊れています"  # shown as a picture only
    OCR = "ocr", "文字認識"  # never trusted for facts


class Reading(models.TextChoices):
    WAITING = "waiting", "読み取りを待っています"
    WORKING = "working", "読み取り中"
    DONE = "done", "読み取り済み"
    PARTIAL = "partial", "一部だけ読み取れました"
    FAILED = "failed", "読み取れませんでした"


class PaperState(models.TextChoices):
    WAITING = "waiting", "印刷イメージを待っています"
    WORKING = "working", "印刷イメージを作っています"
    DONE = "done", "印刷イメージができています"
    FAILED = "failed", "印刷イメージを作れませんでした"
