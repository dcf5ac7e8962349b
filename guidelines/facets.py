"""The facets of documents: the common ones, and the facts of guidelines."""

from guidelines.models import Guideline
from guidelines.vocabulary import Vocabulary
from library import facet_options
from library.facet_options import Facet


def document_facets(vocabulary: Vocabulary) -> list[Facet]:
    """In the order of the page: what officers ask first stands first."""
    types = {slug: row.name for slug, row in vocabulary.types.items()}
    return [
        Facet("kind", "種類", types, is_open=True),
        facet_options.themes(),
        Facet("secret", "非公開情報の入力", dict(Guideline.SecretInput.choices), is_open=True),
        Facet("scope", "導入範囲", dict(Guideline.Scope.choices), is_open=True),
        Facet("svc", "導入サービス", vocabulary.services),
        Facet("training", "学習させない設定", dict(Guideline.Training.choices)),
        facet_options.regions(),
        facet_options.prefectures(),
        facet_options.fiscal_years(),
        facet_options.file_formats(),
    ]
