from search.models.desk import Promotion, Searched, Synonym
from search.models.rows import Generation, Indexed, Inspection, SearchRow, SearchRowQuerySet, Term

__all__ = [
    "Generation",
    "Indexed",
    "Inspection",
    "Promotion",
    "SearchRow",
    "SearchRowQuerySet",
    "Searched",
    "Synonym",
    "Term",
]
