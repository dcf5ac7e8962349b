"""The conditions of the list of documents: the common ones, and the facts of guidelines."""

from library.filters import FacetFilter, PublicationFilter


class DocumentFilter(PublicationFilter):
    secret = FacetFilter(label="非公開情報の入力")
    scope = FacetFilter(label="導入範囲")
    svc = FacetFilter(label="導入サービス")
    training = FacetFilter(label="学習させない設定")
