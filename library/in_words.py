"""What is said about an edition in a line: its days, its files."""

from collections.abc import Sequence
from datetime import date

from extraction.kinds import BY_NAME
from japanese.numbers import filesize
from library.models import Edition, File


def days_of(edition: Edition) -> list[tuple[date, str]]:
    """The days that are known, each with what happened on it."""
    return [(day, word) for day, word in ((edition.issued_on, "公表"), (edition.revised_on, "改定")) if day]


def files_in_words(files: Sequence[File]) -> str:
    """「PDF 37ページ（1.2MB）」 for one file, 「PDF 2ファイル（1.6MB）」 for several of a kind; empty without any."""
    if not files:
        return ""
    size = filesize(sum(file.size for file in files))
    labels = list(dict.fromkeys(BY_NAME[file.kind].label if file.kind in BY_NAME else "ファイル" for file in files))
    if len(files) > 1:
        return f"{'・'.join(labels)} {len(files)}ファイル（{size}）"
    kind = BY_NAME.get(files[0].kind)
    pages = f" {files[0].page_count}{kind.unit}" if kind and files[0].page_count else ""
    return f"{labels[0]}{pages}（{size}）"
