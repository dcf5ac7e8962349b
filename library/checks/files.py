"""What the gate and the reading say of each file."""

from collections.abc import Mapping, Sequence

from extraction.kinds import BY_NAME
from japanese.numbers import filesize
from library.checks.words import Words
from library.kinds import Check, Place, Severity
from library.models import Edition, File, FileGate, Reading

_RECOGNISED = "文字認識で読み取った文字があります（誤りや見落としがありえます）"


def remarks(edition: Edition, files: Sequence[File], names: Mapping[int, str]) -> Check | None:
    """What the gate found to be looked at before publishing, file by file; nothing where there is nothing.

    `names`: of the files, told apart.
    """
    found = [file for file in files if file.gate == FileGate.TAKEN and file.gate_remarks]
    places = [_place(edition, file, names[file.pk], sentence) for file in found for sentence in file.gate_remarks]
    if not places:
        return None
    title = f"公開前に確かめてください（{len(found)}個のファイルに{len(places)}件）"
    return Check(title, is_ok=False, severity=Severity.NOTICE, places=tuple(places))


def file_check(edition: Edition, file: File, words: Words, name: str) -> Check:
    """About one file; `name`: as it is told apart from the others of the edition."""
    if file.gate != FileGate.TAKEN:
        return Check(f"ファイルの検査：{name}", is_ok=False, detail=file.gate_message or "検査を待っています")
    if file.gate_message:  # it is kept, and cannot be read
        return Check(f"ファイル形式：{name}", is_ok=False, detail=file.gate_message, severity=Severity.NOTICE)
    if file.reading in {Reading.FAILED, Reading.PARTIAL}:
        return _not_read(edition, file, name)
    if file.reading != Reading.DONE:
        return Check(f"ファイル形式：{name}", is_ok=True, detail=f"{_size(file)}。文字を読み取っています")
    return _of_its_words(edition, file, words, name)


def _of_its_words(edition: Edition, file: File, words: Words, name: str) -> Check:
    if words.broken:
        return Check(
            f"ファイル形式：{name}",
            is_ok=False,
            detail=f"{_size(file)}。文字の情報が壊れているページがあります（{words.broken}{file.unit}）",
            severity=Severity.NOTICE,
            places=(_place(edition, file, name, "画像を見て確かめてください"),),
        )
    if words.with_text:
        notes = "。提出者の希望で、発表者のメモも読めるようにします" if file.keeps_notes else ""
        said = _RECOGNISED if words.recognised else "文字を取り出せます"
        return Check(f"ファイル形式：{name}", is_ok=True, detail=f"{_size(file)}。{said}{notes}")
    return Check(
        f"ファイル形式：{name}",
        is_ok=False,
        detail=f"{_size(file)}。文字が入っていません（画像だけの資料です）",
        severity=Severity.NOTICE,
        places=(_place(edition, file, name, "画像を見て確かめてください"),),
    )


def _not_read(edition: Edition, file: File, name: str) -> Check:
    said = f"{file.get_reading_display()}。{file.reading_problem}"
    return Check(
        f"文字の読み取り：{name}", is_ok=False, places=(_place(edition, file, name, said),), unread_file=file.pk
    )


def _place(edition: Edition, file: File, name: str, text: str) -> Place:
    return Place(text, label=name, address=f"{edition.get_absolute_url()}?file={file.pk}")


def _size(file: File) -> str:
    kind = BY_NAME.get(file.kind)
    label, unit = (kind.label, kind.unit) if kind else ("形式の分からないファイル", "")
    return f"{label}、{file.page_count or '？'}{unit}、{filesize(file.size)}"
