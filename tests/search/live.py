"""Live documents whose pages are looked through, as the worker leaves them."""

from accounts.models import User
from library.models import File, Page, Publication, Visibility
from search.indexing import index
from tests import factories
from tests.guidelines.live import make_row


def make_found(
    by: User, title: str, *pages: str, name: str = "見本.txt", visibility: Visibility = Visibility.MEMBERS, **row
) -> Publication:
    """A publication with one file of these pages, indexed."""
    publication = make_row(by, title, visibility=visibility, **row)
    if pages:
        add_file(publication, name, *pages, by=by)
    index.index(publication.pk)
    return publication


def add_file(publication: Publication, name: str, *pages: str, by: User, kind: str = "text") -> File:
    file = factories.keep_file(publication.live_edition, name, pages[0], by=by, kind=kind)
    for number, words in enumerate(pages[1:], start=2):
        Page.objects.create(file=file, number=number, raw=words, text=words, blocks=[])
    File.objects.filter(pk=file.pk).update(page_count=len(pages), pages_read=len(pages))
    return file
