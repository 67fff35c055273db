"""What scoring rests on, with every open question taken at its best or at its worst.

"unknown" is an answer and always the worst step; only what is not answered differs between both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from impactreview.impact.content import answers, asked, is_asked, row_id, rows
from impactreview.impact.harm import Inputs, reach
from impactreview.impact.measures import counting, lowered
from impactreview.impact.needed import STEPS
from impactreview.impact.quick_test import fires, lowest_form, quick_test
from impactreview.impact.schema import Floor, Scoring, Template
from impactreview.impact.terms import Door, Driver, Effect, Form, Input, Knowledge, Level, Tri
from impactreview.impact.values import Content, Row, is_answered, is_known, plain

DOOR = "A.door"
GATHERED = "F.available"
_FIGURED = {
    Input.SCALE: "scale",
    Input.REACH: "share",
    Input.REMEDY: "remedy",
    Input.DURATION: "duration",
    Input.LIKELIHOOD: "likelihood",
}


@dataclass(frozen=True)
class ResolvedRow:
    """One row of places: whether it is a harm, its inputs before and after measures."""

    row_id: str
    harmed: bool
    before: Inputs
    after: Inputs
    measures: int
    unknown: tuple[Input, ...]


@dataclass(frozen=True)
class FloorApplied:
    """A floor that holds, and the questions whose answers call for it."""

    id: str
    level: Level
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Resolved:
    """Everything that decides on the level. `empty` is the level while no row stands."""

    rows: tuple[ResolvedRow, ...]
    floors: tuple[FloorApplied, ...]
    analysed: Level
    empty: Level


@dataclass(frozen=True)
class Case:
    """One analysis as it is asked: its content without hidden answers, and its form."""

    template: Template
    content: Content
    highest: Form
    lowest: Form

    @property
    def answers(self) -> Mapping[str, object]:
        """The answers outside of tables."""
        return answers(self.content)


def case_of(template: Template, content: Content, *, door: Door | None, form: Form | None) -> Case:
    """The case that scoring looks at; `door` stands beside the answer, the harsher holds."""
    given = dict(answers(content))
    if door and weighs(content, door):
        given[DOOR] = door.value
    shown = asked(template, {**content, "answers": given})
    quick = answers(shown)
    return Case(
        template=template,
        content=shown,
        highest=form or quick_test(template, quick).form,
        lowest=form or lowest_form(template, quick),
    )


def weighs(content: Content, door: Door) -> bool:
    """Whether the proposal's `door` changes what the answer says of the way back."""
    said = answers(content).get(DOOR)
    return said != door.value and (door is Door.ONE_WAY or not is_answered(said))


def resolve(case: Case, *, best: bool) -> Resolved:
    """Everything that decides, with what is open at its `best`, else at its worst."""
    form = case.lowest if best else case.highest
    written = rows(case.content, "places")
    settled = bool(written) or best or form is Form.NONE
    return Resolved(
        rows=tuple(_row(case, row, best=best) for row in written),
        floors=tuple(f for floor in _floors(case) for f in _applied(case, floor, best=best)),
        analysed=Level.NONE if form is Form.NONE else case.template.scoring.analysed,
        empty=Level.NONE if settled else Level.IV,
    )


def _row(case: Case, row: Row, *, best: bool) -> ResolvedRow:
    scoring, place = case.template.scoring, row_id(row)
    harmed = is_harm(row, best=best)
    best = best or not is_harm(row)  # where nobody can be worse off, nothing is open
    inputs = Inputs(
        scale=_step(scoring, row.get("scale"), best),
        reach=1 if best and not is_answered(row.get("share")) else reach(scoring, row.get("share")),
        remedy=_step(scoring, row.get("remedy"), best),
        duration=_step(scoring, row.get("duration"), best),
        likelihood=_step(scoring, row.get("likelihood"), best),
        weak=_is_weak(row.get("knowledge"), best) or not _is_evidenced(case, row, best),
        vulnerable=any(_hits(row.get(f"vulnerable_{driver}"), best) for driver in Driver),
    )
    measures = counting(place, rows(case.content, "mitigations"), best=best)
    return ResolvedRow(
        row_id=place,
        harmed=harmed,
        before=inputs,
        after=lowered(inputs, measures),
        measures=len(measures),
        unknown=tuple(each for each, key in _FIGURED.items() if not is_known(row.get(key))),
    )


def is_harm(row: Row, *, best: bool = False) -> bool:
    """Whether a row counts as a harm: while it is open, and when what it says is not known."""
    effect = row.get("effect")
    return effect not in (Effect.BETTER, Effect.NONE) if is_answered(effect) else not best


def _step(scoring: Scoring, value: object, best: bool) -> int:
    if value in STEPS and isinstance(value, int) and not isinstance(value, bool):
        return value
    return 1 if best and not is_answered(value) else scoring.unknown


def _is_weak(knowledge: object, best: bool) -> bool:
    if not is_answered(knowledge):
        return not best
    return knowledge not in (Knowledge.STRONG, Knowledge.MEDIUM)


def _hits(answer: object, best: bool) -> bool:
    return answer != Tri.NO if is_answered(answer) else not best


def vulnerable(row: Row) -> Tri:
    """Whether the row hits people harder who are more easily harmed."""
    said = [row.get(f"vulnerable_{driver}") for driver in Driver]
    if Tri.YES in said:
        return Tri.YES
    return Tri.NO if all(answer == Tri.NO for answer in said) else Tri.UNKNOWN


def _is_evidenced(case: Case, row: Row, best: bool) -> bool:
    if best and not is_answered(case.answers.get(GATHERED)):
        return True
    return any(
        _speaks_of(evidence, row.get("segment"), best)
        for evidence in rows(case.content, "evidence")
    )


def _speaks_of(evidence: Row, segment: object, best: bool) -> bool:
    names = (plain(evidence.get("segment")), plain(segment))
    said = [evidence.get("source"), evidence.get("finding")]
    if best and not all(names):
        return True
    told = all(is_known(text) or (best and not is_answered(text)) for text in said)
    return told and names[0] == names[1] and bool(names[0])


def _floors(case: Case) -> Sequence[Floor]:
    return case.template.scoring.floors


def _applied(case: Case, floor: Floor, *, best: bool) -> list[FloorApplied]:
    form = case.lowest if best else case.highest
    calling = [
        trigger.question
        for trigger in floor.triggers
        if fires(trigger, case.answers.get(trigger.question))
        and (
            is_answered(case.answers.get(trigger.question))
            or (not best and _is_open(case, trigger.question, form))
        )
    ]
    return [FloorApplied(floor.id, floor.level, tuple(calling))] if calling else []


def _is_open(case: Case, name: str, form: Form) -> bool:
    question = case.template.question(name)
    return form in question.forms and is_asked(question, case.answers)
