"""The plan of a proposal before it is handed in: who would read, who would decide, by when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from impactreview.governance.models import Board
from impactreview.governance.queries.rule_sets import boards_for, packaged
from impactreview.governance.rules.plan import Plan
from impactreview.governance.rules.routing import route
from impactreview.governance.rules.rule_sets import RuleSetContent
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules import authors_of_next
from impactreview.reviews.queries import circle as people
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.queries.circle import Around
from impactreview.reviews.rules.choosing import Candidate, Wanted, choose, wanted
from impactreview.reviews.rules.conflicts import excluded
from impactreview.reviews.rules.facts import facts_of
from impactreview.reviews.rules.freezing import Drawn
from impactreview.reviews.rules.needs import of_empty
from impactreview.reviews.rules.standing import SeatWords


@dataclass(frozen=True, kw_only=True)
class Reader(SeatWords):
    """Somebody who would read; without a name nobody could."""

    name: str
    due: datetime
    awaited: bool
    """Whether they were invited and have not come in yet."""

    @property
    def lacks(self) -> str:
        """What is needed where nobody could; with %(seat)s for the seat."""
        return of_empty(self.kind).message


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The way a proposal would go if it were handed in now."""

    plan: Plan
    readers: Sequence[Reader]
    board: Board | None


def plan_for(proposal: Proposal, drawn: Drawn, rules: RuleSetContent, *, around: Around) -> Plan:
    """The plan that `rules` make of this proposal with this analysis."""
    facts = facts_of(
        proposal,
        drawn.content,
        drawn.assessment,
        form=drawn.form,
        boards=boards_for(proposal.unit),
        owner_is_top=around.owner_is_top,
        after_wrong_claim=around.after_wrong_claim,
    )
    return route(rules, facts, last_resort=packaged("full"))


def preview(
    proposal: Proposal, drawn: Drawn, rules: RuleSetContent, *, at: datetime, zone: str
) -> Preview:
    """What would happen now; nothing is written, nobody is asked."""
    around = replace(people.around(proposal), wrote=authors_of_next(proposal))
    plan = plan_for(proposal, drawn, rules, around=around)
    return Preview(
        plan=plan,
        readers=_readers(proposal, plan, around, at, zone),
        board=people.board_of(proposal, plan) if plan.decides.kind != "nobody" else None,
    )


def _readers(
    proposal: Proposal, plan: Plan, around: Around, at: datetime, zone: str
) -> list[Reader]:
    review = queries.of(proposal)
    there = queries.seats(review) if review else []
    barred = {*excluded(around.circle), *around.seated}
    candidates = people.candidates()
    awaited = {each.id for each in candidates if each.awaited}
    readers = [
        Reader(
            kind=seat.kind,
            scope=seat.scope,
            why=seat.why,
            must=seat.must,
            name=seat.person.name if seat.person else "",
            due=plan.read_by(at, zone),
            awaited=seat.person_id in awaited,
        )
        for seat in there
    ]
    for seat in wanted(plan, [(each.kind, each.scope) for each in there]):
        found = choose(seat, candidates, barred=barred, unit=proposal.unit.code)
        if found:
            barred.add(found.id)
        readers.append(_reader(seat, found, plan, at, zone))
    return readers


def _reader(seat: Wanted, found: Candidate | None, plan: Plan, at: datetime, zone: str) -> Reader:
    silent = None if seat.must else plan.silent_until(at, zone)
    return Reader(
        kind=seat.kind,
        scope=seat.scope,
        why=seat.why,
        must=seat.must,
        name=found.name if found else "",
        due=silent or plan.read_by(at, zone),
        awaited=found is not None and found.awaited,
    )
