"""What the files themselves say that should not be overlooked: marks of secrecy, and another prefecture's name."""

from collections.abc import Iterable, Iterator

from library import proposals
from library.kinds import Check, Place, Severity
from library.models import Edition
from library.proposals import Source
from library.readers import Person


def said(edition: Edition, *, reader: Person) -> Iterator[Check]:
    """From names and first pages of the files that `reader` may see."""
    found = proposals.propose(edition, by=reader, written={})
    yield _check(
        "機密性の印",
        found.marks,
        "「{}」とあります",
        severity=Severity.ALARM,
        detail="載せてよい資料か、公開範囲が合っているかを確かめてください",
    )
    yield _check(
        "ほかの県の名前",
        found.elsewhere,
        "「{}」の資料のようです",
        severity=Severity.PROBLEM,
        detail=f"提供する団体は{edition.publication.owner.name}です。登録先が合っているかを確かめてください",
    )


def _check(title: str, found: Iterable[tuple[str, Source]], sentence: str, *, severity: Severity, detail: str) -> Check:
    places = tuple(Place(sentence.format(what), label=_where(source)) for what, source in found)
    if places:
        return Check(f"{title}があります", is_ok=False, detail=detail, severity=severity, places=places)
    return Check(title, is_ok=True, detail="見つかりませんでした（ファイルの名前とはじめのページ）")


def _where(source: Source) -> str:
    return f"{source.where}『{source.quote}』"
