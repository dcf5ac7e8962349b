"""What of a live edition can be looked for: what is said about it, each file's name, each page."""

from collections.abc import Iterator
from dataclasses import dataclass

from library.kinds import entry_of
from library.models import Edition, Page
from library.told_apart import sent_parts
from search.words import Words, title_of, words_of


@dataclass(frozen=True)
class Source:
    """`visibility`: of its file, where that is kept closer than the publication."""

    file: int | None
    number: int
    words: Words
    visibility: int | None = None


def said_about(edition: Edition) -> Source:
    return Source(None, 0, words_of(title_of(edition.title), _about(edition)))


def files_of(edition: Edition) -> Iterator[Source]:
    """Each file's name, and its pages."""
    title = title_of(edition.title)
    for file in edition.files.taken().in_order():
        *_, sent_name = sent_parts(file)  # of the folders it came from only its own office knows
        yield Source(file.pk, 0, words_of(title, [file.name, sent_name]), file.visibility)
        pages = Page.objects.filter(file=file).only("number", "label", "text", "raw", "boxes", "notes")
        for page in pages.order_by("number").iterator(chunk_size=100):
            words = words_of(title, [page.label, written_on(page), page.notes])
            yield Source(file.pk, page.number, words, file.visibility)


def _about(edition: Edition) -> list[str]:
    publication = edition.publication
    return [
        edition.summary,
        publication.owner.name,
        *(kind.name for kind in edition.types.all()),
        *(theme.name for theme in edition.themes.all()),
        edition.section,
        edition.change_note,
        *entry_of(edition).words(edition),
    ]


def written_on(page: Page) -> str:
    """The text whose characters have places on the picture, where there are any."""
    return page.raw if page.boxes else page.text
