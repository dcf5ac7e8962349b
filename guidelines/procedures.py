"""この資料の手続き: the buttons that a person's rights give on a document's page, and where each of them leads."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from audit.verbs import Verb
from library.models import Edition, Publication
from library.rules import offers
from library.workflow import Subject


@dataclass(frozen=True)
class Procedure:
    """A link, or with `is_post` a form of one button (`is_creating`: it carries a one-time key)."""

    label: str
    url: str
    is_post: bool = False
    is_creating: bool = False
    is_danger: bool = False


def of_publication(publication: Publication, user: User, open_edition: Edition | None) -> Iterator[Procedure]:
    """What may be done with what was published; an edition on its way is shown instead of a new one."""
    allowed = {
        offer.transition.verb: offer.transition.label for offer in offers(publication, user=user) if offer.is_allowed
    }
    if open_edition is not None:
        yield Procedure(f"作成中の{open_edition.name}を見る", open_edition.get_absolute_url())
    elif Verb.START in allowed:
        url = reverse("publications:revise", args=[publication.pk])
        yield Procedure(allowed[Verb.START], url, is_post=True, is_creating=True)
    if Verb.NARROW in allowed or Verb.WIDEN in allowed:
        yield Procedure("公開範囲を変える", reverse("publications:visibility", args=[publication.pk]))
    if Verb.WITHDRAW in allowed:
        yield Procedure(allowed[Verb.WITHDRAW], reverse("publications:withdraw", args=[publication.pk]), is_danger=True)
    if Verb.RESTORE in allowed:
        yield Procedure(allowed[Verb.RESTORE], reverse("publications:restore", args=[publication.pk]), is_post=True)
    if Verb.DISCARD in allowed:
        yield Procedure(allowed[Verb.DISCARD], reverse("publications:discard", args=[publication.pk]), is_post=True)


def of_edition(edition: Edition, user: User) -> Iterator[Procedure]:
    """What may be done with an edition on its way."""
    found = offers(edition.publication, user=user, edition=edition)
    rows = [offer.transition for offer in found if offer.is_allowed]
    allowed = {row.verb: row.label for row in rows if row.subject is Subject.EDITION}
    if Verb.SUBMIT in allowed:
        yield Procedure("続きを書いて提出する", reverse("submit:details", args=[edition.pk]))
    if Verb.RECALL in allowed:
        url = reverse("publications:recall", args=[edition.pk])
        yield Procedure(allowed[Verb.RECALL], url, is_post=True)
    if Verb.CLAIM in allowed or Verb.PUBLISH in allowed:
        yield Procedure("審査の画面を開く", reverse("review:decide", args=[edition.pk]))
    if Verb.DISCARD in allowed:
        url = reverse("publications:discard_edition", args=[edition.pk])
        yield Procedure(allowed[Verb.DISCARD], url, is_danger=True)
