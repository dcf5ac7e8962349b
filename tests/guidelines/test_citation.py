"""A page is cited by an address that stays, and what is to be copied can be copied without scripts."""

import re

import pytest

from library.models import Publication
from tests import factories
from tests.guidelines.test_detail import make_pdf, text


@pytest.fixture
def live(tochigi, secretariat) -> Publication:
    return factories.make_live(tochigi, reviewer=secretariat, title="利用の手引き")


def test_a_page_is_cited_by_the_address_that_stays(client, kagawa, tochigi, secretariat, live, settings):
    settings.BASE_URL = "https://portal.example.jp"
    file = make_pdf(live, 3)
    client.force_login(kagawa)

    def cited(address: str) -> str:
        return re.search(r'<p id="citation">([^<]*)</p>', text(client.get(address)))[1].replace("&amp;", "&")

    said = cited(f"/guidelines/{live.pk}/?page=2")
    where, address = said.split("https://portal.example.jp")
    assert where == "栃木県「利用の手引き」第1版（メモ.txt、2ページ）"
    assert address == f"/guidelines/{live.pk}/v/1/?file={file.pk}&page=2"
    factories.make_live(tochigi, reviewer=secretariat, publication=live, title="利用の手引き 改定")
    assert cited(address) == said, "also when there is a newer edition"
    assert "2ページ目の本文" in text(client.get(address))


def test_texts_to_copy_can_be_selected_without_scripts(client, kagawa, live):
    make_pdf(live, 1)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/"))
    for source in ("citation", "page-text"):
        assert len(re.findall(f'id="{source}"', page)) == 1
        [button] = re.findall(f'<button[^>]*data-copy="{source}"[^>]*>', page)
        assert " hidden" in button


def test_what_is_not_published_is_not_cited(client, tochigi):
    draft = factories.make_draft(tochigi)
    client.force_login(tochigi)
    page = text(client.get(draft.get_absolute_url()))
    assert "メモ.txt" in page
    assert 'data-copy="citation"' not in page
