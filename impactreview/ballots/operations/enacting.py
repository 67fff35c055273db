"""The last step: a decision is put into force by its owner, or lapses."""

from datetime import date
from uuid import UUID

from impactreview.audit.acts import Act
from impactreview.ballots.lifecycle import DECISION
from impactreview.ballots.models import Decision
from impactreview.ballots.operations import letters
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.rules import deciding as rules
from impactreview.ballots.terms import DecisionStep, Event
from impactreview.governance.rules.calendar import add_months
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person
from impactreview.people.queries import by_id
from impactreview.policies import operations as policies
from impactreview.policies.models import Policy
from impactreview.proposals.models import Version
from impactreview.proposals.queries import version_of
from impactreview.web.markdown import safe_html


def enact(act: Act, decision: Decision, *, by: Person, on: date) -> Policy:
    """What was decided is in force from this day on, as a new policy or a new version of one.

    The words are those of the version that was decided about, and of whoever owned it then. Raises
    NotYours for all but the owner, NotNow before the objection window is over or after the decision
    lapsed, Unfinished with the conditions that are not verified or the reasons that are missing;
    nothing is then written.
    """
    act.lock(decision)
    proposal = decision.proposal
    place = f"/proposals/{proposal.code}/decision"
    rules.must_enact(decision, queries.conditions(decision), by=by.id, on=on, place=place)
    version = version_of(proposal, decision.number)
    if version is None:
        raise NotNow("This is no longer possible: the state has changed.")
    policy = _policy(act, decision, version, by=by, on=on)
    decision.state = DECISION.after(decision.state, DecisionStep.ENACT)
    decision.enacted_on, decision.policy, decision.policy_id = on, policy, policy.id
    act.record(
        Event.ENACTED,
        decision,
        number=decision.number,
        policy=policy.reference,
        enacted_on=on.isoformat(),
    )
    act.settle()
    letters.enacted(act, decision, [each.owner for each in queries.conditions(decision)])
    return policy


def _policy(act: Act, decision: Decision, version: Version, *, by: Person, on: date) -> Policy:
    """The policy in the words of the version that was decided about."""
    proposal, said = decision.proposal, version.content["proposal"]
    months = decision.review_months
    return policies.enact(
        act,
        title=str(said["title"]),
        owner=proposal.owner,
        unit=proposal.unit,
        text=str(said["text"]),
        html=safe_html(str(said["text"])),
        on=on,
        review_by=add_months(on, months) if months else None,
        amends=proposal.amends,
        by=by_id(UUID(str(said["owner"]))) or by,  # whoever took the case over did not write it
        note=proposal.code,
        against_customers=decision.overruling_id is not None,
    )


def lapse(act: Act, decision: Decision, *, on: date) -> Decision:
    """The decision was not put into force in its time, and can not be any more.

    Raises NotNow where its time is not over or it was put into force; nothing is then written.
    """
    act.lock(decision)
    if on <= decision.lapses_on:
        raise NotNow("The time to put this decision into force is not over yet.")
    decision.state = DECISION.after(decision.state, DecisionStep.LAPSE)
    act.record(Event.LAPSED, decision, number=decision.number)
    letters.lapsed(act, decision)
    return decision
