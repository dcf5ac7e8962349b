"""Where an edition has several files: which is which, and where reading begins."""

import re

from library.models import File, Reading
from tests import factories
from tests.guidelines.test_detail import text


def test_files_of_one_name_are_told_apart_by_their_folders(client, kagawa, tochigi, secretariat):
    uploads = [factories.text_upload("手引.txt", "本編の文"), factories.text_upload("手引.txt", "別紙の文")]
    live = factories.make_live(tochigi, reviewer=secretariat, files=uploads)
    first, second = File.objects.filter(edition__publication=live).in_order()
    for file, folder in ((first, "本編"), (second, "<b>旧")):
        File.objects.filter(pk=file.pk).update(sent_name=f"{folder}/手引.txt", bundle="束.zip", page_count=1)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/?file={second.pk}"))
    assert re.findall(r'class="tag"[^>]*>([^<]*)</a>', page) == ["本編/手引.txt", "&lt;b&gt;旧/手引.txt"]
    assert re.search(r'class="viewer__name">([^<]*)<', page)[1] == "&lt;b&gt;旧/手引.txt"
    assert "（&lt;b&gt;旧/手引.txt 1/1ページ）｜" in page
    assert "（&lt;b&gt;旧/手引.txt、1ページ）" in page, "as it is cited"
    assert page.count("旧/手引.txt") >= 5, "and on paper"


def test_files_of_one_name_out_of_two_bundles_are_told_apart_in_lists(client, kagawa, tochigi, secretariat):
    uploads = [factories.text_upload("手引.txt", "春の文"), factories.text_upload("手引.txt", "秋の文")]
    live = factories.make_live(tochigi, reviewer=secretariat, files=uploads)
    for file, bundle in zip(live.live_edition.files.in_order(), ("春.zip", "秋.zip"), strict=True):
        File.objects.filter(pk=file.pk).update(bundle=bundle)
    client.force_login(kagawa)
    page = text(client.get(f"/guidelines/{live.pk}/files/"))
    for bundle in ("春.zip", "秋.zip"):
        assert f">手引.txt（{bundle}）</a" in page
        assert f"：手引.txt（{bundle}）</span" in page, "what the button says to those who hear it"


def test_reading_begins_below_the_choice_of_files(client, kagawa, tochigi, secretariat):
    uploads = [factories.text_upload("本編.txt", "本編の文"), factories.text_upload("別紙.txt", "別紙の文")]
    live = factories.make_live(tochigi, reviewer=secretariat, files=uploads)
    client.force_login(kagawa)
    order = ["ファイルを選ぶ", 'id="viewer"', "までです", 'class="viewer__bar']
    File.objects.filter(edition__publication=live).update(page_count=1, reading=Reading.DONE)
    page = text(client.get(f"/guidelines/{live.pk}/?page=9"))
    assert sorted(order, key=page.index) == order
