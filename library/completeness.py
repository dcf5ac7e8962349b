"""What must be there before an edition can be handed in."""

from collections.abc import Iterator
from dataclasses import dataclass

from library.models import Edition, FileGate


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
    yield from _details(edition)
    if not declared:
        yield Problem("登録してよいことを確かめて、印を付けてください", "confirm", "declared")


def _details(edition: Edition) -> Iterator[Problem]:
    if not edition.title:
        yield Problem("資料の名前を入れてください", "details", "title")
    if not edition.summary:
        yield Problem("概要を入れてください", "details", "summary")
    if not edition.types.exists():
        yield Problem("種類を1つ以上選んでください", "details", "types")
    if not edition.themes.exists():
        yield Problem("課題・テーマを1つ以上選んでください", "details", "themes")
    if edition.issued_on is None:
        yield Problem("策定・公表した日を入れてください", "details", "issued_on")
    if edition.number > 1 and not edition.change_note:
        yield Problem("変更の要点を入れてください", "details", "change_note")
