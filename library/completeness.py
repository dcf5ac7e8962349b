"""What must be there before an edition can be handed in."""

from collections.abc import Iterator
from dataclasses import dataclass

from library.models import Edition, FileGate

_NEEDED = {
    "types": "種類を1つ以上選んでください",
    "title": "資料の名前を入れてください",
    "summary": "概要を入れてください",
    "themes": "課題・テーマを1つ以上選んでください",
    "change_note": "変更の要点を入れてください",
    "issued_on": "策定・公表した日を入れてください",
}


@dataclass(frozen=True)
class Problem:
    """What is missing, and the step of the registration where it is mended."""

    message: str
    step: str
    field: str = ""


def files_in_quarantine(edition: Edition) -> bool:
    return edition.files.filter(gate=FileGate.CHECKING).exists()


def problems(edition: Edition, *, declared: bool) -> Iterator[Problem]:
    """Everything that stands in the way of handing in, in the order of the steps."""
    gates = list(edition.files.values_list("gate", flat=True))
    if not gates and not edition.link_url:
        yield Problem("ファイルを1つ以上選ぶか、公開しているページのアドレスを書いてください", "files", "files")
    if FileGate.REFUSED in gates:
        yield Problem("登録できないファイルが残っています。外してください", "files", "files")
    if FileGate.CHECKING in gates:
        yield Problem(
            "ファイルの検査が終わるのを待っています。少し待って、もう一度「提出する」を押してください", "files", "files"
        )
    yield from missing_details(edition)
    if not declared:
        yield Problem("登録してよいことを確かめて、印を付けてください", "confirm", "declared")


def missing_details(edition: Edition) -> Iterator[Problem]:
    """What of the second step's fields is still empty, in the order of the form."""
    for name in needed_details(edition):
        value = getattr(edition, name)
        if not (value.exists() if name in {"types", "themes"} else value):
            yield Problem(_NEEDED[name], "details", name)


def needed_details(edition: Edition) -> list[str]:
    """Fields that must be written before handing in; a first edition has no changes to tell."""
    return [name for name in _NEEDED if name != "change_note" or edition.number > 1]
