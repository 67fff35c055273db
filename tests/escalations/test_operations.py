"""What each verb does, who may not, in which state it may not; a refusal writes nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import Act, acting
from impactreview.audit.models import Event as Entry
from impactreview.audit.models import Payload
from impactreview.escalations import operations
from impactreview.escalations.models import Escalation
from impactreview.escalations.queries import cases, measures
from impactreview.escalations.rules.closing import Answer
from impactreview.escalations.terms import (
    Event,
    Finding,
    MeasureKind,
    MeasureState,
    Mode,
    Severity,
    State,
)
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Unfinished, Unusable
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.operations import register
from impactreview.policies.queries import newest_version, open_suspension
from impactreview.policies.rules.register import Correction
from impactreview.policies.terms import State as PolicyState
from tests.escalations.scene import AT, ON, ZONE, Scene, scene
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

Verb = Callable[[Act, Escalation, Person], object]
SAID = Answer(found="So.", done="It stops.", ways="BaFin.", remedy="Change it.")

VERBS: dict[str, tuple[Verb, set[State]]] = {
    "acknowledge": (
        lambda act, case, by: operations.acknowledge(act, case, by=by, on=ON),
        {State.ROUTED},
    ),
    "triage": (
        lambda act, case, by: operations.triage(
            act,
            case,
            by=by,
            on=ON,
            severity=Severity.S2,
            assessment="So.",
            suspend=False,
            suspend_reason="So.",
        ),
        {State.ACKNOWLEDGED},
    ),
    "ask": (
        lambda act, case, by: operations.ask(
            act, case, by=by, on=ON, kind=MeasureKind.SUSPEND, reason="So.", days=7
        ),
        {State.TRIAGED, State.BEFORE_BOARD, State.DETERMINED, State.ANSWERED},
    ),
    "submit": (
        lambda act, case, by: operations.submit(act, case, by=by, on=ON),
        {State.TRIAGED},
    ),
    "answer": (
        lambda act, case, by: operations.answer(act, case, SAID, by=by, on=ON),
        {State.DETERMINED},
    ),
    "propose_closing": (
        lambda act, case, by: operations.propose_closing(act, case, by=by, on=ON),
        {State.ANSWERED},
    ),
    "reopen": (
        lambda act, case, by: operations.reopen(act, case, by=by, on=ON, why="New."),
        {State.CLOSED},
    ),
}

REACHED: dict[State, Callable[[Scene], Escalation]] = {
    State.ROUTED: lambda s: s.raised(),
    State.ACKNOWLEDGED: lambda s: s.acknowledged(),
    State.TRIAGED: lambda s: s.triaged(),
    State.BEFORE_BOARD: lambda s: s.submitted(),
    State.DETERMINED: lambda s: s.determined(),
    State.ANSWERED: lambda s: s.answered(),
    State.CLOSED: lambda s: s.closed(),
}


def _written() -> tuple[int, int]:
    entries = session.scalar(sa.select(sa.func.count()).select_from(Entry)) or 0
    letters = session.scalar(sa.select(sa.func.count()).select_from(Letter)) or 0
    return entries, letters


def _events_of(case: Escalation) -> list[str]:
    return list(
        session.scalars(
            sa.select(Entry.kind).where(Entry.stream == case.id).order_by(Entry.version)
        )
    )


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", REACHED)
def test_each_verb_of_a_handler_in_each_state(given: Given, state: State, verb: str) -> None:
    s = scene(given)
    case = REACHED[state](s)
    assert case.state is state
    act_on, allowed = VERBS[verb]
    before = _written()
    if state in allowed:
        with acting(by=s.handler, at=AT) as act:
            act_on(act, case, s.handler)
        assert _written()[0] > before[0]
        return
    with pytest.raises(NotNow), acting(by=s.handler, at=AT) as act:
        act_on(act, case, s.handler)
    assert _written() == before
    assert case.state is state


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_but_a_handler_does_a_handlers_work(given: Given, verb: str) -> None:
    s = scene(given)
    act_on, allowed = VERBS[verb]
    case = REACHED[min(allowed)](s)
    before = _written()
    for person in (s.owner, s.manager, s.reporter, s.chair, s.executive, s.administrator):
        with pytest.raises(NotYours), acting(by=person, at=AT) as act:
            act_on(act, case, person)
    assert _written() == before


# --- raising and routing


def test_a_case_goes_to_two_handlers_without_conflict(given: Given) -> None:
    s = scene(given, handlers=3)
    case = s.raised()
    assert case.state is State.ROUTED
    assert len({each.person_id for each in cases.handlers_of(case)}) == 2
    assert _events_of(case) == [Event.RAISED, Event.ROUTED]


def test_the_work_is_spread(given: Given) -> None:
    s = scene(given, handlers=4)
    first, second = ({each.person_id for each in cases.handlers_of(s.raised())} for _ in range(2))
    assert not first & second


@pytest.mark.parametrize("how", ["owner", "manager", "director", "reporter", "not these"])
def test_whoever_is_in_conflict_gets_no_case(given: Given, how: str) -> None:
    """Abuse case 69: a handler may be whoever is accused, or stand above them."""
    s = scene(given)
    barred = {"not these": s.stranger}.get(how) or getattr(s, how)
    given.role(barred, Role.HANDLER)
    named = frozenset({barred.id}) if how == "not these" else frozenset()
    case = s.raised(not_these=named)
    assert barred.id not in {each.person_id for each in cases.handlers_of(case)}


def test_one_pair_of_hands_is_told_to_the_top_without_a_word_of_the_case(given: Given) -> None:
    s = scene(given, handlers=1)
    case = s.raised()
    assert case.state is State.ROUTED
    letters = _letters_to(s.top)
    assert len(letters) == 1
    assert case.code not in str(letters[0].params)


def test_without_hands_a_case_waits_and_the_administrators_are_alarmed(given: Given) -> None:
    """Abuse case 66: the accused is the only handler."""
    s = scene(given, handlers=0)
    given.role(s.owner, Role.HANDLER)
    case = s.raised()
    assert case.state is State.RECEIVED
    assert not cases.handlers_of(case)
    (letter,) = _letters_to(s.administrator)
    assert letter.path == "/people/roles/new?role=handler"
    assert not _letters_to(s.owner)


def test_an_administrator_in_conflict_is_not_alarmed_but_the_top(given: Given) -> None:
    """Abuse case 67."""
    s = scene(given, handlers=0)
    given.policy(s.administrator)
    s.policy = given.policy(s.administrator, title="A policy of the administrator")
    s.raised()
    assert not _letters_to(s.administrator)
    assert [letter.path for letter in _letters_to(s.top)] == ["/people/roles"]


def test_the_reporter_gets_no_letter_at_all(given: Given) -> None:
    s = scene(given, handlers=0)
    for role in (Role.ADMINISTRATOR, Role.TOP, Role.DUTY_EXECUTIVE, Role.HANDLER):
        given.role(s.reporter, role)
    s.raised()
    assert not _letters_to(s.reporter)


def test_an_anonymous_report_comes_through_another_door(given: Given) -> None:
    s = scene(given)
    before = _written()
    with pytest.raises(NotNow):
        s.raised(mode=Mode.ANONYMOUS)
    assert _written() == before


def test_the_actor_of_a_report_is_the_case(given: Given) -> None:
    s = scene(given)
    case = s.raised()
    assert case.handle == f"case/{case.id}"
    assert case.event_id is not None
    facts = _facts(case)
    assert facts["actor"] == {f'"case/{case.id}"'}
    assert facts["subject"] == {f'"escalation/{case.id}"'}
    assert set(facts) == {"actor", "subject", "content", "handlers", "ended"}


def test_a_flood_of_reports_suspends_nothing(given: Given) -> None:
    """Abuse case 96."""
    s = scene(given)
    for _ in range(20):
        s.raised()
    session.refresh(s.policy)
    assert s.policy.state is PolicyState.IN_FORCE


# --- the mailbox


def test_feedback_in_time_may_say_why_it_takes_longer(given: Given) -> None:
    s = scene(given)
    case = s.acknowledged()
    with acting(by=s.handler, at=AT) as act:
        operations.write(act, case, by=s.handler, on=ON, text="In May.", is_feedback=True)
    assert case.feedback_at == AT
    assert [each.text for each in cases.messages(case)] == ["In May."]


def test_a_message_after_the_close_does_not_vanish(given: Given) -> None:
    """Abuse case 91."""
    s = scene(given)
    case = s.closed()
    with acting(by=case, at=AT) as act:
        operations.reply(act, case, on=ON, text="They moved me to another branch.")
    assert cases.messages(case)[-1].text == "They moved me to another branch."


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_message_is_none(given: Given, text: str) -> None:
    s = scene(given)
    case = s.acknowledged()
    before = _written()
    with pytest.raises(Unusable), acting(by=s.handler, at=AT) as act:
        operations.write(act, case, by=s.handler, on=ON, text=text)
    assert _written() == before


# --- interim suspension


def test_an_agreed_measure_suspends_the_policy_and_asks_its_owner(given: Given) -> None:
    s = scene(given)
    case = s.suspended()
    assert s.policy.state is PolicyState.SUSPENDED
    suspension = open_suspension(s.policy)
    active = measures.active_in(case)
    assert suspension is not None
    assert active is not None
    assert suspension.until == active.until
    (letter,) = _letters_to(s.owner)
    assert letter.path == f"/policies/{s.policy.code}/suspension"
    assert case.code not in f"{letter.params}{letter.path}{letter.body}"


@pytest.mark.parametrize("who", ["owner", "manager", "handler", "reporter", "chair", "top"])
def test_only_a_duty_executive_without_conflict_answers(given: Given, who: str) -> None:
    s = scene(given)
    measure = s.asked(s.triaged())
    person = getattr(s, who)
    with pytest.raises(NotYours), acting(by=person, at=AT) as act:
        operations.agree(act, measure, by=person, on=ON, reason="So.", zone=ZONE)
    with pytest.raises(NotYours), acting(by=person, at=AT) as act:
        operations.refuse(act, measure, by=person, on=ON, reason="So.")
    assert s.policy.state is PolicyState.IN_FORCE


def test_the_top_answers_where_the_duty_executive_is_in_conflict(given: Given) -> None:
    s = scene(given)
    s.policy = given.policy(s.executive)
    measure = s.asked(s.triaged())
    with pytest.raises(NotYours):
        s.agreed(measure)
    s.executive = s.top
    assert s.agreed(measure).state is MeasureState.ACTIVE


def test_whoever_asks_does_not_agree(given: Given) -> None:
    s = scene(given)
    given.role(s.handler, Role.DUTY_EXECUTIVE)
    measure = s.asked(s.triaged())
    with pytest.raises(NotYours), acting(by=s.handler, at=AT) as act:
        operations.agree(act, measure, by=s.handler, on=ON, reason="So.", zone=ZONE)


def test_without_anybody_who_could_answer_nothing_is_asked_in_vain(given: Given) -> None:
    s = scene(given)
    board = {s.chair.id, s.customer.id, s.third.id}
    case = s.triaged(not_these=frozenset({s.executive.id, s.top.id, *board}))
    with pytest.raises(NotNow):
        s.asked(case)


def test_a_refused_measure_changes_nothing_and_may_be_asked_again(given: Given) -> None:
    s = scene(given)
    case = s.triaged()
    measure = s.asked(case)
    with acting(by=s.executive, at=AT) as act:
        operations.refuse(act, measure, by=s.executive, on=ON, reason="Not yet.")
    assert measure.state is MeasureState.REFUSED
    assert s.policy.state is PolicyState.IN_FORCE
    assert s.asked(case).state is MeasureState.REQUESTED


def test_one_question_at_a_time(given: Given) -> None:
    s = scene(given)
    case = s.triaged()
    s.asked(case)
    with pytest.raises(NotNow):
        s.asked(case)


@pytest.mark.parametrize("kind", [MeasureKind.RENEW, MeasureKind.LIFT])
def test_only_a_suspension_that_stands_goes_on_or_ends(given: Given, kind: MeasureKind) -> None:
    s = scene(given)
    case = s.triaged()
    with pytest.raises(NotNow):
        s.asked(case, kind)


def test_a_suspension_that_goes_on_has_a_new_end(given: Given) -> None:
    s = scene(given)
    case = s.suspended()
    first = measures.active_in(case)
    second = s.agreed(s.asked(case, MeasureKind.RENEW))
    assert first is not None
    assert first.state is MeasureState.LIFTED
    assert second.state is MeasureState.ACTIVE
    assert s.policy.state is PolicyState.SUSPENDED


def test_a_lifted_suspension_puts_the_policy_in_force_after_a_word_to_the_reporter(
    given: Given,
) -> None:
    s = scene(given)
    case = s.suspended()
    measure = s.asked(case, MeasureKind.LIFT)
    assert cases.messages(case)[-1].text == "It may be in force again soon."
    s.agreed(measure)
    assert s.policy.state is PolicyState.IN_FORCE
    assert open_suspension(s.policy) is None
    assert measures.active_in(case) is None


def test_two_cases_uphold_one_suspension(given: Given) -> None:
    s = scene(given)
    first, second = s.suspended(), s.suspended()
    states = []
    for case in (first, second):
        s.lifted(case)
        states.append(s.policy.state)
    assert states == [PolicyState.SUSPENDED, PolicyState.IN_FORCE]


def test_new_words_do_not_end_a_suspension(given: Given) -> None:
    """Abuse case 97: the owner corrects the record while the policy is suspended."""
    s = scene(given)
    s.suspended()
    seen = newest_version(s.policy)
    correction = Correction(
        text="Who pays late pays four euros.",
        valid_from=ON,
        reason="A slip.",
        seen=seen.number,
    )
    with acting(by=s.owner, at=AT) as act:
        register.correct(act, s.policy, correction, by=s.owner, registers=False, on=ON)
    assert s.policy.state is PolicyState.SUSPENDED
    assert open_suspension(s.policy) is not None
    assert newest_version(s.policy).number == seen.number + 1


# --- the determination


def test_nobody_votes_but_those_who_determine(given: Given) -> None:
    s = scene(given)
    case = s.submitted()
    for person in (s.owner, s.handler, s.reporter, s.top, s.stranger):
        with pytest.raises(NotYours):
            s.voted(case, person, Finding.UPHELD)


def test_a_changed_vote_is_counted_once(given: Given) -> None:
    s = scene(given)
    case = s.submitted()
    s.voted(case, s.chair, Finding.NOT_UPHELD)
    s.voted(case, s.chair, Finding.UPHELD)
    assert cases.findings(case) == {s.chair.id: Finding.UPHELD}


def test_the_vote_goes_on_without_quorum_customer_or_majority(given: Given) -> None:
    s = scene(given)
    case = s.submitted()
    s.voted(case, s.chair, Finding.UPHELD)
    s.voted(case, s.third, Finding.UPHELD)
    for _ in range(2):
        with pytest.raises(Unfinished), acting(by=s.handler, at=AT) as act:
            operations.determine(act, case, by=s.handler, on=ON)
        assert case.state is State.BEFORE_BOARD
        s.voted(case, s.chair, Finding.PARTLY)
        s.voted(case, s.customer, Finding.NOT_UPHELD)


def test_a_member_who_comes_into_conflict_is_not_counted(given: Given) -> None:
    s = scene(given)
    case = s.submitted()
    s.voted(case, s.chair, Finding.UPHELD)
    s.voted(case, s.customer, Finding.UPHELD)
    with acting(by=s.administrator, at=AT) as act:
        s.owner.manager_id = s.chair.id
        act.record(GivenEvent.GIVEN, s.owner)
    with pytest.raises(Unfinished), acting(by=s.handler, at=AT) as act:
        operations.determine(act, case, by=s.handler, on=ON)
    with pytest.raises(NotYours):
        s.voted(case, s.chair, Finding.UPHELD)


def test_a_report_against_the_independent_board_goes_to_the_top(given: Given) -> None:
    """Abuse case 70."""
    s = scene(given)
    s.policy = given.policy(s.customer)
    case = s.submitted()
    with pytest.raises(NotYours):
        s.voted(case, s.customer, Finding.NOT_UPHELD)
    s.voted(case, s.top, Finding.UPHELD)
    with acting(by=s.handler, at=AT) as act:
        assert operations.determine(act, case, by=s.handler, on=ON) is Finding.UPHELD


def test_with_nobody_to_determine_it_the_case_stays(given: Given) -> None:
    s = scene(given)
    s.policy = given.policy(s.customer)
    case = s.triaged(not_these=frozenset({s.top.id}))
    with pytest.raises(NotNow):
        s.submitted(case)
    assert case.state is State.TRIAGED
    assert case.board_id is None


def test_in_the_simple_form_one_handler_and_the_top_are_enough(given: Given) -> None:
    s = scene(given, handlers=1)
    case = s.triaged(not_these=frozenset({s.chair.id, s.customer.id, s.third.id}))
    s.submitted(case)
    s.voted(case, s.top, Finding.PARTLY)
    with acting(by=s.handler, at=AT) as act:
        operations.determine(act, case, by=s.handler, on=ON)
    assert case.finding is Finding.PARTLY


# --- the answer and the close


@pytest.mark.parametrize("part", ["found", "done", "ways"])
def test_an_answer_has_all_its_parts(given: Given, part: str) -> None:
    """Abuse case 100."""
    s = scene(given)
    case = s.determined()
    said = {"found": "So.", "done": "So.", "ways": "So.", "remedy": "So.", part: "  "}
    with pytest.raises(Unusable), acting(by=s.handler, at=AT) as act:
        operations.answer(act, case, Answer(**said), by=s.handler, on=ON)
    assert case.state is State.DETERMINED


def test_the_owner_is_asked_for_a_change_without_a_word_of_the_case(given: Given) -> None:
    s = scene(given)
    case = s.answered()
    letter = _letters_to(s.owner)[0]
    assert letter.path == f"/policies/{s.policy.code}/remedy"
    assert case.code not in f"{letter.params}"
    assert [each.id for each in cases.remedies_of(s.owner)] == [case.id]
    assert not cases.remedies_of(s.manager)


def test_what_was_not_upheld_asks_for_no_change(given: Given) -> None:
    s = scene(given)
    case = s.answered(Finding.NOT_UPHELD)
    assert not case.remedy
    assert not _letters_to(s.owner)


@pytest.mark.parametrize("who", ["handler", "customer", "owner", "reporter", "stranger"])
def test_nobody_closes_a_case_alone_or_from_outside(given: Given, who: str) -> None:
    s = scene(given)
    case = s.answered()
    with acting(by=s.handler, at=AT) as act:
        operations.propose_closing(act, case, by=s.handler, on=ON)
    person = getattr(s, who)
    with pytest.raises(NotYours), acting(by=person, at=AT) as act:
        operations.close(act, case, by=person, on=s.heard_on, zone=ZONE)


def _proposed(s: Scene) -> Escalation:
    case = s.answered()
    with acting(by=s.handler, at=AT) as act:
        operations.propose_closing(act, case, by=s.handler, on=ON, summary="It harmed.")
    return case


def _close(s: Scene, case: Escalation, on: date) -> None:
    with acting(by=s.handlers[1], at=AT) as act:
        operations.close(act, case, by=s.handlers[1], on=on, zone=ZONE)


def test_a_case_is_not_closed_before_its_reporter_had_three_working_days(given: Given) -> None:
    """Answered on Tuesday the 3rd: the 6th is the last day, the 7th the first to close on."""
    s = scene(given)
    case = _proposed(s)
    for day in (3, 4, 5, 6):
        with pytest.raises(NotNow, match="may still comment"):
            _close(s, case, ON.replace(day=day))
    assert case.closed_at is None
    _close(s, case, ON.replace(day=7))
    assert case.state is State.CLOSED


def test_a_case_is_closed_as_soon_as_its_reporter_has_commented(given: Given) -> None:
    s = scene(given)
    case = s.triaged()
    _reply(s, case, AT - timedelta(hours=1))
    s.answered(case=s.submitted(case))
    with acting(by=s.handler, at=AT) as act:
        operations.propose_closing(act, case, by=s.handler, on=ON)
    with pytest.raises(NotNow, match="may still comment"):
        _close(s, case, ON)
    with acting(by=s.handler, at=AT + timedelta(minutes=1)) as act:
        operations.write(act, case, by=s.handler, on=ON, text="Anything else?")
    with pytest.raises(NotNow, match="may still comment"):
        _close(s, case, ON)
    _reply(s, case, AT + timedelta(minutes=2))
    _close(s, case, ON)
    assert case.state is State.CLOSED


def test_a_case_that_begins_again_waits_again(given: Given) -> None:
    s = scene(given)
    case = s.triaged()
    s.answered(case=s.submitted(case))
    _reply(s, case, AT + timedelta(minutes=2))
    with acting(by=s.handler, at=AT) as act:
        operations.propose_closing(act, case, by=s.handler, on=ON)
    _close(s, case, ON)
    with acting(by=case, at=AT) as act:
        operations.reopen(act, case, by=None, on=ON, why="They moved me.")
    s.at += timedelta(hours=1)
    with acting(by=s.handler, at=s.at) as act:
        VERBS["triage"][0](act, case, s.handler)
    s.answered(case=s.submitted(case))
    with acting(by=s.handler, at=s.at) as act:
        operations.propose_closing(act, case, by=s.handler, on=ON)
    with pytest.raises(NotNow, match="may still comment"):
        _close(s, case, ON)


def _reply(s: Scene, case: Escalation, at: datetime) -> None:
    with acting(by=case, at=at) as act:
        operations.reply(act, case, on=ON, text="That is it.")


def test_the_chair_closes_where_there_is_one_handler(given: Given) -> None:
    s = scene(given, handlers=1)
    case = s.answered()
    with pytest.raises(NotNow), acting(by=s.chair, at=AT) as act:
        operations.close(act, case, by=s.chair, on=s.heard_on, zone=ZONE)
    with acting(by=s.handler, at=AT) as act:
        operations.propose_closing(act, case, by=s.handler, on=ON)
    with acting(by=s.chair, at=AT) as act:
        operations.close(act, case, by=s.chair, on=s.heard_on, zone=ZONE)
    assert case.state is State.CLOSED
    assert not cases.published_on(s.policy)


def test_what_was_published_stays_when_the_case_begins_again(given: Given) -> None:
    s = scene(given)
    case = s.closed(summary="Goals harmed customers.")
    (published,) = cases.published_on(s.policy)
    assert published.published_summary == "Goals harmed customers."
    with acting(by=case, at=AT) as act:
        operations.reopen(act, case, by=None, on=ON, why="They moved me.")
    assert case.state is State.ACKNOWLEDGED
    assert case.round == 2
    assert case.finding is None
    assert not cases.votes(case)
    (published,) = cases.published_on(s.policy)
    assert published.published_finding is Finding.UPHELD


def test_a_second_round_has_votes_of_its_own(given: Given) -> None:
    s = scene(given)
    case = s.closed()
    with acting(by=s.handler, at=AT) as act:
        operations.reopen(act, case, by=s.handler, on=ON, why="New facts.")
    act_on, _ = VERBS["triage"]
    with acting(by=s.handler, at=AT) as act:
        act_on(act, case, s.handler)
    s.submitted(case)
    with pytest.raises(Unfinished), acting(by=s.handler, at=AT) as act:
        operations.determine(act, case, by=s.handler, on=ON)
    s.voted(case, s.chair, Finding.NOT_UPHELD)
    assert cases.findings(case) == {s.chair.id: Finding.NOT_UPHELD}


def _letters_to(person: Person) -> list[Letter]:
    found = session.scalars(sa.select(Letter).where(Letter.person_id == person.id))
    return sorted(found, key=lambda letter: letter.subject)


def _facts(case: Escalation) -> dict[str, set[str]]:
    rows = session.execute(
        sa.select(Payload.field, Payload.value)
        .join(Entry, Payload.event_id == Entry.id)
        .where(Entry.stream == case.id)
    )
    found: dict[str, set[str]] = {}
    for field, value in rows:
        found.setdefault(field, set()).add(value)
    return found
