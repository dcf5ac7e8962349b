"""Publications that the secretariat shows above the results of a word, to readers who may see them anyway."""

from datetime import date
from functools import lru_cache
from itertools import islice

from django.db.models import Exists, OuterRef, Q

import clock
from library.models import Publication
from library.readers import Person
from search.models import Promotion
from search.query import Query, parse

MOST = 3


def key_of(query: Query) -> str:
    """The words of a query, each once, in one order: 要約 議事録 is 議事録 要約."""
    return " ".join(sorted(set(query.words)))


@lru_cache(maxsize=1024)
def key_of_word(word: str) -> str:
    """Worked out by each process: what was kept is of the analyser of the day when it was saved."""
    return key_of(parse(word))


def promoted(person: Person, query: Query, *, today: date | None = None) -> dict[int, str]:
    """Publication → reason, in the secretariat's order. Where something is to be left out, other things are meant."""
    day = today or clock.today()
    if query.without or query.without_phrases or not query.words:
        return {}
    has_begun = Q(starts_on=None) | Q(starts_on__lte=day)
    goes_on = Q(ends_on=None) | Q(ends_on__gte=day)
    seen = Publication.objects.visible_to(person).filter(pk=OuterRef("publication"))
    rows = Promotion.objects.filter(has_begun, goes_on, Exists(seen))
    all_words = rows.order_by("order", "pk").values_list("word", "publication", "reason")
    key = key_of(query)
    return dict(islice(((each, reason) for word, each, reason in all_words if key_of_word(word) == key), MOST))
