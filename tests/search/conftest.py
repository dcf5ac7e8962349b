"""Publications whose pages say what a test wants."""

from collections.abc import Callable, Sequence

import pytest

from library.models import File, Page, Publication, Visibility
from search.indexing import index
from tests import factories


@pytest.fixture
def shelf(tochigi, secretariat) -> Callable[..., Publication]:
    """`shelf(pages, title=…, visibility=…)`: a live publication with these pages, looked through."""

    def make(
        pages: Sequence[str], *, title: str = "見本の資料", visibility: Visibility = Visibility.MEMBERS, **draft
    ) -> Publication:
        publication = factories.make_live(
            tochigi, reviewer=secretariat, title=title, visibility=visibility, summary="見本です", **draft
        )
        write_pages(factories.first_file(publication), pages)
        index.index(publication.pk)
        return publication

    return make


@pytest.fixture
def read(client, kagawa):
    """`read(publication, q=…)`: the page as kagawa sees it, or as `by`."""

    def get(publication, *, by=kagawa, **query) -> str:
        client.force_login(by)
        answer = client.get(publication.get_absolute_url(), query)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def write_pages(file: File, pages: Sequence[str]) -> None:
    file.pages.all().delete()
    Page.objects.bulk_create(Page(file=file, number=number, text=text) for number, text in enumerate(pages, start=1))
    File.objects.filter(pk=file.pk).update(pages_read=len(pages), page_count=len(pages), reading="done")
