"""The articles of 使い方: one line each, in the order of the page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """`slug` is its address and the name of its template; `audience` says whom it is for."""

    slug: str
    title: str
    audience: str = "すべての人"

    @property
    def template(self) -> str:
        return f"help/{self.slug}.html"


ARTICLES: tuple[Article, ...] = (
    Article("sign-in", "招待を受けてログインする"),
    Article("find", "資料を探す"),
    Article("search", "言葉で検索する"),
    Article("read", "資料を読む"),
    Article("talk", "資料についてコメントする"),
    Article("notices", "お知らせを受け取る"),
    Article("register", "資料を登録する", "県の担当者、事務局"),
    Article("returned", "差し戻されたら", "県の担当者"),
    Article("revise", "新しい版を出す", "県の担当者、事務局"),
    Article("withdraw", "公開を終える・公開範囲を変える", "県の担当者、事務局"),
    Article("colleagues", "同じ県の人を招待する", "とりまとめ"),
    Article("review", "提出を審査する", "事務局"),
    Article("manage", "メンバーとテーマを管理する", "事務局、システム管理者"),
    Article("search-desk", "検索を手入れする", "事務局"),
    Article("words", "用語集"),
)

BY_SLUG = {article.slug: article for article in ARTICLES}
