"""The long look at the index, while documents are indexed."""

from search.indexing import inspection
from search.indexing.tally import Tally
from search.models import SearchRow
from tests.races.together import raised, together
from tests.search.live import make_found


def test_what_is_written_during_the_look_is_no_fault(tochigi, monkeypatch):
    make_found(tochigi, "見本", "本文")

    def tally_later() -> Tally:
        assert raised(together([lambda: make_found(tochigi, "別の題名", "本文")])) == []
        return Tally()

    monkeypatch.setattr(inspection, "Tally", tally_later)
    found = inspection.keep()
    assert (found.rows, found.drift, found.stray) == (3, 0, 0)
    assert SearchRow.objects.count() == 6
