"""Boxes on the picture of a page and marks in its text, where the words are."""

import re

import pytest

from extraction.boxes import pack
from library.models import Page
from search.indexing import index
from tests.search.viewer import drawn, marks

pytestmark = pytest.mark.django_db


def test_boxes_are_drawn_over_the_words_of_the_picture(shelf, read):
    publication = shelf(["見本"])
    drawn(publication, "生成ＡＩの議事録を要約")
    page = read(publication, q="生成AI 要約")
    svg = re.search(r'<svg class="viewer__marks" aria-hidden="true" focusable="false">(.*?)</svg>', page, re.DOTALL)[1]
    boxes = re.findall(r'<rect\s+x="([^"]*)"\s+y="([^"]*)"\s+width="([^"]*)"\s+height="([^"]*)"\s*/>', svg)
    assert boxes == [("0%", "0%", "19%", "4%"), ("45%", "0%", "4%", "4%"), ("0%", "10%", "4%", "4%")]
    assert marks(page) == ["生成ＡＩ", "要約"], "the text carries them for those who do not see the picture"
    assert not re.search(r"<details[^>]*viewer__text[^>]*\sopen", page)
    assert "<rect" not in svg.replace("<rect", "", 3)
    assert "viewer__marks" not in read(publication)


@pytest.mark.parametrize(
    "values",
    [{"source": "ocr", "boxes": b""}, {"source": "ocr"}, {"boxes": b""}, {"boxes": pack([(0, 0, 9, 9)])}],
    ids=["ocr", "ocr-with-places", "no-places", "too-few-places"],
)
def test_without_places_the_text_alone_is_marked_and_open(shelf, read, values):
    publication = shelf(["見本"])
    drawn(publication, "議事録を要約", **values)
    page = read(publication, q="要約")
    assert "viewer__marks" not in page
    assert marks(page) == ["要約"]
    assert re.search(r"<details[^>]*viewer__text[^>]*\sopen", page)


def test_marks_are_put_into_what_is_escaped(shelf, read):
    publication = shelf(["<script>議事録</script> & 要約\n\n<b>要約</b>"])
    page = read(publication, q="議事録 要約")
    assert "&lt;script&gt;<mark>議事録</mark>&lt;/script&gt; &amp; <mark>要約</mark>" in page
    assert "<script>議" not in page
    listing = read(publication, **{"in": "議事録 要約 <i>"})
    assert "&lt;script&gt;<mark>議事録</mark>" in listing
    assert "<b>要約" not in listing


def test_every_kind_of_block_is_marked(shelf, read):
    blocks = [
        {"t": "h", "level": 1, "text": "防災の章"},
        {"t": "p", "text": "防災の段落"},
        {"t": "li", "level": 0, "ordered": True, "label": "(1)", "text": "防災の点"},
        {"t": "pre", "text": "防災の決まった形"},
        {"t": "table", "rows": [[{"text": "防災の欄", "head": True}, {"text": "1,234"}, {"text": "<防災>"}]]},
    ]
    publication = shelf(["見本"])
    Page.objects.update(blocks=blocks, text="防災", notes="防災のメモ")
    index.index(publication.pk)
    page = read(publication, q="防災")
    for shown in (
        "<mark>防災</mark>の章</h3>", "<p><mark>防災</mark>の段落", "(1) <mark>防災</mark>の点",
        "<mark>防災</mark>の決まった形</pre>", "<mark>防災</mark>の欄</th>", '<td class="num">1,234</td>',
        "<td>&lt;<mark>防災</mark>&gt;</td>", "<mark>防災</mark>のメモ",
    ):  # fmt: skip
        assert shown in page
    assert len(marks(page)) == 7


def test_a_word_over_a_line_end_is_marked_on_both_lines(shelf, read):
    publication = shelf(["先行する自治体の取組を調べたうえで利活\n用の方針"])
    assert marks(read(publication, q="利活用")) == ["利活", "用"]
