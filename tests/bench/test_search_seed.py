"""What the benchmarks of search fill in is what the site itself would have looked through."""

from django.core.management import call_command

from bench import search_seed, seed
from library.models import Publication
from search.indexing import index
from search.models import Extent, Indexed, SearchRow, Term

TEXTS = ["議事録を要約します。\n", "個人情報は入力しません。\n", "令和6年度の予算です。\n", "サーバの更新です。\n"]


def written() -> list[list[tuple]]:
    fields = ("publication", "file", "number", "title_words", "body_words", "strong_words", "length", "text")
    return [
        sorted(SearchRow.objects.exclude(file=None).values_list(*fields), key=str),
        sorted(Term.objects.values_list("word", "level", "rows")),
        list(Extent.objects.values_list("level", "rows", "length", "title_length")),
        sorted(Indexed.objects.values_list("edition", "pages_read", "readers")),
    ]


def test_rows_are_those_of_the_index(tochigi, tmp_path, monkeypatch):
    monkeypatch.setattr(search_seed, "parts_in_order", lambda: TEXTS)
    search_seed.prepare(tmp_path / "parts.json")
    parts = search_seed.parts_of(tmp_path / "parts.json")
    call_command("load_reference")
    call_command("load_vocabulary")
    texts = ["".join(part.text for part in search_seed.page(number, parts)) for number in range(12)]
    seed.add(4, by=tochigi, pages=texts)
    search_seed.index(parts)
    filled = written()
    for publication in Publication.objects.order_by("pk"):
        index.index(publication.pk)
    assert written() == filled
