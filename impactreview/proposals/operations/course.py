"""The course of a proposal: frozen when it is submitted, open again, withdrawn."""

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import Stale, Unfinished
from impactreview.people.models import Person
from impactreview.proposals.lifecycle import LIFECYCLE
from impactreview.proposals.models import Proposal, Version
from impactreview.proposals.rules import access, details, frozen
from impactreview.proposals.rules.frozen import Frozen
from impactreview.proposals.rules.missing import missing
from impactreview.proposals.terms import Event, Step


def submit(act: Act, proposal: Proposal, *, by: Person, version: Frozen) -> Version:
    """The proposal is frozen as its next version, and nobody changes it for now.

    `version` must have been made of the proposal as it stands. Raises NotYours for all but the
    owner, NotNow for what is no draft, Unfinished where the proposal says too little, Stale where
    it was changed since `version` was made; nothing is then written.
    """
    act.lock(proposal)
    access.must_own(by, proposal)
    state = LIFECYCLE.after(proposal.state, Step.SUBMIT)
    lacks = missing(proposal)
    if lacks:
        raise Unfinished("The proposal can not be submitted yet.", lacks)
    if version.content["proposal"] != frozen.frozen_fields(proposal):
        raise Stale("Somebody else changed this meanwhile.")
    proposal.state, proposal.number = state, proposal.number + 1
    proposal.submitted_at = act.at
    kept = act.add(
        Version(
            proposal=proposal,
            number=proposal.number,
            content=dict(version.content),
            content_hash=version.content_hash,
            section_hashes=dict(version.section_hashes),
            template_hash=version.template_hash,
            form=version.form,
            gross=int(version.gross),
            residual=int(version.residual),
            assessment=dict(version.assessment),
            frozen_at=act.at,
            frozen_by=by,
        )
    )
    _record_version(act, proposal, version)
    return kept


def reopen(act: Act, proposal: Proposal, *, why: str) -> None:
    """The proposal is a draft again, so that its authors can change it; its versions stay.

    Raises NotNow for what was not submitted, Unusable without a reason; nothing is then written.
    """
    act.lock(proposal)
    details.must_say_why(why)
    proposal.state = LIFECYCLE.after(proposal.state, Step.REOPEN)
    act.record(Event.REOPENED, proposal, number=proposal.number, reason=why)


def announce_lapse(act: Act, proposal: Proposal) -> None:
    """It stands in the log that the authors were told of the lapse to come.

    The caller has checked that it is due. Raises NotNow for what is no draft; nothing is then
    written.
    """
    act.lock(proposal)
    LIFECYCLE.after(proposal.state, Step.LAPSE)
    act.record(Event.LAPSE_ANNOUNCED, proposal, number=proposal.number)


def lapse(act: Act, proposal: Proposal) -> None:
    """The draft has lapsed: nobody goes on with it, and what was written stays readable.

    The caller has checked that it is due. Raises NotNow for what is no draft; nothing is then
    written.
    """
    act.lock(proposal)
    proposal.state = LIFECYCLE.after(proposal.state, Step.LAPSE)
    proposal.ended_at = act.at
    act.record(Event.LAPSED, proposal, number=proposal.number)


def withdraw(act: Act, proposal: Proposal, *, by: Person, why: str) -> None:
    """The proposal is taken back for good, and stays readable with the reason.

    Raises NotYours for all but the owner, NotNow where it has ended already, Unusable without a
    reason; nothing is then written.
    """
    act.lock(proposal)
    access.must_own(by, proposal)
    state = LIFECYCLE.after(proposal.state, Step.WITHDRAW)
    details.must_say_why(why)
    proposal.state, proposal.ended_at, proposal.end_reason = state, act.at, why
    act.record(Event.WITHDRAWN, proposal, number=proposal.number, reason=why)


def withdraw_draft(act: Act, proposal: Proposal, *, by: Person, why: str) -> None:
    """The same, of a proposal that was never submitted: no room above knows of it yet.

    Raises NotNow where it was submitted, and else as `withdraw` does; nothing is then written.
    """
    act.lock(proposal)
    access.must_be_unsubmitted(proposal)
    withdraw(act, proposal, by=by, why=why)


def _record_version(act: Act, proposal: Proposal, version: Frozen) -> None:
    act.record(
        Event.SUBMITTED,
        proposal,
        number=proposal.number,
        content_hash=version.content_hash,
        section_hashes=dict(version.section_hashes),
        template_hash=version.template_hash,
        form=version.form.value,
        gross=int(version.gross),
        residual=int(version.residual),
    )
