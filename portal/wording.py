"""Dates as the screen writes them: the Japanese year, the day within a fiscal year, deadlines with their weekday."""

from datetime import date, datetime

import clock
from japanese.eras import wareki
from japanese.fiscal import fiscal_year

WEEKDAYS = "月火水木金土日"


def day_of(value: date | datetime) -> date:
    """The day in Japan on which `value` falls."""
    return value.astimezone(clock.JAPAN).date() if isinstance(value, datetime) else value


def when(value: date | datetime, style: str, *, today: date) -> str:
    """`value` in one of the styles below; a moment is told in Japanese time.

    full 令和6年4月30日（2024-04-30）, a moment ends in its time · day 令和6年4月30日 · weekday 令和6年7月16日（火） ·
    short 7月12日, with its year outside the present fiscal year · moment 7月10日 14:32 · due 7月31日（水）17:00まで
    """
    day = day_of(value)
    clock_time = ""
    if isinstance(value, datetime):
        local = value.astimezone(clock.JAPAN)
        clock_time = f"{local.hour}:{local.minute:02}"
    short = f"{day.month}月{day.day}日" if fiscal_year(day) == fiscal_year(today) else wareki(day)
    weekday = f"（{WEEKDAYS[day.weekday()]}）"
    match style:
        case "full":
            return f"{wareki(day)}（{day.isoformat()}）{clock_time}"
        case "day":
            return wareki(day)
        case "weekday":
            return f"{wareki(day)}{weekday}"
        case "short":
            return short
        case "moment":
            return f"{short} {clock_time}".rstrip()
        case "due":
            return f"{short}{weekday}{clock_time}まで"
    raise ValueError(f"no such style: {style!r}")
