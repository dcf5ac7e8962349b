"""What the spine asks of documents: form, card, checks, facts."""

from collections.abc import Iterator, Mapping
from typing import Any

from guidelines import vocabulary
from guidelines.facets import document_facets
from guidelines.models import Guideline
from library.facet_options import Facet
from library.kinds import Check, KindEntry
from library.models import Edition, Kind
from library.snapshot import NOTHING

FACT_FIELDS = ("secret_input", "scope", "training", "records", "public_url")


def _facts(edition: Edition) -> Guideline | None:
    return Guideline.objects.filter(edition=edition).first()


def has_facts(edition: Edition) -> bool:
    return any(row.has_facts for row in edition.types.all())


def checks(edition: Edition) -> Iterator[Check]:
    """A guideline without its facts cannot be compared: say which are missing."""
    if not has_facts(edition):
        return
    facts = _facts(edition)
    asked = {
        "非公開情報の入力": "secret_input",
        "導入範囲": "scope",
        "学習させない設定": "training",
        "記録の保存": "records",
    }
    missing = [label for label, name in asked.items() if not (facts and getattr(facts, name))]
    if not (facts and facts.services.exists()):
        missing.append("対象サービス")
    yield Check(
        "ガイドラインの属性",
        is_ok=not missing,
        detail=f"記入のない属性：{'、'.join(missing)}" if missing else "すべて記入されています",
    )


def diff_fields(edition: Edition) -> Iterator[tuple[str, str]]:
    facts = _facts(edition)
    if facts is None or not has_facts(edition):
        return
    services = facts.services.order_by("order", "id").values_list("name", flat=True)
    yield "非公開情報の入力", facts.get_secret_input_display() or NOTHING
    yield "導入範囲", facts.get_scope_display() or NOTHING
    yield "対象サービス", "、".join(services) or NOTHING
    yield "学習させない設定", facts.get_training_display() or NOTHING
    yield "記録の保存", facts.records or NOTHING
    yield "公開URL", facts.public_url or NOTHING


def words(edition: Edition) -> Iterator[str]:
    """What is looked for beside the text: facts without their names, which every guideline has."""
    for label, value in diff_fields(edition):
        if value != NOTHING and label != "公開URL":
            yield value


def facet_values(edition: Edition) -> Iterator[tuple[str, str]]:
    facts = _facts(edition)
    if facts is None or not has_facts(edition):
        return
    if facts.secret_input:
        yield "secret", facts.secret_input
    if facts.scope:
        yield "scope", facts.scope
    if facts.training:
        yield "training", facts.training
    for slug in facts.services.values_list("slug", flat=True):
        yield "svc", slug


def facets() -> list[Facet]:
    return document_facets(vocabulary.load())


def save_details(edition: Edition, values: Mapping[str, Any]) -> None:
    """Write the facts that are given; without any, no row is made."""
    given = {name: values[name] for name in FACT_FIELDS if name in values}
    if not given and "services" not in values:
        return
    facts, _ = Guideline.objects.update_or_create(edition=edition, defaults=given)
    if "services" in values:
        facts.services.set(values["services"])


def copy_details(source: Edition, target: Edition) -> None:
    """The next edition begins with the facts of the live one."""
    facts = _facts(source)
    if facts is None:
        return
    copy = Guideline.objects.create(edition=target, **{name: getattr(facts, name) for name in FACT_FIELDS})
    copy.services.set(facts.services.all())


ENTRY = KindEntry(
    kind=Kind.DOCUMENT,
    details_form="guidelines.forms.GuidelineDetailsForm",
    checks=checks,
    words=words,
    diff_fields=diff_fields,
    facet_values=facet_values,
    facets=facets,
    save_details=save_details,
    copy_details=copy_details,
)
