"""Comments that have every word, the latest first. None is weighed: weights would count what others may not read."""

from functools import reduce
from operator import and_, or_

from django.db.models import BooleanField, ExpressionWrapper, Q

from search.models import CommentRowQuerySet, CommentWord
from search.query import Query, Unit

MOST = 1_000


def find(query: Query, among: CommentRowQuerySet) -> list[int]:
    """Numbers of comments, no more than one above `MOST`. Those with a loose quotation come first, as pages do.

    `among`: rows that the reader may see; what is found is a part of them within the one query.
    """
    if not (query.units or query.phrases):
        return []
    rows = among.filter(*map(_has, query.units))
    for way in query.without:
        rows = rows.exclude(_has_words(way))
    for words in query.without_phrases:
        rows = rows.exclude(text__contains=words)
    quoted = reduce(and_, (Q(text__contains=phrase.text) for phrase in query.phrases), Q())
    if query.is_loose:
        rows = rows.alias(quoted=ExpressionWrapper(quoted, BooleanField())).order_by("-quoted", "-comment")
    else:
        rows = rows.filter(quoted).order_by("-comment")
    return list(rows.values_list("comment", flat=True)[: MOST + 1])


def _has(unit: Unit) -> Q:
    return reduce(or_, map(_has_words, unit.ways))


def _has_words(words: tuple[str, ...]) -> Q:
    return reduce(and_, (Q(pk__in=CommentWord.objects.filter(word=word).values("row")) for word in words), Q())
