"""Patterns of personal data in what was typed and in the pages; only masked pieces leave this module."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from japanese.personal import find_personal, mask
from library.checks.sightings import OnPage, Piece, sightings
from library.checks.words import Words
from library.kinds import Check, Place, Severity, entry_of
from library.models import Edition, File, FileGate, Reading

_MOST_NAMED = 10  # pages in the line of a file
_MOST_LINES = 100  # of pages below it
_MOST_PIECES = 5  # in the line of a page
_MOST_OPEN = 3  # lines below it that are not folded
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


def personal(edition: Edition, files: Sequence[File], words: Mapping[int, Words], names: Mapping[int, str]) -> Check:
    """All clear is said only when everything could be searched. `names`: of the files, told apart."""
    typed = tuple(_typed(edition))
    by_file = sightings(files)
    number = len(typed) + sum(on_page.count for pages in by_file.values() for on_page in pages)
    gaps = tuple(Place(text) for text in _gaps(files, words, names))
    guessed = _RECOGNISED if any(words[file.pk].recognised for file in files) else ""
    if number:
        having = [file for file in files if file.pk in by_file]
        places = tuple(_in_file(edition, file, names[file.pk], by_file[file.pk]) for file in having)
        return Check(
            f"{_TITLE}が{number:,}か所あります",
            is_ok=False,
            detail="。".join(filter(None, ["見本として載せた架空のものなら問題ありません", guessed])),
            severity=Severity.ALARM,
            places=(*typed, *places, *gaps),
        )
    if gaps:
        return Check(_TITLE, is_ok=False, detail=guessed, places=gaps)
    empty = sum(words[file.pk].without for file in files)
    blank = f"（文字のない{empty}ページは調べられません）" if empty else ""
    return Check(_TITLE, is_ok=True, detail="。".join(filter(None, [f"見つかりませんでした{blank}", guessed])))


def _gaps(files: Sequence[File], words: Mapping[int, Words], names: Mapping[int, str]) -> Iterator[str]:
    """What was not searched, or could not be."""
    taken = [file for file in files if file.gate == FileGate.TAKEN]
    waiting = [file for file in files if file.gate == FileGate.CHECKING]
    waiting += [file for file in taken if file.reading in {Reading.WAITING, Reading.WORKING}]
    read = [file for file in taken if file not in waiting]
    if waiting:
        yield f"まだ調べていません（{len(waiting)}個のファイルを読み取り中）"
    if broken := [names[file.pk] for file in read if words[file.pk].broken]:
        yield f"文字の情報が壊れているページがあり、調べられません：{'、'.join(broken)}"
    if silent := [names[file.pk] for file in read if not words[file.pk].with_text and not words[file.pk].broken]:
        yield f"文字が読めないため調べられません：{'、'.join(silent)}"
    in_part = [file for file in read if file.reading in {Reading.PARTIAL, Reading.FAILED} and words[file.pk].with_text]
    if in_part:
        yield f"一部の文字が読めないため、すべては調べられません：{'、'.join(names[file.pk] for file in in_part)}"


def _fields(edition: Edition) -> Iterator[tuple[str, str]]:
    """Label and text of all that was typed, with the kind's own fields and the word to the desk."""
    for label, name in _TYPED.items():
        yield label, getattr(edition, name)
    yield from entry_of(edition).diff_fields(edition)
    note = edition.submissions.order_by("-number").values_list("note", flat=True).first()
    yield "提出のときのひとこと", note or ""


def _typed(edition: Edition) -> Iterator[Place]:
    for label, text in _fields(edition):
        for sighting in find_personal(text):
            piece = Piece(sighting.kind, mask(text, sighting), is_note=False)
            yield Place(str(piece), label=f"入力した内容（{label}）")


def _in_file(edition: Edition, file: File, name: str, pages: Sequence[OnPage]) -> Place:
    """「手引.pdf：3、5、12ページ（メールアドレス4件）」, and a line for each of these pages."""
    lines = [_on_page(edition, file, page) for page in pages[:_MOST_LINES]]
    if (over := len(pages) - _MOST_LINES) > 0:
        lines.append(Place(f"ほか{over:,}{file.unit}"))
    return Place(
        f"{_numbers(file, pages)}（{_counts(pages)}）",
        label=name,
        address=_address(edition, file, pages[0]),
        more=tuple(lines),
        folds=len(lines) > _MOST_OPEN,
    )


def _numbers(file: File, pages: Sequence[OnPage]) -> str:
    named = "、".join(str(page.number) for page in pages[:_MOST_NAMED])
    rest = f"、ほか{len(pages) - _MOST_NAMED:,}{file.unit}" if len(pages) > _MOST_NAMED else ""
    return f"{named}{_unit(file)}{rest}"


def _counts(pages: Sequence[OnPage]) -> str:
    """By sort, where every page was looked into."""
    if not all(page.pieces for page in pages):
        return f"{sum(page.count for page in pages):,}件"
    kinds = Counter(piece.kind.value for page in pages for piece in page.pieces)
    return "、".join(f"{kind}{count:,}件" for kind, count in kinds.most_common())


def _on_page(edition: Edition, file: File, page: OnPage) -> Place:
    alike = Counter(f"{'発表者のメモに' if piece.is_note else ''}{piece}" for piece in page.pieces)
    named = list(alike.items())[:_MOST_PIECES]  # in the order of the page; a list of numbers has one mask for all
    pieces = [f"{words}{f'が{times:,}件' if times > 1 else ''}" for words, times in named]
    over = page.count - sum(times for _, times in named)
    rest = [f"{'ほか' if pieces else ''}{over:,}件"] if over else []
    label = f"{page.number}{_unit(file)}"
    return Place("、".join(pieces + rest), label=label, address=_address(edition, file, page))


def _unit(file: File) -> str:
    return file.unit if file.unit == "ページ" else f"{file.unit}目"


def _address(edition: Edition, file: File, page: OnPage) -> str:
    return f"{edition.get_absolute_url()}?file={file.pk}&page={page.number}"
