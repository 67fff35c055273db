"""Letters of ballots. They name the case by its code and never say what it is about."""

from collections.abc import Iterable

from impactreview.audit.acts import Act
from impactreview.ballots.models import Ballot, Condition, Decision, Elector
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries import boards
from impactreview.governance.rules.calendar import day_in
from impactreview.notifications.operations import write
from impactreview.people.models import Person
from impactreview.reviews.queries import concerns
from impactreview.reviews.queries import of as review_of


def opened(act: Act, ballot: Ballot) -> None:
    """Everybody who may vote is told."""
    for elector in queries.electors(ballot):
        called(act, elector)


def called(act: Act, elector: Elector) -> None:
    """Somebody who may vote is told until when."""
    ballot = elector.ballot
    if ballot.motion is not None:
        _called_to_overrule(act, elector)
        return
    write(
        act,
        to=elector.person,
        subject="Please vote on the proposal %(code)s",
        body="%(board)s decides about the proposal %(code)s, and you may vote. The ballot closes at"
        " the end of %(due)s; until then you can change your vote.",
        path=_path(ballot, "ballot"),
        code=ballot.proposal.code,
        board=ballot.board.name,
        due=day_in(ballot.closes_at, ballot.zone),
    )


def _called_to_overrule(act: Act, elector: Elector) -> None:
    ballot = elector.ballot
    write(
        act,
        to=elector.person,
        subject="Please vote on overruling the board about %(code)s",
        body="The customers' side has rejected the proposal %(code)s. You are asked whether it may"
        " go ahead all the same. Your vote needs a reason; the ballot closes at the end of"
        " %(due)s. Who stays away is counted as against it.",
        path=_path(ballot, "ballot"),
        code=ballot.proposal.code,
        due=day_in(ballot.closes_at, ballot.zone),
    )


def recused(act: Act, ballot: Ballot) -> None:
    """Chair and clerk are told that somebody has recused themselves."""
    for person in _presiding(act, ballot):
        write(
            act,
            to=person,
            subject="Somebody left the ballot about the proposal %(code)s",
            body="Somebody who may vote on the proposal %(code)s has a conflict and left the"
            " ballot. Who, and whether the quorum can still be reached, stands on its page.",
            path=_path(ballot, "ballot"),
            code=ballot.proposal.code,
        )


def voided(act: Act, ballot: Ballot) -> None:
    """The owner and everybody who may vote are told that the ballot was called off."""
    electors = [each.person for each in queries.electors(ballot)]
    for person in once([ballot.proposal.owner, *electors]):
        write(
            act,
            to=person,
            subject="The ballot about the proposal %(code)s was called off",
            body="The ballot about the proposal %(code)s was called off. No vote counts; another"
            " ballot may follow. The reason stands on its page.",
            path=_path(ballot, "ballot"),
            code=ballot.proposal.code,
        )


def stuck(act: Act, ballot: Ballot) -> None:
    """The owner and the board are told that nobody above can decide."""
    for person in once([ballot.proposal.owner, *_presiding(act, ballot)]):
        write(
            act,
            to=person,
            subject="There was no quorum for the proposal %(code)s",
            body="There was no quorum for the proposal %(code)s again, and no board above can"
            " decide. Chair or clerk can open another ballot. Where members stay away for long, an"
            " administrator seats others on the board.",
            path=_path(ballot, "ballot"),
            code=ballot.proposal.code,
        )


def determined(act: Act, decision: Decision, electors: Iterable[Elector]) -> None:
    """The owner, who raised a concern and the board are told that it is decided."""
    review = review_of(decision.proposal)
    raisers = [each.raised_by for each in concerns(review)] if review else []
    board = [each.person for each in electors]
    for person in once([decision.proposal.owner, *raisers, *board]):
        write(
            act,
            to=person,
            subject="The proposal %(code)s is decided",
            body="The proposal %(code)s is decided: %(state)s. Count, reasons and conditions stand"
            " on its page.",
            path=about(decision),
            code=decision.proposal.code,
            state=decision.state,
        )


def reasoned(act: Act, decision: Decision) -> None:
    """The owner is told that the reasons are written."""
    write(
        act,
        to=decision.proposal.owner,
        subject="The reasons for the decision about %(code)s are written",
        body="The board has written the reasons for its decision about the proposal %(code)s.",
        path=about(decision),
        code=decision.proposal.code,
    )


def condition_set(act: Act, condition: Condition) -> None:
    """Whoever has to meet a condition is told."""
    _condition(
        act,
        condition,
        [condition.owner],
        subject="You have a condition to meet for %(code)s",
        body="The decision about the proposal %(code)s has a condition that you have to meet until"
        " %(due)s. What it is stands on its page; say there when it is met.",
    )


def condition_claimed(act: Act, condition: Condition, board: Iterable[Person]) -> None:
    """Chair and clerk are told that there is something to verify."""
    _condition(
        act,
        condition,
        [person for person in board if person.id != condition.owner_id],
        subject="A condition of %(code)s waits to be verified",
        body="A condition of the decision about the proposal %(code)s, due on %(due)s, is said to"
        " be met. Somebody else than its owner has to verify it.",
    )


def condition_refused(act: Act, condition: Condition, reason: str) -> None:
    """Its owner is told that a condition is not met yet, and why."""
    _condition(
        act,
        condition,
        [condition.owner],
        subject="A condition of %(code)s is not met yet",
        body="The condition of the decision about the proposal %(code)s, due on %(due)s, is not met"
        " yet: %(reason)s",
        reason=reason,
    )


def condition_verified(act: Act, condition: Condition) -> None:
    """The owners of the condition and of the proposal are told that it is verified."""
    _condition(
        act,
        condition,
        [condition.owner, condition.decision.proposal.owner],
        subject="A condition of %(code)s is verified",
        body="The condition of the decision about the proposal %(code)s, due on %(due)s, is"
        " verified.",
    )


def enacted(act: Act, decision: Decision, owners: Iterable[Person]) -> None:
    """The owner and who has conditions to meet are told that it is in force."""
    for person in once([decision.proposal.owner, *owners]):
        write(
            act,
            to=person,
            subject="The decision about %(code)s is in force",
            body="The decision about the proposal %(code)s is in force. Conditions that are still"
            " open stand on its page.",
            path=about(decision),
            code=decision.proposal.code,
        )


def lapsed(act: Act, decision: Decision) -> None:
    """The owner is told that the decision has lapsed."""
    write(
        act,
        to=decision.proposal.owner,
        subject="The decision about %(code)s has lapsed",
        body="The decision about the proposal %(code)s was not put into force within 180 days and"
        " has lapsed. It takes a new proposal to take it up again.",
        path=about(decision),
        code=decision.proposal.code,
    )


def _condition(
    act: Act,
    condition: Condition,
    people: Iterable[Person],
    *,
    subject: str,
    body: str,
    **params: str,
) -> None:
    for person in once(people):
        write(
            act,
            to=person,
            subject=subject,
            body=body,
            path=about(condition.decision),
            code=condition.decision.proposal.code,
            due=condition.due_on,
            **params,
        )


def _presiding(act: Act, ballot: Ballot) -> list[Person]:
    return list(boards.places(ballot.board, day_in(act.at, ballot.zone)).values())


def once(people: Iterable[Person]) -> list[Person]:
    found = {person.id: person for person in people if person.deactivated_at is None}
    return list(found.values())


def _path(ballot: Ballot, page: str) -> str:
    return f"/proposals/{ballot.proposal.code}/{page}"


def about(decision: Decision) -> str:
    return f"/proposals/{decision.proposal.code}/decision"
