"""Automatic checks, shown to the officer before handing in and to the desk beside the decision."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Window
from django.db.models.functions import DenseRank

from accounts.models import User
from extraction.kinds import BY_NAME
from japanese.numbers import filesize
from japanese.personal import find_personal, mask
from library.kinds import Check, entry_of
from library.models import Edition, File, FileGate, Page, Publication, Reading, Visibility

_MOST_SIGHTINGS = 5
_PAGES_AT_ONCE = 50
_MOST_TWINS = 3


def automatic(edition: Edition, *, reader: User) -> list[Check]:
    """All checks, problems first. `reader` decides which duplicates may be named."""
    found = list(_all(edition, reader))
    return sorted(found, key=lambda check: check.is_ok)


def _all(edition: Edition, reader: User) -> Iterator[Check]:
    yield from entry_of(edition).checks(edition)
    files = list(edition.files.in_order())
    texts = Page.objects.filter(file=OuterRef("pk")).exclude(text="")
    with_text = set(edition.files.filter(Exists(texts)).values_list("pk", flat=True))
    for file in files:
        yield from _file(file, has_text=file.pk in with_text)
    yield _personal(edition)
    yield from _duplicates(edition, files, reader)
    if edition.requested_visibility == Visibility.PUBLIC:
        yield Check(
            "公開範囲",
            is_ok=False,
            detail="だれでも読める「公開」を希望しています。外に出してよい資料か確かめてください",
        )
    else:
        yield Check("公開範囲", is_ok=True, detail=Visibility(edition.requested_visibility).readers)


def _file(file: File, *, has_text: bool) -> Iterator[Check]:
    kind = BY_NAME.get(file.kind)
    label = kind.label if kind else "形式の分からないファイル"
    if file.gate != FileGate.TAKEN:
        yield Check(
            f"ファイルの検査：{file.name}",
            is_ok=False,
            detail=file.gate_message or "検査を待っています",
            file_id=file.pk,
        )
        return
    size = f"{label}、{file.page_count or '？'}{kind.unit if kind else ''}、{filesize(file.size)}"
    if file.reading in {Reading.FAILED, Reading.PARTIAL}:
        yield Check(
            f"文字の読み取り：{file.name}",
            is_ok=False,
            detail=f"{file.get_reading_display()}。{file.reading_problem}",
            file_id=file.pk,
        )
    elif file.reading == Reading.DONE:
        detail = f"{size}。文字を取り出せます" if has_text else f"{size}。文字が入っていません（画像だけの資料です）"
        yield Check(f"ファイル形式：{file.name}", is_ok=has_text, detail=detail, file_id=file.pk)
    else:
        yield Check(f"ファイル形式：{file.name}", is_ok=True, detail=f"{size}。文字を読み取っています", file_id=file.pk)


def _personal(edition: Edition) -> Check:
    """Patterns of personal data in what was typed and in the pages; only masked pieces leave this function."""
    pieces: list[tuple[str, Page | None]] = [(f"{edition.title}\n{edition.summary}\n{edition.contact}", None)]
    pages = Page.objects.filter(file__edition=edition, file__gate=FileGate.TAKEN).exclude(text="")
    pieces += [
        (page.text, page) for page in pages.only("text", "number", "file_id").iterator(chunk_size=_PAGES_AT_ONCE)
    ]
    words, first = [], None
    for text, page in pieces:
        for sighting in find_personal(text):
            first = first or page
            where = f"{page.number}ページ" if page else "入力した内容"
            words.append(f"{where}：{sighting.kind.value}の形をした「{mask(text, sighting)}」")
    if not words:
        return Check("個人情報らしい文字列", is_ok=True, detail="見つかりませんでした")
    shown = "、".join(words[:_MOST_SIGHTINGS]) + ("など" if len(words) > _MOST_SIGHTINGS else "")
    return Check(
        f"個人情報らしい文字列が{len(words)}か所あります",
        is_ok=False,
        detail=f"{shown}。見本として載せた架空のものなら問題ありません",
        page=first.number if first else None,
        file_id=first.file_id if first else None,
    )


def twins(file: File, reader: User) -> list[Publication]:
    """Other publications with the same bytes that `reader` may see; nothing is said of those that they may not."""
    return twins_of(file.edition, [file], reader)[file.pk]


def twins_of(edition: Edition, files: Iterable[File], reader: User) -> dict[int, list[Publication]]:
    """The id of each file of an edition → its twins, at most three each; two queries for all of them."""
    files = list(files)
    seen = Publication.objects.visible_to(reader).exclude(pk=edition.publication_id).values("pk")
    same = File.objects.visible_to(reader).taken().filter(edition__publication__in=seen)
    rank = Window(DenseRank(), partition_by="sha256", order_by="edition__publication")
    hashes = {file.sha256 for file in files if file.sha256}
    first = same.filter(sha256__in=hashes).annotate(rank=rank).filter(rank__lte=_MOST_TWINS)
    found = set(first.values_list("sha256", "edition__publication"))
    publications = Publication.objects.with_live_edition().in_bulk({publication for _, publication in found})
    return {file.pk: [publications[pk] for pk in sorted(publications) if (file.sha256, pk) in found] for file in files}


def _duplicates(edition: Edition, files: list[File], reader: User) -> Iterator[Check]:
    known = twins_of(edition, [file for file in files if file.gate == FileGate.TAKEN], reader)
    found = [(file, twin) for file in files for twin in known.get(file.pk, [])]
    for file, twin in found:
        title = twin.live_edition.title if twin.live_edition else ""
        yield Check(
            "同じ内容のファイルがあります",
            is_ok=False,
            detail=f"「{file.name}」は{twin.owner}「{title}」のファイルと同じ内容です",
        )
    if not found:
        yield Check("同じ内容のファイル", is_ok=True, detail="見つかりませんでした")
