"""The answer to the reporter, the closing by two people, and opening a case again."""

from datetime import date

from impactreview.audit.acts import Act
from impactreview.escalations.lifecycle import LIFECYCLE
from impactreview.escalations.models import Escalation, Message
from impactreview.escalations.operations import ending, notices
from impactreview.escalations.operations.handling import taken
from impactreview.escalations.queries import cases, measures
from impactreview.escalations.queries.circles import circle_of
from impactreview.escalations.rules import closing as rules
from impactreview.escalations.rules.cases import digest, must_be_said
from impactreview.escalations.rules.circle import may_second_closing, must_handle
from impactreview.escalations.rules.closing import Answer
from impactreview.escalations.terms import Event, Finding, State, Step
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.notifications import operations as letters
from impactreview.people.models import Person
from impactreview.policies.terms import State as PolicyState


def answer(act: Act, case: Escalation, said: Answer, *, by: Person, on: date) -> None:
    """The reporter is told what was found, what is done, and which further ways there are.

    Where harm was found and the policy is not suspended, its owner is asked for a change. Raises
    NotYours for anybody but a handler, NotNow in another state, Unusable where a part of the
    answer is missing; nothing is then written.
    """
    taken(act, case, by, on)
    case.state = LIFECYCLE.after(case.state, Step.ANSWER)
    must_be_said(said.found, said.done, said.ways)
    is_suspended = measures.standing_in(case) is not None
    rules.must_have_remedy(case.finding, said.remedy, is_suspended=is_suspended)
    case.answer, case.answer_done, case.answer_ways = said.found, said.done, said.ways
    case.remedy = said.remedy if case.finding is not Finding.NOT_UPHELD else ""
    case.answered_at = act.at
    case.feedback_at = case.feedback_at or act.at
    act.record(Event.ANSWERED, case, content=digest(said.found, said.done, said.ways, case.remedy))
    if case.remedy:
        _ask_owner(act, case)


def propose_closing(act: Act, case: Escalation, *, by: Person, on: date, summary: str = "") -> None:
    """A handler proposes to close the case, with what everybody may then read of the finding.

    Raises NotYours for anybody but a handler, NotNow in another state, while a measure is asked
    for, or while the policy is suspended though no harm was found; nothing is then written.
    """
    circle = taken(act, case, by, on)
    _must_be_closable(case)
    case.closing_by, case.closing_by_id, case.summary = by, by.id, summary
    act.record(Event.CLOSING_PROPOSED, case, content=digest(summary))
    notices.tell(act, (circle.handlers - {by.id}) or circle.panel.chairs)


def close(act: Act, case: Escalation, *, by: Person, on: date, zone: str) -> None:
    """A second person closes the case; its finding is published where there is a summary.

    Where harm was found, a suspension is kept until a decision changes the policy, or it is
    withdrawn: nobody puts it back in force by closing a case.

    Raises NotYours for whoever proposed it or may not, NotNow where nobody proposed it, while the
    reporter may still comment on the answer, or where something else stands against it; nothing is
    then written.
    """
    act.lock(case)
    circle = circle_of(case, on)
    _must_be_closable(case)
    if case.closing_by_id is None:
        raise NotNow("Nobody has proposed to close this case.")
    if not may_second_closing(by.id, circle, case.closing_by_id):
        raise NotYours("A case is closed by a second person: another handler, or the chair.")
    rules.must_be_heard(case, on, zone, replied_at=cases.replied_at(case))
    case.state = LIFECYCLE.after(case.state, Step.CLOSE)
    case.closed_at = act.at
    ending.settle_for_closing(act, case)
    if case.summary:
        case.published_finding, case.published_summary = case.finding, case.summary
        case.published_on = on
    act.record(Event.CLOSED, case, published=bool(case.summary))


def reopen(act: Act, case: Escalation, *, by: Person | None, on: date, why: str) -> None:
    """A closed case begins again where it was acknowledged, for new facts or for retaliation.

    `by` is a handler, or None for the reporter, whom the caller knows; the act's actor is then
    the case. What was published stays. Raises NotYours for anybody else, NotNow where the case is
    not closed, Unusable without words; nothing is then written.
    """
    act.lock(case)
    circle = circle_of(case, on)
    if by is not None:
        must_handle(by.id, circle)
    case.state = LIFECYCLE.after(case.state, Step.REOPEN)
    must_be_said(why)
    ending.begin_again(act, case, on)
    _begin_again(act, case)
    act.add(
        Message(escalation=case, from_reporter=by is None, handler=by, text=why, written_at=act.at)
    )
    act.record(Event.REOPENED, case, round=case.round, content=digest(why))
    notices.tell(act, circle.handlers, but=by.id if by else None)


def _begin_again(act: Act, case: Escalation) -> None:
    """Triage, vote and answer are open again; what was published stays."""
    case.round += 1
    case.reopened_at = act.at
    case.severity, case.assessment = None, ""
    case.suspend, case.suspend_reason = None, ""
    case.board, case.board_id = None, None
    case.finding, case.finding_reasons, case.determined_at = None, "", None
    case.answer, case.answer_done, case.answer_ways, case.remedy = "", "", "", ""
    case.answered_at, case.feedback_at = None, None
    case.summary, case.closing_by, case.closing_by_id, case.closed_at = "", None, None, None


def _must_be_closable(case: Escalation) -> None:
    if case.state is not State.ANSWERED:
        raise NotNow("A case is closed after the reporter was answered.")
    if measures.asked_in(case):
        raise NotNow("An interim measure is asked for. It has to be answered first.")
    is_gone = case.policy.state is PolicyState.WITHDRAWN
    found_harm = case.finding is not Finding.NOT_UPHELD
    if measures.active_in(case) and not is_gone and not found_harm:
        raise NotNow("No harm was found: end the suspension before the case is closed.")


def _ask_owner(act: Act, case: Escalation) -> None:
    owner = case.policy.owner
    if owner.deactivated_at is None:
        letters.write(
            act,
            to=owner,
            subject="A change of a policy of yours is asked for",
            body="A change of %(title)s (%(code)s) is asked for after an examination.",
            path=f"/policies/{case.policy.code}/remedy",
            title=case.policy.title,
            code=case.policy.code,
        )
