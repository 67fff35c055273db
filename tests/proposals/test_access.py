"""Who reads, who writes, who owns: each relation to a proposal, in each of its states."""

import pytest

from impactreview.audit.acts import acting
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.roles import Role
from impactreview.proposals import operations
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules import access
from impactreview.proposals.terms import State
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import cast, draft, submitted

pytestmark = pytest.mark.database_near

ROLES: dict[str, set[Role]] = {
    "administrator": {Role.ADMINISTRATOR},
    "advocate": {Role.ADVOCATE},
    "auditor": {Role.AUDITOR},
}
SEES_DRAFT = {"owner", "co-author", "commenter", "sponsor"}
SEES_RESTRICTED = SEES_DRAFT | {"reader", "advocate", "auditor"}


def _readers(given: Given, proposal: Proposal) -> set[str]:
    """Who may know of the proposal, of one person in each relation to it."""
    people = cast(given, proposal)
    return {
        name
        for name, one in people.items()
        if access.may_read(one.id, proposal, ROLES.get(name, set()))
    }


def _viewers(given: Given, proposal: Proposal) -> set[str]:
    """The same, of the case that it becomes once it is submitted."""
    people = cast(given, proposal)
    submitted(proposal)
    return {
        name
        for name, one in people.items()
        if access.may_see_case(one.id, proposal, ROLES.get(name, set()))
    }


def test_a_draft_is_read_by_owner_co_authors_commenters_and_sponsor_alone(given: Given) -> None:
    assert _readers(given, draft(given, sponsor=given.person())) == SEES_DRAFT


def test_no_role_opens_a_draft(given: Given) -> None:
    proposal = draft(given)
    assert not access.may_read(given.person().id, proposal, set(Role))


def test_every_employee_sees_a_case_that_is_not_restricted(given: Given) -> None:
    proposal = draft(given, sponsor=given.person())
    assert _viewers(given, proposal) >= SEES_DRAFT | {
        "stranger",
        "former co-author",
        "administrator",
    }


def test_a_restricted_case_is_seen_by_its_circle_alone(given: Given) -> None:
    day = NOON.date().replace(year=2027)
    proposal = draft(given, sponsor=given.person(), restricted=True, embargo_until=day)
    assert _viewers(given, proposal) == SEES_RESTRICTED


def test_rooms_above_name_who_else_sees_a_restricted_case(given: Given) -> None:
    day = NOON.date().replace(year=2027)
    proposal, seat = draft(given, restricted=True, embargo_until=day), given.person()
    assert not access.may_see_case(seat.id, proposal, (), also={seat.id})
    submitted(proposal)
    assert access.may_see_case(seat.id, proposal, (), also={seat.id})
    assert not access.may_see_case(seat.id, proposal, (), also={given.person().id})
    assert not access.may_see_case(seat.id, proposal, {Role.ADMINISTRATOR, Role.TOP})


def test_what_was_decided_in_a_restricted_case_opens_on_the_embargo_day(given: Given) -> None:
    day = NOON.date()
    proposal = draft(given, restricted=True, embargo_until=day)
    assert access.is_under_embargo(proposal, day.replace(day=2))
    assert not access.is_under_embargo(proposal, day)
    assert not access.is_under_embargo(draft(given), day.replace(day=2))


def test_only_owner_and_co_authors_write_and_only_a_draft(given: Given) -> None:
    proposal = draft(given, sponsor=given.person())
    people = cast(given, proposal)
    may = {name for name, one in people.items() if access.may_write(one.id, proposal)}
    assert may == {"owner", "co-author"}
    submitted(proposal)
    assert not any(access.may_write(one.id, proposal) for one in people.values())
    with pytest.raises(NotNow):
        access.must_write(people["owner"], proposal)
    with pytest.raises(NotYours):
        access.must_write(people["sponsor"], proposal)


def test_whoever_has_left_writes_nothing_more(given: Given) -> None:
    proposal = draft(given)
    proposal.owner.deactivated_at = NOON
    for refused in (access.must_write, access.must_own):
        with pytest.raises(NotYours):
            refused(proposal.owner, proposal)


def test_a_withdrawn_case_stays_visible_a_withdrawn_draft_only_to_its_circle(given: Given) -> None:
    stranger = given.person()
    for was_submitted in (False, True):
        proposal = draft(given)
        if was_submitted:
            submitted(proposal)
        with acting(by=proposal.owner, at=NOON) as act:
            operations.withdraw(act, proposal, by=proposal.owner, why="Not needed any more.")
        assert proposal.state is State.WITHDRAWN
        assert access.may_read(proposal.owner_id, proposal, ())
        assert access.may_read(stranger.id, proposal, ()) is was_submitted
