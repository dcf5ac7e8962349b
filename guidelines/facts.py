"""The sheet of facts of an edition: every fact has a line, and what is not known says so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Value

from guidelines.models import Guideline, Service
from library.models import DocumentType, Edition
from library.readers import Person, reader_of

CONTACT = "問い合わせ先"


@dataclass(frozen=True)
class Fact:
    """A label and what is known: a text, a day or an address."""

    label: str
    text: str = ""
    day: date | None = None
    url: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.text or self.day or self.url)


def sheet(edition: Edition, types: Iterable[DocumentType], person: Person) -> list[Fact]:
    """All facts in the order of the page; those of guidelines where one of `types` has them. At most two queries.

    Whom to ask is for member bodies and the secretariat: on other people's pages the line is absent.
    """
    facts = list(_facts(edition, has_facts=any(row.has_facts for row in types)))
    return facts if reader_of(person).body is not None else [fact for fact in facts if fact.label != CONTACT]


def _facts(edition: Edition, *, has_facts: bool) -> Iterator[Fact]:
    themes, services = _names(edition)
    yield Fact("課題・テーマ", themes)
    yield Fact("策定・公表した日", day=edition.issued_on)
    yield Fact("改定した日", day=edition.revised_on)
    yield Fact("内容の時点", day=edition.as_of_on)
    yield Fact("見直しの予定", day=edition.review_by_on)
    yield Fact("作成した部署", edition.section)
    if has_facts:
        yield from _guideline(Guideline.objects.filter(edition=edition).first() or Guideline(), services)
    yield Fact("公開しているページ", url=edition.link_url)
    yield Fact(CONTACT, edition.contact)


def _names(edition: Edition) -> tuple[str, str]:
    """Its themes, and the services of its guideline, in one query."""
    columns = ("order", "id", "name")
    themes = edition.themes.order_by().values_list(Value("theme"), *columns)
    services = Service.objects.order_by().filter(guidelines=edition.pk).values_list(Value("service"), *columns)
    found = sorted(themes.union(services, all=True))
    of = {kind: "、".join(name for which, *_, name in found if which == kind) for kind in ("theme", "service")}
    return of["theme"], of["service"]


def _guideline(facts: Guideline, services: str) -> Iterator[Fact]:
    yield Fact("非公開情報の入力", facts.get_secret_input_display())
    yield Fact("導入範囲", facts.get_scope_display())
    yield Fact("対象サービス", services)
    yield Fact("学習させない設定", facts.get_training_display())
    yield Fact("記録の保存", facts.records)
    yield Fact("公開URL", url=facts.public_url)
