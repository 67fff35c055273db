"""What may wait for a person, its kinds in the words of home, and what is most urgent."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from impactreview.people.roles import Role


@dataclass(frozen=True, kw_only=True)
class Task:
    """A kind of thing that waits: what to do, why, and the page where it is done."""

    task: str
    why: str
    place: str
    param: str = "code"
    at_once: bool = False
    """Whether it brooks no delay: harm is done meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits for a person: what to do, to what, why they, until when, and where."""

    task: str
    title: str
    why: str
    place: str
    params: dict[str, Any] = field(default_factory=dict)
    due: datetime | date | None = None
    at_once: bool = False
    """Whether it was wanted from the moment on that `due` names."""
    level: int | None = None
    role: Role | None = None

    @property
    def urgency(self) -> datetime:
        """The order of a list: what is due first comes first, what has no date last."""
        if self.due is None:
            return datetime.max.replace(tzinfo=UTC)
        if isinstance(self.due, datetime):
            return self.due
        return datetime.combine(self.due, time.max, UTC)


TASKS = {
    "vote": Task(
        task="Vote",
        why="because you sit on the board that decides",
        place="ballots.ballot",
    ),
    "condition": Task(
        task="Meet a condition",
        why="because you own a condition of the determination",
        place="ballots.decision",
    ),
    "confirm": Task(
        task="Take it as decided",
        why="because your claim has been read, and nobody has to vote on it",
        place="ballots.ballot",
    ),
    "open": Task(
        task="Open the ballot",
        why="because you run the board that decides, and the review is finished",
        place="ballots.begin",
    ),
    "enact": Task(
        task="Put into force",
        why="because it is your proposal, and everything before its start is done",
        place="ballots.enact",
    ),
    "reason": Task(
        task="Write the reasons",
        why="because you run the board that has decided, and it has not said why yet",
        place="ballots.reasons",
    ),
    "revise": Task(
        task="Revise",
        why="because a reader asks for changes in your proposal",
        place="dashboard.case",
    ),
    "answer": Task(
        task="Answer a concern",
        why="because you own the proposal it was raised against",
        place="dashboard.case_review",
    ),
    "asked": Task(
        task="Say whether you take part",
        why="because you are named in a draft, and a name alone ties nobody",
        place="proposals.invitation",
    ),
    "audit": Task(
        task="Look into a claim",
        why="because it was drawn by lot, and you speak for the customers",
        place="ballots.audit",
    ),
    "stopped": Task(
        task="Confirm what has stopped",
        why="because your policy is suspended",
        place="policies.suspension",
        at_once=True,
    ),
    "remedy": Task(
        task="Change the policy",
        why="because a change of your policy is asked for after an examination",
        place="escalations.remedy",
    ),
    "orphan": Task(
        task="Name a new owner",
        why="because the owner of a policy has left, and nobody answers for it",
        place="policies.hand_over",
    ),
    "ownerless": Task(
        task="Name a new owner",
        why="because the owner of a proposal has left, and nobody goes on with it",
        place="ballots.name_owner",
    ),
    "role": Task(
        task="Confirm a role",
        why="because a powerful role is given by two administrators",
        place="people.roles",
        param="",
    ),
    "place": Task(
        task="Confirm a place on a board",
        why="because a place on a board is given by two administrators",
        place="governance.board",
        param="slug",
    ),
    "units": Task(
        task="Lay out the units",
        why="to set up: every proposal belongs to one",
        place="people.units",
        param="",
    ),
    "people": Task(
        task="Add the people",
        why="to set up: who proposes, reads and decides is never the same person",
        place="people.index",
        param="",
    ),
    "second": Task(
        task="Name a second administrator",
        why="to set up: powerful roles and places on boards are given by two",
        place="people.roles",
        param="",
    ),
    "advocate": Task(
        task="Name the customer advocate",
        why="to set up: nothing that touches customers is reviewed without one",
        place="people.roles",
        param="",
    ),
    "reviewer": Task(
        task="Name reviewers",
        why="to set up: without them the seats of a review stay empty",
        place="people.roles",
        param="",
    ),
    "board": Task(
        task="Set up a board that decides",
        why="to set up: a finished review has nobody to go to",
        place="governance.index",
        param="",
    ),
    "handler": Task(
        task="Name those who handle escalations",
        why="to set up: nobody can look into an alarm",
        place="people.roles",
        param="",
    ),
    "executive": Task(
        task="Name a duty executive",
        why="to set up: nobody could agree to suspend a policy at once",
        place="people.roles",
        param="",
    ),
    "independent": Task(
        task="Set up the independent board",
        why="to set up: it determines escalations",
        place="governance.index",
        param="",
    ),
    "seat": Task(
        task="Give the role that a seat waits for",
        why="because a review can not go on: nobody who may take the seat holds its role",
        place="people.roles",
        param="",
    ),
    "policies": Task(
        task="Register the policies in force",
        why="to set up: only what is registered can be escalated",
        place="policies.index",
        param="",
    ),
}
