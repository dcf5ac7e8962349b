"""Patterns of personal data in what was typed and in the pages; only masked pieces leave this module."""

from collections.abc import Iterator, Mapping, Sequence

from japanese.personal import Sighting, find_personal, mask
from library.checks.words import Words
from library.kinds import Check, Place, Severity, entry_of
from library.models import Edition, File, FileGate, Page, Reading

_MOST_PLACES = 5
_PAGES_AT_ONCE = 50
_TYPED = {
    "資料の名前": "title",
    "概要": "summary",
    "作成した部署": "section",
    "問い合わせ先": "contact",
    "公開しているページのアドレス": "link_url",
    "変更の要点": "change_note",
}
_TITLE = "個人情報らしい文字列"
_RECOGNISED = "文字認識の文字を調べました（見落としがありえます）"


def personal(edition: Edition, files: Sequence[File], words: Mapping[int, Words]) -> Check:
    """All clear is said only when everything could be searched."""
    shown, number = _sightings(edition, files, words)
    gaps = tuple(Place(text) for text in _gaps(files, words))
    guessed = _RECOGNISED if any(words[file.pk].recognised for file in files) else ""
    if number:
        rest = (Place(f"ほか{number - len(shown)}か所"),) if number > len(shown) else ()
        return Check(
            f"{_TITLE}が{number}か所あります",
            is_ok=False,
            detail="。".join(filter(None, ["見本として載せた架空のものなら問題ありません", guessed])),
            severity=Severity.ALARM,
            places=(*shown, *rest, *gaps),
        )
    if gaps:
        return Check(_TITLE, is_ok=False, detail=guessed, places=gaps)
    empty = sum(words[file.pk].without for file in files)
    blank = f"（文字のない{empty}ページは調べられません）" if empty else ""
    return Check(_TITLE, is_ok=True, detail="。".join(filter(None, [f"見つかりませんでした{blank}", guessed])))


def _gaps(files: Sequence[File], words: Mapping[int, Words]) -> Iterator[str]:
    """What was not searched, or could not be."""
    taken = [file for file in files if file.gate == FileGate.TAKEN]
    waiting = [file for file in files if file.gate == FileGate.CHECKING]
    waiting += [file for file in taken if file.reading in {Reading.WAITING, Reading.WORKING}]
    read = [file for file in taken if file not in waiting]
    if waiting:
        yield f"まだ調べていません（{len(waiting)}個のファイルを読み取り中）"
    if broken := [file.name for file in read if words[file.pk].broken]:
        yield f"文字の情報が壊れているページがあり、調べられません：{'、'.join(broken)}"
    if silent := [file.name for file in read if not words[file.pk].with_text and not words[file.pk].broken]:
        yield f"文字が読めないため調べられません：{'、'.join(silent)}"
    in_part = [file for file in read if file.reading in {Reading.PARTIAL, Reading.FAILED} and words[file.pk].with_text]
    if in_part:
        yield f"一部の文字が読めないため、すべては調べられません：{'、'.join(file.name for file in in_part)}"


def _sightings(edition: Edition, files: Sequence[File], words: Mapping[int, Words]) -> tuple[list[Place], int]:
    """The first places and how many there are.

    Each page knows since it was read how many it has, so that a long document is not searched anew for every look: only
    the pages that are shown are. A page without a number is searched here.
    """
    by_id = {file.pk: file for file in files}
    pages = Page.objects.filter(file__in=by_id).order_by("file__position", "file_id", "number")
    pages = pages.only("text", "notes", "number", "file_id")
    told = pages.filter(personal__gt=0)[:_MOST_PLACES]
    unknown = pages.filter(personal=None).exclude(text="", notes="").iterator(chunk_size=_PAGES_AT_ONCE)
    typed = [_typed(label, text, found) for label, text in _fields(edition) for found in find_personal(text)]
    known = [place for page in told for place in _on(page, edition, by_id)]
    searched = [place for page in unknown for place in _on(page, edition, by_id)]
    number = len(typed) + len(searched) + sum(of_file.personal for of_file in words.values())
    in_order = sorted(known + searched, key=lambda found: found[0])
    return [*typed, *(place for _, place in in_order)][:_MOST_PLACES], number


def _fields(edition: Edition) -> Iterator[tuple[str, str]]:
    """Label and text of all that was typed, with the kind's own fields and the word to the desk."""
    for label, name in _TYPED.items():
        yield label, getattr(edition, name)
    yield from entry_of(edition).diff_fields(edition)
    note = edition.submissions.order_by("-number").values_list("note", flat=True).first()
    yield "提出のときのひとこと", note or ""


def _typed(label: str, text: str, sighting: Sighting) -> Place:
    return Place(_masked(text, sighting), label=f"入力した内容（{label}）")


def _on(page: Page, edition: Edition, files: Mapping[int, File]) -> Iterator[tuple[tuple[int, int, int], Place]]:
    """Its sightings, each with what sorts it."""
    file = files[page.file_id]
    label = f"{file.name} {page.number}{file.unit}{'' if file.unit == 'ページ' else '目'}"
    address = f"{edition.get_absolute_url()}?file={file.pk}&page={page.number}"
    for text, where in ((page.text, label), (page.notes, f"{label}の発表者のメモ")):
        for sighting in find_personal(text):
            place = Place(_masked(text, sighting), label=where, address=address)
            yield (file.position, file.pk, page.number), place


def _masked(text: str, sighting: Sighting) -> str:
    return f"{sighting.kind.value}の形をした「{mask(text, sighting)}」"
