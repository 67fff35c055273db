"""Working days, months and ends of days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from impactreview.governance.rules import calendar
from impactreview.governance.rules.thresholds import Threshold

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 3, 3), 0, date(2026, 3, 3)),
        (date(2026, 3, 3), 3, date(2026, 3, 6)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 8), 5, date(2026, 3, 13)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
    ],
)
def test_working_days_pass_over_week_ends(day: date, number: int, expected: date) -> None:
    assert calendar.add_working_days(day, number) == expected


def test_holidays_do_not_count() -> None:
    easter = {date(2026, 4, 3), date(2026, 4, 6)}
    assert calendar.add_working_days(date(2026, 4, 2), 1, easter) == date(2026, 4, 7)
    assert calendar.add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 3)


def test_a_period_does_not_run_backward() -> None:
    with pytest.raises(ValueError, match="forward"):
        calendar.add_working_days(date(2026, 3, 3), -1)


@settings(deadline=None, max_examples=60)
@always(DAYS, st.integers(1, 60), st.frozensets(DAYS, max_size=20))
def test_as_many_working_days_lie_between_as_were_asked_for(
    day: date, number: int, holidays: frozenset[date]
) -> None:
    end = calendar.add_working_days(day, number, holidays)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(calendar.is_working_day(each, holidays) for each in passed) == number
    assert calendar.is_working_day(end, holidays)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 24, date(2028, 12, 1)),
        (date(2026, 3, 3), 0, date(2026, 3, 3)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day: date, months: int, expected: date) -> None:
    assert calendar.add_months(day, months) == expected


@settings(deadline=None, max_examples=60)
@always(DAYS, st.integers(0, 120))
def test_so_many_months_later_is_so_many_months_later(day: date, months: int) -> None:
    later = calendar.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),  # summer time begins
        (date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),  # and ends
        (date(2026, 12, 31), datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_ends_where_the_organisation_is(day: date, expected: datetime) -> None:
    assert calendar.end_of_day(day, BERLIN) == expected


def test_a_day_that_ends_twice_ends_the_second_time() -> None:
    """São Paulo set its clocks back at midnight: 23:59:59 came two times that day."""
    end = calendar.end_of_day(date(2018, 2, 17), "America/Sao_Paulo")
    assert end == datetime(2018, 2, 18, 2, 59, 59, tzinfo=UTC)


@settings(deadline=None, max_examples=60)
@always(DAYS, st.sampled_from([BERLIN, "Asia/Kolkata", "Pacific/Auckland", "America/New_York"]))
def test_the_end_of_a_day_is_the_last_second_of_that_day(day: date, zone: str) -> None:
    end = calendar.end_of_day(day, zone)
    assert calendar.day_in(end, zone) == day
    assert calendar.day_in(end + timedelta(seconds=1), zone) == day + timedelta(days=1)
    assert end.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S") == "23:59:59"


def test_a_period_counts_from_the_day_it_is_in_the_zone() -> None:
    late = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)  # Friday 6 March in Berlin
    assert calendar.working_days_after(late, 1, BERLIN) == datetime(
        2026, 3, 9, 22, 59, 59, tzinfo=UTC
    )
    assert calendar.days_after(late, 1, BERLIN) == datetime(2026, 3, 7, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "whole", "least"),
    [
        (">=2/3", 3, 2),
        (">=2/3", 4, 3),
        (">=2/3", 5, 4),
        (">=2/3", 7, 5),
        (">1/2", 4, 3),
        (">1/2", 5, 3),
        (">1/2", 1, 1),
        (">=3/4", 5, 4),
        (">=1/1", 3, 3),
    ],
)
def test_thresholds_are_exact(text: str, whole: int, least: int) -> None:
    assert Threshold.read(text).least(whole) == least
    assert str(Threshold.read(text)) == text


def test_nothing_is_never_enough_of_nothing() -> None:
    assert not Threshold.read(">=2/3").is_met(0, 0)


@pytest.mark.parametrize("text", ["2/3", ">2/2", ">=3/2", "> 1/2", ">=0/3", "", None, 0.5])
def test_what_is_no_threshold_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="no threshold|out of reach"):
        Threshold.read(text)
