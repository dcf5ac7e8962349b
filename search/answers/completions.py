"""What a word that is being typed may become: titles, names and words that stand in something this reader may see."""

import re
from itertools import chain, islice

from django.db.models import Q

from library.models import Publication
from library.readers import Person
from search.backends import backend
from search.indexing.index import generation
from search.models import SearchRow, Term
from search.normalise import normalise
from search.query import squeezed
from search.tokens import folded

LEAST, _MOST, _MOST_TITLES, _LONGEST = 2, 8, 3, 40  # letters, completions
_MOST_READ = 30  # words
_LAST = re.compile(r"(?:^|.*\s)(\w+)", re.DOTALL)
_NO_WORD = re.compile(r"y\d{4}")  # a year that is named


def completions(person: Person, typed: str) -> list[str]:
    """Whole searches that begin with what was typed. None for signs, and for what is too short or too long."""
    match = _LAST.fullmatch(typed)
    if match is None or not LEAST <= len(match[1]) <= _LONGEST:
        return []
    head, piece = typed[: match.start(1)], match[1]
    found = chain(() if head else _titles(person, piece), _names(person, piece), _words(person, piece))
    return [head + words for words in islice(dict.fromkeys(found), _MOST) if words != piece]


def _titles(person: Person, piece: str) -> list[str]:
    titles = Publication.objects.visible_to(person).filter(live_edition__title__icontains=piece)
    return list(titles.order_by("-updated_at", "-pk").values_list("live_edition__title", flat=True)[:_MOST_TITLES])


def _names(person: Person, piece: str) -> list[str]:
    """Of themes and bodies that something has."""
    found: list[str] = []
    for name in ("live_edition__themes__name", "owner__name"):
        having = Publication.objects.visible_to(person).filter(**{f"{name}__icontains": piece}).order_by(name)
        found += having.values_list(name, flat=True).distinct()[:_MOST]
    return found


def _words(person: Person, piece: str) -> list[str]:
    """The shortest first, as somebody wrote them; まいな may become マイナ, as in the index.

    All that begin so are looked for among the reader's rows: hidden ones take no place.
    """
    to, begin = generation(), squeezed(normalise(piece, is_query=True).text)
    begins = Q(word__startswith=begin) | Q(word__startswith=folded(begin))
    words = Term.objects.filter(begins, generation=to).values_list("word", flat=True).distinct()
    seen = SearchRow.objects.visible_to(person).filter(generation=to)
    there = backend().standing([(word,) for word in words if not _NO_WORD.fullmatch(word)], seen)
    nearest = sorted((word for (word,) in there), key=lambda word: (len(word), word))[:_MOST_READ]
    written = backend().written(nearest, seen)
    return [word for word in nearest if word in written][: _MOST + 1]
