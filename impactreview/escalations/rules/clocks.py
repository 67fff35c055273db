"""The dates by which a reporter is answered.

Directive (EU) 2019/1937 Art. 9(1)(b), (f) and HinSchG section 17: acknowledged within seven days,
feedback within three months of that, or of the end of the seven days where nobody acknowledged.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from impactreview.governance.rules.calendar import (
    NO_HOLIDAYS,
    Holidays,
    add_months,
    add_working_days,
    day_in,
)

DAYS_TO_ACKNOWLEDGE = 7
MONTHS_TO_ANSWER = 3
DAYS_TO_TRIAGE = 10
"""Working days from the acknowledgement; S1 has 24 hours and S2 three days, says the page."""
DAYS_TO_COMMENT = 3
"""Working days that a reporter has to comment before a suspension ends, or a case is closed."""
MOST_DAYS_SUSPENDED = 30


@dataclass(frozen=True)
class Clocks:
    """The last day of what must have happened. Reassigning a case changes none of them."""

    acknowledge_by: date
    triage_by: date | None
    answer_by: date


def clocks(
    received: datetime,
    acknowledged: datetime | None,
    reopened: datetime | None,
    zone: str,
    holidays: Holidays = NO_HOLIDAYS,
) -> Clocks:
    """The clocks of a case; triage counts from when it was acknowledged or opened again."""
    began = reopened or acknowledged
    return Clocks(
        acknowledge_by=day_in(received, zone) + timedelta(days=DAYS_TO_ACKNOWLEDGE),
        triage_by=add_working_days(day_in(began, zone), DAYS_TO_TRIAGE, holidays)
        if began
        else None,
        answer_by=_answer_day(received, acknowledged, reopened, zone),
    )


def _answer_day(
    received: datetime, acknowledged: datetime | None, reopened: datetime | None, zone: str
) -> date:
    if reopened is not None:
        return add_months(day_in(reopened, zone), MONTHS_TO_ANSWER)
    last = day_in(received, zone) + timedelta(days=DAYS_TO_ACKNOWLEDGE)
    latest = add_months(last, MONTHS_TO_ANSWER)
    if acknowledged is None:
        return latest
    return min(add_months(day_in(acknowledged, zone), MONTHS_TO_ANSWER), latest)


def next_day(clocks: Clocks, *, acknowledged: bool, triaged: bool, answered: bool) -> date | None:
    """The last day of what comes next in a case; None once its reporter has the feedback."""
    if answered:
        return None
    if not acknowledged:
        return clocks.acknowledge_by
    return clocks.answer_by if triaged else clocks.triage_by


def comment_by(asked: datetime, zone: str, holidays: Holidays = NO_HOLIDAYS) -> date:
    """Until which day the reporter may comment on what was said to them."""
    return add_working_days(day_in(asked, zone), DAYS_TO_COMMENT, holidays)
