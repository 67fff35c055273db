"""A table of people, taken in as a whole or not at all."""

from collections.abc import Collection, Mapping, Sequence

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import Missing, NotNow, Stale, Unfinished
from impactreview.people.models import PeopleImport, Person, RoleGrant, Unit
from impactreview.people.operations import alarms, lines
from impactreview.people.operations.people import record_details
from impactreview.people.operations.roles import administrator, offer
from impactreview.people.operations.units import make_unit
from impactreview.people.queries import choices, imports
from impactreview.people.rules.imports import Plan, PlannedRow, Row, plan_of
from impactreview.people.terms import Event, Outcome, State

MOST_TOLD = 20
_MOVING = frozenset({"manager", "unit"})


def import_people(
    act: Act,
    rows: Sequence[Row],
    *,
    content_hash: str,
    seen: str,
    languages: Collection[str],
    language: str,
) -> PeopleImport:
    """Everything in `rows` is done: units, people, where they stand, the roles they get.

    Roles that carry power wait for a second administrator. `seen` is the digest of the plan that
    was shown; `language` is for whom none is given. Raises Unfinished where a row is wrong, Stale
    where the plan is another by now, NotNow where there is nothing to do; nothing is then written.
    """
    by = administrator(act, alone=True)
    plan = plan_of(rows, imports.world(importer=by, languages=languages))
    _must_be_sound(plan, seen)
    batch = act.add(
        PeopleImport(content_hash=content_hash, rows=len(rows), imported_by=by, at=act.at)
    )
    units = _make_units(act, plan)
    people = _people_of(plan)
    before = lines.before_many(people[row.email] for row in plan.rows if _moves(row))
    _write_people(act, plan, people, units, language)
    grants = _offer_roles(act, plan, people, by, batch)
    act.record(
        Event.IMPORTED,
        batch,
        content_hash=content_hash,
        rows=len(rows),
        added=plan.count(Outcome.NEW),
        changed=plan.count(Outcome.CHANGED),
        units=len(plan.units),
        roles=len(grants),
    )
    lines.tell_moved(act, by, before)
    alarms.tell_of_proposals(act, by, [each for each in grants if each.state is State.PROPOSED])
    return batch


def _must_be_sound(plan: Plan, seen: str) -> None:
    if plan.wrong:
        raise Unfinished(
            "The table can not be taken in; nothing was written.",
            [_told(row, error) for row in plan.wrong[:MOST_TOLD] for error in row.errors],
        )
    if plan.digest != seen:
        raise Stale("Something changed since the table was checked. See what would happen now.")
    if not plan.does_something:
        raise NotNow("Everything in this table is here already.")


def _told(row: PlannedRow, error: Missing) -> Missing:
    return Missing(error.message, place=f"line-{row.line}", **error.params)


def _make_units(act: Act, plan: Plan) -> Mapping[str, Unit]:
    """The units that the table names, by code; those that are not there are made."""
    named = {change.new for row in plan.rows for change in row.changes if change.field == "unit"}
    units = dict(choices.units_by_code(named | {unit.parent for _, unit in plan.units}))
    for code, unit in plan.units:
        units[code] = make_unit(act, code=code, name=unit.name, parent=units.get(unit.parent))
    return units


def _people_of(plan: Plan) -> dict[str, Person]:
    """Who of the table is here already, by address."""
    addresses = {row.email for row in plan.rows}
    addresses |= {
        change.new for row in plan.rows for change in row.changes if change.field == "manager"
    }
    return {person.email: person for person in imports.of_addresses(addresses)}


def _write_people(
    act: Act, plan: Plan, people: dict[str, Person], units: Mapping[str, Unit], language: str
) -> None:
    """Everybody of the table is in `people`; a manager may stand later in it than those led."""
    for row in plan.rows:
        if row.outcome is Outcome.NEW:
            people[row.email] = act.add(Person(email=row.email, language=language))
    for row in plan.rows:
        if row.changes:
            _write(act, row, people, units)


def _moves(row: PlannedRow) -> bool:
    """Whether somebody who is here already would stand elsewhere."""
    moving = any(change.field in _MOVING for change in row.changes)
    return moving and row.outcome is Outcome.CHANGED


def _write(
    act: Act, row: PlannedRow, people: Mapping[str, Person], units: Mapping[str, Unit]
) -> None:
    person = people[row.email]
    for change in row.changes:
        if change.field == "unit":
            person.unit = units[change.new]
        elif change.field == "manager":
            person.manager = people[change.new]
        else:
            setattr(person, change.field, change.new)
    event = Event.PERSON_ADDED if row.outcome is Outcome.NEW else Event.PERSON_CHANGED
    record_details(act, event, person, [change.field for change in row.changes])


def _offer_roles(
    act: Act, plan: Plan, people: Mapping[str, Person], by: Person, batch: PeopleImport
) -> list[RoleGrant]:
    return [
        offer(act, people[row.email], role=role, scope=scope, by=by, batch=batch)
        for row in plan.rows
        for role, scope in row.roles
    ]
