"""Letters of what happens to a determination afterwards: it is overruled, or audited."""

from collections.abc import Iterable

from impactreview.audit.acts import Act
from impactreview.ballots.models import Decision
from impactreview.ballots.operations.letters import about, once
from impactreview.notifications.operations import write
from impactreview.people.models import Person


def top_asked(act: Act, decision: Decision, people: Iterable[Person]) -> None:
    """The owner and the customers' side are told that the top is asked to overrule the board."""
    _tell(
        act,
        decision,
        [decision.proposal.owner, *people],
        subject="The top is asked to overrule the board about %(code)s",
        body="The proposal %(code)s was rejected by the customers' side. The top is asked to"
        " allow it all the same, and votes. Who asks for it, the reasons and the answer to each"
        " concern stand on its page.",
    )


def overruled(act: Act, decision: Decision, people: Iterable[Person]) -> None:
    """Everybody concerned is told that the rejection is overruled."""
    _tell(
        act,
        decision,
        people,
        subject="The board was overruled about %(code)s",
        body="The top has allowed the proposal %(code)s against the customers' side. The"
        " reasons are public, it is reviewed earlier, and wherever it is shown it says that it"
        " was overruled.",
    )


def stays_rejected(act: Act, decision: Decision, people: Iterable[Person]) -> None:
    """Everybody concerned is told that the top did not overrule."""
    _tell(
        act,
        decision,
        people,
        subject="The proposal %(code)s stays rejected",
        body="The top has not overruled the board: the proposal %(code)s stays rejected.",
    )


def drawn(act: Act, decision: Decision, people: Iterable[Person]) -> None:
    """The customer advocates are told that a claim was drawn for audit."""
    _tell(
        act,
        decision,
        people,
        subject="The claim %(code)s was drawn for audit",
        body="The proposal %(code)s says that no customer is touched, and was drawn by lot."
        " Please look whether that is right.",
        page="/audit",
    )


def called_in(act: Act, decision: Decision, people: Iterable[Person]) -> None:
    """The owner and the board are told that a claim is wrong."""
    _tell(
        act,
        decision,
        people,
        subject="The claim %(code)s was called in",
        body="The proposal %(code)s said that no customer is touched. The customer advocate"
        " found that this is wrong. It can not be put into force so; what is in force already"
        " has to be withdrawn, or decided anew with an analysis. The next five proposals of its"
        " owner go at least the way of level II.",
    )


def _tell(
    act: Act,
    decision: Decision,
    people: Iterable[Person],
    *,
    subject: str,
    body: str,
    page: str = "",
) -> None:
    for person in once(people):
        write(
            act,
            to=person,
            subject=subject,
            body=body,
            path=about(decision) + page,
            code=decision.proposal.code,
        )
