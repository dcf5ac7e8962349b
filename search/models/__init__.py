from search.models.desk import Promotion, Searched, Synonym
from search.models.rows import ROW_PLACE, Generation, Indexed, Inspection, SearchRow, SearchRowQuerySet, Term

__all__ = [
    "ROW_PLACE",
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
