"""All checks of an edition in one list."""

from collections.abc import Iterator

from library.checks.duplicates import duplicates
from library.checks.files import file_check, remarks
from library.checks.personal import personal
from library.checks.said import said
from library.checks.words import words_of
from library.kinds import Check, entry_of
from library.models import Edition, Visibility
from library.readers import Person
from library.told_apart import told_apart


def automatic(edition: Edition, *, reader: Person) -> list[Check]:
    """Problems first, the gravest before all. `reader` decides which duplicates may be named."""
    return sorted(_all(edition, reader), key=lambda check: (check.is_ok, check.severity))


def _all(edition: Edition, reader: Person) -> Iterator[Check]:
    yield from entry_of(edition).checks(edition)
    files = list(edition.files.named_to(reader).in_order())
    words, names = words_of(files), told_apart(files)
    for file in files:
        yield file_check(edition, file, words[file.pk], names[file.pk])
    if remarked := remarks(edition, files, names):
        yield remarked
    yield personal(edition, files, words, names)
    yield duplicates(edition, files, names, reader)
    yield from said(edition, reader=reader)
    yield _visibility(edition)


def _visibility(edition: Edition) -> Check:
    wished = Visibility(edition.requested_visibility)
    if wished == Visibility.PUBLIC:
        detail = "だれでも読める「公開」を希望しています。外に出してよい資料か確かめてください"
        return Check("公開範囲", is_ok=False, detail=detail)
    return Check("公開範囲", is_ok=True, detail=wished.readers)
