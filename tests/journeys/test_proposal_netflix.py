"""One price becomes two: a subscription service decides in the summer of 2011, in English.

The customers' side stops it: 60 % more for the same, and nobody had asked a customer.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.cases import NETFLIX
from tests.conftest import NewApp
from tests.journeys import course, proposing
from tests.journeys.course import FULL, SIMPLE, Cast
from tests.journeys.town import Town, town

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

BEGINS = datetime(2011, 6, 1, 9, tzinfo=UTC)
CONCERN = {
    "what": "Members with both parts pay 60 % more for the same, and none of them was asked.",
    "whom": "members with both parts",
    "remedy": "Keep the combined plan for existing members.",
}
ANSWER = "The combined plan ends for everybody; no survey of members is planned."
SAID = "What is known is told; how many leave is not."
NO = "Nobody knows how many leave. Ask the members first."
REASONS = "The customers' side does not carry it: concern C-1 was answered and not removed."
MINORITY = "Each part has to earn its own price."
LOGGED = (
    "proposal.drafted",
    "analysis.screened",
    "proposal.submitted",
    "review.routed",
    "review.concern_raised",
    "review.concern_contested",
    "ballot.opened",
    "ballot.voted",
    "ballot.closed",
    "decision.determined",
    "decision.reasoned",
)


@pytest.fixture
def full(new_app: NewApp) -> Iterator[Town]:
    with town(new_app, form="full", language="en", on=BEGINS) as made:
        yield made


@pytest.fixture
def simple(new_app: NewApp, request: pytest.FixtureRequest) -> Iterator[Town]:
    if not request.config.getoption("--all-inputs"):
        pytest.skip("the same again in the simple form is part of test --all")
    with town(new_app, form="simple", language="en", on=BEGINS) as made:
        yield made


def test_of_two_chambers_one_stops_it(full: Town) -> None:
    code = course.handed_in(full, FULL, NETFLIX)
    clerk, administrator = full[FULL.clerk], full["Almut Brandt"]
    clerk.goes_to(f"/proposals/{code}")
    clerk.sees("an expert of this field is missing. The administrator must give the role.")
    proposing.give_expertise(administrator, full.address_of("Greta Voss"), "data")
    proposing.seek_again(clerk, code)
    _stopped(full, FULL, code)


def test_in_the_simple_form_the_advocate_stops_it(simple: Town) -> None:
    _stopped(simple, SIMPLE, course.handed_in(simple, SIMPLE, NETFLIX))


def _stopped(town: Town, cast: Cast, code: str) -> None:
    owner, advocate, clerk = (town[name] for name in (cast.owner, cast.advocate, cast.clerk))
    course.everybody_sees_who_is_hit(clerk, code, NETFLIX)
    course.still_needs(owner, code, f"{cast.advocate} has to declare to have no conflict")
    course.read_by_all(town, cast, code, said=SAID, concern=CONCERN)
    course.still_needs(owner, code, "Concern C-1 is open: the owner has to answer it.")
    proposing.answer_concern(owner, code, 1, ANSWER)
    proposing.carry_to_the_board(advocate, code, 1)

    course.voted(town, cast, code, no=NO)
    town.days_later(10)
    clerk.goes_to(f"/proposals/{code}/decision")
    clerk.sees("Rejected")
    proposing.give_reasons(clerk, code, REASONS, MINORITY)
    owner.goes_to(f"/proposals/{code}/decision")
    owner.sees("Rejected", REASONS, MINORITY)
    stranger = town[cast.auditor]
    stranger.goes_to("/register")
    stranger.sees(NETFLIX.title, "Rejected")
    course.the_log_tells(stranger, LOGGED)
