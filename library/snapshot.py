"""What an edition says, as labelled text: kept with each submission and compared with the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from japanese.eras import wareki
from japanese.numbers import filesize
from library.kinds import entry_of
from library.models import Edition, Visibility
from library.readers import DESK, Person
from library.told_apart import told_apart

NOTHING = "（記入なし）"


def _day(value: date | None) -> str:
    return wareki(value) if value else NOTHING


def snapshot(edition: Edition, *, reader: Person = DESK) -> list[tuple[str, str]]:
    """[(label, text)] of everything that is reviewed, in the order of the page, as far as `reader` may know of it."""
    return list(_fields(edition, reader))


def _fields(edition: Edition, reader: Person) -> Iterator[tuple[str, str]]:
    yield "資料の名前", edition.title or NOTHING
    yield "概要", edition.summary or NOTHING
    yield "種類", "、".join(edition.types.order_by("order", "id").values_list("name", flat=True)) or NOTHING
    yield "課題・テーマ", "、".join(edition.themes.order_by("order", "id").values_list("name", flat=True)) or NOTHING
    yield "策定・公表した日", _day(edition.issued_on)
    yield "改定した日", _day(edition.revised_on)
    yield "内容の時点", _day(edition.as_of_on)
    yield "見直しの予定", _day(edition.review_by_on)
    yield "作成した部署", edition.section or NOTHING
    yield "問い合わせ先", edition.contact or NOTHING
    yield "公開しているページのアドレス", edition.link_url or NOTHING
    if edition.number > 1:
        yield "変更の要点", edition.change_note or NOTHING
    yield "希望する公開範囲", Visibility(edition.requested_visibility).label
    yield from entry_of(edition).diff_fields(edition)
    files = list(edition.files.named_to(reader).in_order())
    names = told_apart(files)
    for number, file in enumerate(files, start=1):
        closer = f"、{Visibility(file.visibility).label}" if file.visibility is not None else ""
        # The number tells a new content under the old name.
        yield f"ファイル{number}", f"{names[file.pk]}（{filesize(file.size)}、照合番号{file.sha256[:8]}{closer}）"


@dataclass(frozen=True)
class Change:
    """One field that differs between two submissions; None where it did not exist or was left empty."""

    label: str
    before: str | None
    after: str | None


def changes(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> list[Change]:
    """The fields that differ, in the order of the later one; fields that are gone come last."""
    old, new = _written(before), _written(after)
    labels = dict.fromkeys([label for label, _ in [*after, *before]])
    return [Change(label, old.get(label), new.get(label)) for label in labels if old.get(label) != new.get(label)]


def _written(fields: list[tuple[str, str]]) -> dict[str, str]:
    """What somebody wrote: an empty field is no text that could be struck out."""
    return {label: text for label, text in fields if text != NOTHING}
