"""Who is in conflict over a policy: computed anew at every read, from what stands then."""

import pytest

from impactreview.audit.acts import System, acting
from impactreview.ballots.terms import Choice, DecisionState
from impactreview.escalations.queries import conflicted
from impactreview.escalations.queries.conflicts import conflicts
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.models import Policy
from impactreview.policies.operations.register import hand_over
from impactreview.reviews.terms import Stand
from tests.escalations import made
from tests.escalations.scene import AT
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def _policy(given: Given, owner: Person | None = None) -> Policy:
    return given.policy(owner)


def test_owner_and_two_levels_above_are_in_conflict_and_nobody_higher(given: Given) -> None:
    highest = given.person()
    director = given.person(manager=highest)
    manager = given.person(manager=director)
    owner = given.person(manager=manager)
    assert conflicted(_policy(given, owner)) == {owner.id, manager.id, director.id}


def test_an_owner_without_a_manager_is_in_conflict_alone(given: Given) -> None:
    owner = given.person()
    assert conflicted(_policy(given, owner)) == {owner.id}


def test_a_promotion_into_the_owners_line_counts_at_once(given: Given) -> None:
    """Abuse case 19, as it reaches this room."""
    owner, risen = given.person(), given.person()
    policy = _policy(given, owner)
    assert risen.id not in conflicted(policy)
    with acting(by=System(), at=AT) as act:
        owner.manager_id = risen.id
        act.record(GivenEvent.GIVEN, owner)
    assert risen.id in conflicted(policy)


def test_an_owner_who_left_is_in_conflict_still(given: Given) -> None:
    """Abuse case 71."""
    manager = given.person()
    owner = given.person(manager=manager, deactivated_at=AT)
    assert conflicted(_policy(given, owner)) == {owner.id, manager.id}


def test_whoever_owned_it_before_is_in_conflict_should_they_return(given: Given) -> None:
    before = given.person(deactivated_at=AT)
    policy, owner, by = _policy(given, before), given.came(), given.person(Role.ADMINISTRATOR)
    with acting(by=by, at=AT) as act:
        hand_over(act, policy, owner=owner, by=by, reason="She knows it.")
    with acting(by=by, at=AT) as act:
        before.deactivated_at = None
        act.record(GivenEvent.GIVEN, before)
    assert conflicted(policy) == {before.id, owner.id}


def test_whoever_made_the_proposal_is_in_conflict(given: Given) -> None:
    owner, sponsor, author, helper, clerk, left = (given.person() for _ in range(6))
    policy = _policy(given)
    proposal = made.proposal(given, owner, sponsor=sponsor)
    made.version(proposal, owner, author, frozen_by=clerk)
    made.co_author(proposal, helper)
    made.co_author(proposal, left, until=AT)
    made.decision(given, proposal, policy)
    everybody = (owner, sponsor, author, helper, clerk, left)
    assert conflicted(policy) >= {person.id for person in everybody}


def test_whoever_voted_yes_at_last_is_in_conflict(given: Given) -> None:
    yes, no, abstains, turned, came_round = (given.person() for _ in range(5))
    proposal, policy = made.proposal(given, given.person()), _policy(given)
    ballot = made.ballot(
        given,
        proposal,
        {
            yes: [Choice.YES],
            no: [Choice.NO],
            abstains: [Choice.ABSTAIN],
            turned: [Choice.YES, Choice.NO],
            came_round: [Choice.NO, Choice.YES],
        },
    )
    made.decision(given, proposal, policy, ballot=ballot)
    found = conflicted(policy)
    assert {yes.id, came_round.id} <= found
    assert not {no.id, abstains.id, turned.id} & found


def test_where_nobody_votes_whoever_confirmed_is_in_conflict(given: Given) -> None:
    confirms, objects, turned = (given.person() for _ in range(3))
    proposal, policy = made.proposal(given, given.person()), _policy(given)
    made.review(
        given,
        proposal,
        {
            confirms: [Stand.APPROVE],
            objects: [Stand.OBJECT],
            turned: [Stand.APPROVE, Stand.OBJECT],
        },
    )
    made.decision(given, proposal, policy)
    found = conflicted(policy)
    assert confirms.id in found
    assert not {objects.id, turned.id} & found


def test_a_reviewer_is_not_in_conflict_where_a_board_decided(given: Given) -> None:
    reviewer, voter = given.person(), given.person()
    proposal, policy = made.proposal(given, given.person()), _policy(given)
    made.review(given, proposal, {reviewer: [Stand.APPROVE]})
    ballot = made.ballot(given, proposal, {voter: [Choice.YES]})
    made.decision(given, proposal, policy, ballot=ballot)
    found = conflicted(policy)
    assert voter.id in found
    assert reviewer.id not in found


@pytest.mark.parametrize(
    ("state", "counts"), [(DecisionState.APPROVED, True), (DecisionState.REJECTED, False)]
)
def test_an_amendment_counts_once_it_is_approved(
    given: Given, state: DecisionState, counts: bool
) -> None:
    owner, policy = given.person(), _policy(given)
    proposal = made.proposal(given, owner, amends=policy)
    made.decision(given, proposal, None, state=state)
    assert (owner.id in conflicted(policy)) is counts


def test_two_policies_keep_their_conflicts_apart(given: Given) -> None:
    """Abuse case 72."""
    first, second = _policy(given, given.person()), _policy(given, given.person())
    shared = given.person()
    proposal = made.proposal(given, shared)
    made.decision(given, proposal, first)
    found = conflicts([first.id, second.id])
    assert shared.id in found[first.id]
    assert shared.id not in found[second.id]
    assert found[second.id] == {second.owner_id}
