"""Periods as calendars count them: working days, months, the end of a day in a zone.

A period of working days begins on the day after; Saturdays, Sundays and the organisation's
holidays do not count. A month ends on the same day of the month, or on its last day where there
is none: 30 November and 3 months is 28 or 29 February.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Holidays = Collection[date]

NO_HOLIDAYS: frozenset[date] = frozenset()
_SATURDAY = 5
_LAST_SECOND = time(23, 59, 59, fold=1)
"""Of a day that the clock's change makes longer, the later one."""


def is_working_day(day: date, holidays: Holidays = NO_HOLIDAYS) -> bool:
    """Whether people work on that day: Monday to Friday, and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, number: int, holidays: Holidays = NO_HOLIDAYS) -> date:
    """The `number`th working day after `day`; `day` itself for none.

    Raises ValueError for a negative number.
    """
    if number < 0:
        raise ValueError("a period of working days runs forward")
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day, holidays)
    return day


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last one of that month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of `day` in `zone`, as a moment in UTC."""
    return datetime.combine(day, _LAST_SECOND, ZoneInfo(zone)).astimezone(UTC)


def day_in(moment: datetime, zone: str) -> date:
    """Which day it is in `zone` at `moment`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def working_days_after(
    moment: datetime, number: int, zone: str, holidays: Holidays = NO_HOLIDAYS
) -> datetime:
    """The end of the `number`th working day after the day of `moment` in `zone`."""
    return end_of_day(add_working_days(day_in(moment, zone), number, holidays), zone)


def days_after(moment: datetime, number: int, zone: str) -> datetime:
    """The end of the `number`th day after the day of `moment` in `zone`, whatever day it is."""
    return end_of_day(day_in(moment, zone) + timedelta(days=number), zone)
