"""What a page that shows a document says of the hits in it."""

import re
from html import unescape

from extraction.boxes import pack
from library.models import File, Page
from search.indexing import index
from tests import factories


def marks(page: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", page)


def bar(page: str) -> str:
    """What is said of the hits, in plain words."""
    found = re.search(r'class="viewer__turn">(.*?)</div>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


def way(page: str, words: str) -> str:
    """Where the link with these words leads; empty where there is none."""
    links = re.findall(r'<a\s[^>]*href="([^"]*)"[^>]*>((?:(?!</a>).)*)</a>', page, re.DOTALL)
    return next((unescape(href) for href, said in links if words in said), "")


def listed(page: str) -> list[tuple[str, str]]:
    """Name and sentence of each line of the list."""
    items = re.findall(r"<li>\s*<a\s[^>]*>([^<]*)</a>\s*<p>(.*?)</p>\s*</li>", page, re.DOTALL)
    return [(name, sentence) for name, sentence in items]


def drawn(publication, raw: str, *, number: int = 1, **values) -> File:
    """The page as one of a PDF, with a picture and the places of its characters: ten to a line, 5 % each."""
    file = factories.first_file(publication)
    File.objects.filter(pk=file.pk).update(kind="pdf")
    factories.draw_first_page(file)
    boxes = [
        (500 * (at % 10), 1000 * (at // 10), 500 * (at % 10) + 400, 1000 * (at // 10) + 400) for at in range(len(raw))
    ]
    fields = {"raw": raw, "text": raw, "boxes": pack(boxes), "blocks": [], "width": 600, "height": 600} | values
    Page.objects.filter(file=file, number=number).update(**fields)
    index.index(publication.pk)
    return file
