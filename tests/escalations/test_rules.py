"""Rules of escalations: the circle, the clocks, the count, the code; all of them pure."""

import re
from datetime import UTC, date, datetime
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from impactreview.escalations.lifecycle import LIFECYCLE, MEASURE
from impactreview.escalations.models import Escalation, Measure
from impactreview.escalations.rules.cases import case_of, lightest, must_be_said, new_code
from impactreview.escalations.rules.circle import (
    Circle,
    Panel,
    circle,
    may_judge,
    may_read,
    may_second_closing,
)
from impactreview.escalations.rules.clocks import clocks, comment_by, next_day
from impactreview.escalations.rules.closing import must_have_remedy
from impactreview.escalations.rules.findings import tally
from impactreview.escalations.rules.measures import (
    ASKING,
    Fate,
    fate,
    is_to_be_reminded,
    must_be_days,
    possible,
)
from impactreview.escalations.terms import (
    Finding,
    MeasureKind,
    MeasureState,
    MeasureStep,
    PanelKind,
    State,
    Step,
)
from impactreview.governance.terms import Chamber
from impactreview.kernel.refusals import NotNow, Unusable

ZONE = "Europe/Berlin"
A, B, C, D, E = (UUID(int=number) for number in range(1, 6))

WAYS = {
    (State.RECEIVED, Step.ROUTE): State.ROUTED,
    (State.ROUTED, Step.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Step.TRIAGE): State.TRIAGED,
    (State.TRIAGED, Step.SUBMIT): State.BEFORE_BOARD,
    (State.BEFORE_BOARD, Step.DETERMINE): State.DETERMINED,
    (State.DETERMINED, Step.ANSWER): State.ANSWERED,
    (State.ANSWERED, Step.CLOSE): State.CLOSED,
    (State.CLOSED, Step.REOPEN): State.ACKNOWLEDGED,
}
MEASURE_WAYS = {
    (MeasureState.REQUESTED, MeasureStep.AGREE): MeasureState.ACTIVE,
    (MeasureState.REQUESTED, MeasureStep.REFUSE): MeasureState.REFUSED,
    (MeasureState.ACTIVE, MeasureStep.LIFT): MeasureState.LIFTED,
    (MeasureState.ACTIVE, MeasureStep.KEEP): MeasureState.KEPT,
    (MeasureState.KEPT, MeasureStep.BEGIN_AGAIN): MeasureState.ACTIVE,
    (MeasureState.KEPT, MeasureStep.LIFT): MeasureState.LIFTED,
}


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_the_grid_of_a_case(state: State, step: Step) -> None:
    if (state, step) in WAYS:
        assert LIFECYCLE.after(state, step) is WAYS[state, step]
    else:
        with pytest.raises(NotNow):
            LIFECYCLE.after(state, step)


@pytest.mark.parametrize(("state", "step"), list(product(MeasureState, MeasureStep)))
def test_the_grid_of_a_measure(state: MeasureState, step: MeasureStep) -> None:
    if (state, step) in MEASURE_WAYS:
        assert MEASURE.after(state, step) is MEASURE_WAYS[state, step]
    else:
        with pytest.raises(NotNow):
            MEASURE.after(state, step)


# --- the circle


def _circle(
    *, excluded: set[UUID] | None = None, handlers: set[UUID] | None = None, **values: Any
) -> Circle:
    made: dict[str, Any] = {
        "board": {A: Chamber.COMPANY, B: Chamber.CUSTOMER},
        "chairs": {A},
        "duty": {C},
        "top": {D},
        "independent": {A, B},
    }
    return circle(
        excluded=frozenset(excluded or ()), handlers=handlers or set(), **{**made, **values}
    )


def test_whoever_is_excluded_stands_in_no_part_of_the_circle() -> None:
    everybody = {A, B, C, D, E}
    found = _circle(
        excluded=everybody,
        handlers=everybody,
        board=dict.fromkeys(everybody, Chamber.CUSTOMER),
        chairs=everybody,
        duty=everybody,
        top=everybody,
        independent=everybody,
    )
    assert not found.handlers
    assert not found.panel.seats
    assert not found.panel.chairs
    assert not found.executives
    assert not any(may_read(person, found, state) for person in everybody for state in State)


def test_without_a_customer_seat_the_top_determines() -> None:
    panel = _circle(excluded={B}).panel
    assert panel.kind is PanelKind.TOP
    assert set(panel.seats) == panel.chairs == {D}


def test_without_a_board_the_top_determines() -> None:
    assert _circle(board={}, chairs=set()).panel.kind is PanelKind.TOP


def test_nobody_determines_what_they_handle() -> None:
    found = _circle(handlers={A, E})
    assert set(found.panel.seats) == {B}
    assert not found.panel.chairs
    assert found.handlers == {A, E}


def test_the_top_answers_where_no_duty_executive_may() -> None:
    assert _circle().executives == {C}
    assert _circle(excluded={C}).executives == {D}


def test_the_independent_board_answers_where_no_executive_may() -> None:
    assert _circle(excluded={C, D}).executives == {A, B}
    assert _circle(excluded={C, D, B}, handlers={A}).executives == frozenset()


@pytest.mark.parametrize("state", State)
def test_the_board_reads_only_what_is_put_before_it(state: State) -> None:
    late = {State.BEFORE_BOARD, State.DETERMINED, State.ANSWERED, State.CLOSED}
    assert may_judge(B, _circle(), state) is (state in late)


def test_a_case_is_closed_by_a_second_person() -> None:
    found = _circle(handlers={E, D})
    assert may_second_closing(D, found, E)
    assert may_second_closing(A, found, E)
    assert not may_second_closing(E, found, E)
    assert not may_second_closing(B, found, E)
    assert not may_second_closing(D, found, None)


# --- the clocks


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "acknowledged", "until"),
    [
        ("2026-03-03T12:00", None, date(2026, 6, 10)),
        ("2026-03-03T12:00", "2026-03-04T12:00", date(2026, 6, 4)),
        ("2026-03-03T12:00", "2026-03-20T12:00", date(2026, 6, 10)),
        ("2025-11-30T12:00", "2025-11-30T12:30", date(2026, 2, 28)),
        ("2025-08-31T12:00", "2025-08-31T13:00", date(2025, 11, 30)),
        ("2027-11-30T12:00", "2027-11-30T12:30", date(2028, 2, 29)),
        ("2026-03-03T23:30", "2026-03-03T23:40", date(2026, 6, 4)),  # the 4th in Berlin
    ],
)
def test_the_answer_is_due_in_three_months(
    received: str, acknowledged: str | None, until: date
) -> None:
    found = clocks(_at(received), _at(acknowledged) if acknowledged else None, None, ZONE)
    assert found.answer_by == until


def test_the_acknowledgement_is_due_in_seven_days_of_the_organisations_calendar() -> None:
    found = clocks(_at("2026-03-24T23:30"), None, None, ZONE)  # the 25th in Berlin
    assert found.acknowledge_by == date(2026, 4, 1)
    assert found.triage_by is None


def test_the_assessment_is_due_in_ten_working_days() -> None:
    received, acknowledged = _at("2026-03-03T12:00"), _at("2026-03-06T12:00")
    assert clocks(received, acknowledged, None, ZONE).triage_by == date(2026, 3, 20)


def test_a_case_opened_again_has_new_clocks() -> None:
    received, acknowledged = _at("2026-03-03T12:00"), _at("2026-03-04T12:00")
    found = clocks(received, acknowledged, _at("2026-09-01T12:00"), ZONE)
    assert found.answer_by == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("acknowledged", "triaged", "answered", "day"),
    [
        (False, False, False, "2026-03-10"),
        (False, True, False, "2026-03-10"),
        (True, False, False, "2026-03-18"),
        (True, True, False, "2026-06-04"),
        (True, True, True, None),
        (True, False, True, None),
        (False, True, True, None),
        (False, False, True, None),
    ],
)
def test_home_names_the_last_day_of_what_comes_next(
    acknowledged: bool, triaged: bool, answered: bool, day: str | None
) -> None:
    found = clocks(_at("2026-03-03T12:00"), _at("2026-03-04T12:00"), None, ZONE)
    told = next_day(found, acknowledged=acknowledged, triaged=triaged, answered=answered)
    assert told == (date.fromisoformat(day) if day else None)


def test_a_reporter_may_comment_for_three_working_days() -> None:
    assert comment_by(_at("2026-03-05T12:00"), ZONE) == date(2026, 3, 10)


# --- the count

BOARD = {A: Chamber.COMPANY, B: Chamber.CUSTOMER, C: Chamber.COMPANY, D: Chamber.COMPANY}


def _board(seats: dict[UUID, Chamber] | None = None) -> Panel:
    return Panel(PanelKind.BOARD, seats or BOARD, frozenset({A}))


UP, PART, NOT = Finding.UPHELD, Finding.PARTLY, Finding.NOT_UPHELD


@pytest.mark.parametrize(
    ("votes", "finding"),
    [
        ({}, None),
        ({A: UP, B: UP}, None),  # half is no quorum
        ({A: UP, C: UP, D: UP}, None),  # nobody of the customer chamber
        ({A: UP, B: UP, C: UP}, UP),
        ({A: UP, B: UP, C: NOT}, UP),
        ({A: UP, B: PART, C: NOT}, None),
        ({A: UP, B: UP, C: NOT, D: NOT}, None),  # a tie goes on
        ({A: NOT, B: NOT, C: NOT, D: UP}, NOT),
        ({A: PART, B: PART, C: PART}, PART),
        ({A: UP, B: UP, E: UP}, None),  # E has no seat and is not counted
    ],
)
def test_a_finding_needs_quorum_customer_and_majority(
    votes: dict[UUID, Finding], finding: Finding | None
) -> None:
    counted = tally(_board(), votes)
    assert counted.finding is finding
    assert bool(counted.missing) is (finding is None)


def test_the_top_needs_no_customer_seat() -> None:
    panel = Panel(PanelKind.TOP, {A: Chamber.COMPANY}, frozenset({A}))
    assert tally(panel, {A: UP}).finding is UP


def test_a_panel_of_nobody_finds_nothing() -> None:
    counted = tally(Panel(PanelKind.TOP, {}, frozenset()), {A: UP})
    assert counted.finding is None
    assert "nobody without conflict" in counted.missing[0].message


# --- measures


@pytest.mark.parametrize("state", State)
def test_what_may_be_asked(state: State) -> None:
    measure = Measure(state=MeasureState.ACTIVE)
    free = possible(state, asked=None, active=None)
    standing = possible(state, asked=None, active=measure)
    assert free == ({MeasureKind.SUSPEND} if state in ASKING else frozenset())
    expected = {MeasureKind.RENEW, MeasureKind.LIFT} if state in ASKING else frozenset()
    assert standing == expected
    assert not possible(state, asked=measure, active=None)


@pytest.mark.parametrize(("days", "right"), [(0, False), (1, True), (30, True), (31, False)])
def test_a_suspension_takes_at_most_thirty_days(days: int, right: bool) -> None:
    if right:
        must_be_days(days)
    else:
        with pytest.raises(Unusable):
            must_be_days(days)


def test_what_may_be_asked_once_harm_was_found_or_the_policy_is_gone() -> None:
    active, kept = Measure(state=MeasureState.ACTIVE), Measure(state=MeasureState.KEPT)
    ways = partial(possible, State.ANSWERED, asked=None)
    assert ways(active=active, harm=True) == {MeasureKind.RENEW}
    assert ways(active=None, harm=True) == {MeasureKind.SUSPEND}
    assert not ways(active=kept, harm=True)
    assert not ways(active=active, gone=True)


@pytest.mark.parametrize(
    ("until", "reminded", "due"),
    [
        (date(2026, 3, 17), None, True),
        (date(2026, 3, 17), "2026-03-12T08:00", False),
        (None, None, False),
    ],
)
def test_a_reminder_goes_out_once_for_each_last_day(
    until: date | None, reminded: str | None, due: bool
) -> None:
    at = _at(reminded) if reminded else None
    assert is_to_be_reminded(Measure(until=until, reminded_at=at)) is due


OVER, LAST = date(2026, 3, 18), date(2026, 3, 17)  # a Wednesday, and the day before


@pytest.mark.parametrize(
    ("finding", "answered", "on", "changed", "gone", "becomes"),
    [
        (None, None, LAST, False, False, None),
        (None, None, OVER, False, False, Fate.PROLONGED),
        (Finding.UPHELD, None, LAST, False, False, None),
        (Finding.UPHELD, None, OVER, False, False, Fate.KEPT),
        (Finding.PARTLY, "2026-03-10T08:00", OVER, False, False, Fate.KEPT),
        (Finding.NOT_UPHELD, None, OVER, False, False, Fate.PROLONGED),
        (Finding.NOT_UPHELD, "2026-03-13T08:00", OVER, False, False, Fate.PROLONGED),
        (Finding.NOT_UPHELD, "2026-03-12T08:00", OVER, False, False, Fate.ENDS),
        (Finding.UPHELD, None, LAST, True, False, Fate.ENDS),
        (None, None, LAST, False, True, Fate.ENDS),
    ],
)
def test_what_the_last_day_makes_of_a_suspension(
    *,
    finding: Finding | None,
    answered: str | None,
    on: date,
    changed: bool,
    gone: bool,
    becomes: Fate | None,
) -> None:
    """Abuse case 98. Three working days after Friday the 13th are over on the 19th."""
    case = Escalation(finding=finding, answered_at=_at(answered) if answered else None)
    measure = Measure(until=LAST)
    assert fate(case, measure, changed=changed, gone=gone, on=on, zone=ZONE) is becomes


# --- cases


def test_a_code_tells_no_order() -> None:
    """Abuse case 76."""
    codes = [new_code() for _ in range(200)]
    assert all(re.fullmatch(r"E-[2-9A-HJ-NP-Z]{8}", code) for code in codes)
    assert len(set(codes)) == 200
    assert codes != sorted(codes)


def test_one_form_is_one_case_and_its_actor_names_nobody() -> None:
    key = uuid4().hex
    assert case_of(key) == case_of(key)
    assert case_of(key) != case_of(uuid4().hex)
    assert case_of(key).handle == f"case/{case_of(key).id}"
    assert key not in case_of(key).handle


def test_the_work_goes_to_those_who_have_least() -> None:
    assert lightest([(3, A), (0, B), (1, C)], 2) == [B, C]
    assert lightest([(0, A)], 2) == [A]
    assert not lightest([], 2)


@pytest.mark.parametrize("texts", [("",), ("a", ""), ("  \n ", "b")])
def test_an_empty_answer_is_none(texts: tuple[str, ...]) -> None:
    """Abuse case 100."""
    with pytest.raises(Unusable):
        must_be_said(*texts)


@pytest.mark.parametrize("finding", Finding)
def test_harm_that_was_found_has_a_consequence(finding: Finding) -> None:
    must_have_remedy(finding, "Change it.", is_suspended=False)
    must_have_remedy(finding, "", is_suspended=True)
    if finding is Finding.NOT_UPHELD:
        must_have_remedy(finding, "", is_suspended=False)
    else:
        with pytest.raises(Unusable):
            must_have_remedy(finding, " ", is_suspended=False)
