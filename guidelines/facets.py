"""The facets of documents: the common ones, and the facts of guidelines."""

from guidelines.models import Guideline, Service
from library import facet_options
from library.facet_options import Facet


def document_facets() -> list[Facet]:
    """In the order of the page: what officers ask first stands first."""
    common = {facet.name: facet for facet in facet_options.common()}
    services = Service.objects.order_by("order", "id").values_list("slug", "name")
    return [
        common["kind"],
        common["theme"],
        Facet("secret", "非公開情報の入力", dict(Guideline.SecretInput.choices), is_open=True),
        Facet("scope", "導入範囲", dict(Guideline.Scope.choices), is_open=True),
        Facet("svc", "導入サービス", dict(services)),
        Facet("training", "学習させない設定", dict(Guideline.Training.choices)),
        common["region"],
        common["pref"],
        common["fy"],
    ]
