"""How a ballot ends: counted once, under the lock of its row, by its frozen rule."""

from impactreview.audit.acts import Act
from impactreview.ballots.lifecycle import LIFECYCLE
from impactreview.ballots.models import Ballot
from impactreview.ballots.operations import letters
from impactreview.ballots.operations.determining import determine
from impactreview.ballots.operations.opening import Called, call
from impactreview.ballots.operations.overruling import settle_overruling
from impactreview.ballots.operations.voting import let_go, must_be_open, void
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries import boards
from impactreview.ballots.queries.boards import Convened
from impactreview.ballots.rules import voting as rules
from impactreview.ballots.rules.electorate import barred
from impactreview.ballots.rules.rule import Rule
from impactreview.ballots.rules.tally import Tally, tally
from impactreview.ballots.terms import Event, Outcome, Step
from impactreview.governance.rules.calendar import (
    NO_HOLIDAYS,
    Holidays,
    day_in,
    working_days_after,
)
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person
from impactreview.reviews.queries.circle import circle


def close_ballot(
    act: Act, ballot: Ballot, *, by: Person | None = None, holidays: Holidays = NO_HOLIDAYS
) -> Outcome:
    """The ballot is counted: approved, rejected, or deferred for want of a quorum.

    After its time anybody may have it closed, the clock above all. Before that chair and clerk
    may, once everybody who may vote has. Raises NotYours or NotNow; nothing is then written.
    """
    act.lock(ballot)
    must_be_open(ballot)
    if rules.is_stale(ballot, ballot.proposal):
        raise NotNow("What is voted on has changed: this ballot is void.")
    rule = Rule.from_json(ballot.rule)
    counted = tally(rule, *queries.cast_so_far(ballot))
    if act.at < ballot.closes_at:
        _must_close_early(act, ballot, rule, counted, by)
    ballot.closed_at, ballot.tally = act.at, counted.to_json()
    if counted.result is Outcome.NO_QUORUM:
        _defer(act, ballot, rule, counted, holidays)
    else:
        ballot.state = LIFECYCLE.after(ballot.state, Step.CLOSE)
        act.record(Event.CLOSED, ballot, number=ballot.number, tally=ballot.tally)
        settles = settle_overruling if ballot.motion else determine
        settles(act, ballot, counted, holidays=holidays)
    return counted.result


def _must_close_early(
    act: Act, ballot: Ballot, rule: Rule, counted: Tally, by: Person | None
) -> None:
    if by is None:
        raise NotNow("This ballot is still open.")
    presiding = boards.presiding(ballot.board, day_in(act.at, ballot.zone))
    refusal = rules.why_not_preside(by.id, presiding, barred(circle(ballot.proposal)))
    refusal = refusal or rules.why_not_early(rule, counted)
    if refusal:
        raise refusal


def _defer(act: Act, ballot: Ballot, rule: Rule, counted: Tally, holidays: Holidays) -> None:
    """Once to the same board, then to the next one above; from the top the case stays and says so.

    Nobody's vote goes along: the board that votes anew is seated anew.
    """
    ballot.state = LIFECYCLE.after(ballot.state, Step.DEFER)
    act.record(Event.DEFERRED, ballot, number=ballot.number, tally=counted.to_json())
    act.settle()  # the next one opens only after this one is over
    after = _next(act, ballot, rule)
    if after is None:
        let_go(act, ballot)
        letters.stuck(act, ballot)
        return
    closes = working_days_after(act.at, rules.VOTING_DAYS, ballot.zone, holidays)
    call(
        act,
        Called(
            proposal=ballot.proposal,
            convened=after,
            rule=rule,
            by=None,
            closes=closes,
            round=ballot.round + 1,
            zone=ballot.zone,
        ),
    )


def _next(act: Act, ballot: Ballot, rule: Rule) -> Convened | None:
    opened = ballot.opened_by_id is not None and ballot.motion is None  # else it is deferred anew
    board = ballot.board if opened else ballot.board.above
    recused = {each.person_id for each in queries.electors(ballot) if each.recused_at}
    out = barred(circle(ballot.proposal)) | recused
    return boards.able(board, rule, out=out, on=day_in(act.at, ballot.zone))


def close_by_clock(act: Act, ballot: Ballot) -> None:
    """A ballot whose time is over is closed; one whose text has changed is void.

    Raises NotNow where neither is so; nothing is then written.
    """
    act.lock(ballot)
    if rules.is_stale(ballot, ballot.proposal):
        void(act, ballot, by=None, reason=rules.CHANGED.message)
    else:
        close_ballot(act, ballot)
