"""What every saved list says of a publication, before and behind what the list adds."""

from collections.abc import Iterable

from django.conf import settings

from library.models import DocumentType, Edition, Publication, Visibility

FIRST = ("番号", "団体", "資料の名前", "種類", "版", "公表日", "改定日", "概要")
LAST = ("公開範囲", "アドレス")


def first(publication: Publication, edition: Edition, types: Iterable[DocumentType]) -> tuple[str, ...]:
    return (
        str(publication.pk),
        publication.owner.name,
        edition.title,
        "、".join(kind.name for kind in types),
        edition.name,
        edition.issued_on.isoformat() if edition.issued_on else "",
        edition.revised_on.isoformat() if edition.revised_on else "",
        edition.summary,
    )


def last(publication: Publication) -> tuple[str, ...]:
    return Visibility(publication.visibility).label, settings.BASE_URL + publication.get_absolute_url()
