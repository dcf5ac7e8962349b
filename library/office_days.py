"""開庁日 of the secretariat: office days by rule, without the days on which it is closed."""

from dataclasses import dataclass
from datetime import date, datetime, time

import clock
from japanese.holidays import office_days_after, office_days_before
from library.models import ClosedDay


@dataclass(frozen=True)
class OfficeDays:
    closed: frozenset[date]

    def after(self, moment: datetime, number: int) -> date:
        """The `number`-th office day after the day of that moment in Japan."""
        return office_days_after(moment.astimezone(clock.JAPAN).date(), number, self.closed)

    def passed_since(self, day: date, number: int) -> datetime:
        """What happened before this moment has had that many whole office days by the begin of `day`."""
        return datetime.combine(office_days_before(day, number, self.closed), time(), clock.JAPAN)


def office_days() -> OfficeDays:
    """One query."""
    return OfficeDays(frozenset(ClosedDay.objects.values_list("day", flat=True)))
