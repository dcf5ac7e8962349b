"""Words of the rows that a page shows, as the index has them: they tell what texts need not be asked again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Q

from library.readers import Person
from search.models import Generation, SearchRow

type Words = Sequence[str]

_ROW = ("generation", "pk", "publication", "file", "number", "title_words", "body_words")


class RowWords(NamedTuple):
    """`about`: words of a publication's title, and what else is said about it; `names`: of its files' names.

    `pages`: row → words of a page. What is not there has no row; nothing is known of it then.
    """

    titles: Mapping[int, Words]
    about: Mapping[int, Words]
    names: Mapping[int, Words]
    pages: Mapping[int, Words]


def row_words(person: Person, to: Generation, publications: Collection[int], pages: Iterable[int]) -> RowWords:
    """Of these publications and of these rows, in one query.

    The generation is looked at here: SQLite would walk through all of it.
    """
    titles: dict[int, Words] = {}
    about: dict[int, Words] = {}
    names: dict[int, list[str]] = {}
    of_pages: dict[int, Words] = {}
    asked = (Q(pk__in=list(pages)), Q(publication__in=list(publications), number=0))
    some, others = (SearchRow.objects.visible_to(person).filter(each).values_list(*_ROW) for each in asked)
    for generation, row, publication, file, number, title, body in some.union(others, all=True):
        if generation != to.pk:
            continue
        if number:
            of_pages[row] = body.split()
        elif file:
            names.setdefault(publication, []).extend(body.split())
        else:
            titles[publication], about[publication] = title.split(), body.split()
    return RowWords(titles, about, names, of_pages)
