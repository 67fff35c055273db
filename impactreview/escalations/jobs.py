"""What runs without a person: cases find their hands, and no suspension runs out in silence."""

from datetime import datetime, timedelta

from impactreview.audit.acts import System, acting
from impactreview.escalations.operations.ending import run_out
from impactreview.escalations.operations.measures import remind
from impactreview.escalations.operations.routing import route
from impactreview.escalations.queries import cases, measures
from impactreview.escalations.queries.circles import in_need_of_hands
from impactreview.escalations.rules.measures import is_to_be_reminded
from impactreview.governance.rules.calendar import day_in
from impactreview.kernel.refusals import Refusal

DAYS_BEFORE = 5
"""How long before its end those who can go on with a suspension or lift it are reminded."""


def route_waiting(at: datetime, zone: str) -> int:
    """Give each open case the hands it lacks; how many changed. Two workers may run it."""
    changed = 0
    for case_id in in_need_of_hands(cases.open_cases(), day_in(at, zone)):
        try:
            with acting(by=System(), at=at) as act:
                route(act, cases.by_id(case_id))
        except Refusal:  # another worker was first
            continue
        changed += 1
    return changed


def remind_of_ends(at: datetime, zone: str) -> int:
    """Remind of suspensions that end soon, once for each last day; how many."""
    on, reminded = day_in(at, zone), 0
    for found in measures.ending(on + timedelta(days=DAYS_BEFORE)):
        if not is_to_be_reminded(found):
            continue
        measure_id = found.id
        try:
            with acting(by=System(), at=at) as act:
                remind(act, measures.standing(measure_id), on=on)
        except Refusal:  # another worker was first
            continue
        reminded += 1
    return reminded


def settle_ends(at: datetime, zone: str) -> int:
    """Suspensions whose last day is over, or whose policy has changed, end or go on; how many.

    None lapses in silence, and none that harm was found in puts its policy back in force.
    """
    on, settled = day_in(at, zone), 0
    for measure_id in [each.id for each in measures.to_settle(on)]:
        try:
            with acting(by=System(), at=at) as act:
                run_out(act, measures.standing(measure_id), on=on, zone=zone)
        except Refusal:  # another worker was first
            continue
        settled += 1
    return settled
