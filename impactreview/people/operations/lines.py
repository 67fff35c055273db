"""Alarms about lines: nobody who holds a role that carries power is moved in them unnoticed.

Who stands above or below somebody may neither read nor decide what is about them. So whoever
changes a line manager could keep a handler, an advocate or an executive from what they are for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from impactreview.audit.acts import Act
from impactreview.notifications import operations as letters
from impactreview.people.models import Person
from impactreview.people.queries import directory, lines
from impactreview.people.roles import Role
from impactreview.people.rules.lines import concerned

MOST_TOLD = 5
"""Of how many changes at once each has a letter of its own."""
MOST_NAMED = 10
_NOBODY = "–"


@dataclass(frozen=True)
class Stood:
    """Where somebody stood before a change: their line manager and their unit, by id."""

    person: Person
    manager: UUID | None
    unit: UUID | None


@dataclass(frozen=True)
class Before:
    """Everything an alarm needs to know of the time before a change."""

    holders: Mapping[UUID, Person]
    leads: Mapping[UUID, UUID | None]
    stood: Sequence[Stood]


@dataclass(frozen=True)
class _Letter:
    subject: str
    body: str


_LINE = _Letter(
    subject="A line manager was changed",
    body="%(by)s changed the line manager of %(name)s: %(before)s until now, %(after)s from now on."
    " This concerns who holds a role that carries power: %(holders)s. If this surprises you, ask"
    " them.",
)
_UNIT = _Letter(
    subject="The unit of somebody was changed",
    body="%(by)s changed the unit of %(name)s: %(before)s until now, %(after)s from now on. This"
    " concerns who holds a role that carries power: %(holders)s. If this surprises you, ask them.",
)


@dataclass(frozen=True)
class _Moved:
    """One change that concerns somebody; where they stand is told by id."""

    person: Person
    holders: Sequence[Person]
    letter: _Letter
    before: UUID | None
    after: UUID | None


def before_one(person: Person, manager: Person | None) -> Before:
    """How things stand before `person` gets this line manager, or another unit."""
    holders = _holders()
    ids = {*holders, person.id, *({manager.id} if manager else ())}
    return Before(holders, lines.leading(ids), [_stood(person)])


def before_many(people: Iterable[Person]) -> Before:
    """The same before all of these get other line managers or units."""
    holders, stood = _holders(), [_stood(person) for person in people]
    return Before(holders, lines.leading_all() if holders and stood else {}, stood)


def tell_moved(act: Act, by: Person, before: Before) -> None:
    """Every administrator, and each holder concerned, learns what was changed by whom."""
    if not before.holders or not before.stood:
        return
    act.settle()  # where everybody stands now is read by id
    readers = {each.id: each for each in directory.holders(Role.ADMINISTRATOR)}
    told: dict[UUID, list[_Moved]] = {}
    for moved in _moved(before):
        for reader in {*readers, *(holder.id for holder in moved.holders)}:
            told.setdefault(reader, []).append(moved)
    people, names = {**before.holders, **readers}, _names_in(told.values())
    for reader in sorted(told, key=str):
        _tell(act, people[reader], by, told[reader], names)


def _moved(before: Before) -> Iterable[_Moved]:
    after = {**before.leads, **{each.person.id: each.person.manager_id for each in before.stood}}
    for stood in before.stood:
        person = stood.person
        if person.manager_id != stood.manager:
            ids = concerned(person.id, before.holders, before.leads, after)
            if ids:
                holders = [each for key, each in before.holders.items() if key in ids]
                yield _Moved(person, holders, _LINE, stood.manager, person.manager_id)
        if person.unit_id != stood.unit and person.id in before.holders:
            yield _Moved(person, [person], _UNIT, stood.unit, person.unit_id)


def _names_in(told: Iterable[Sequence[_Moved]]) -> Mapping[UUID | None, str]:
    """What the people and units are called that stand in letters of their own."""
    alone = [moved for those in told if len(those) <= MOST_TOLD for moved in those]
    ids = {each for moved in alone for each in (moved.before, moved.after) if each}
    return {None: _NOBODY, **lines.called(ids)}


def _tell(
    act: Act,
    reader: Person,
    by: Person,
    moved: Sequence[_Moved],
    names: Mapping[UUID | None, str],
) -> None:
    if len(moved) > MOST_TOLD:
        _tell_of_many(act, reader, by, moved)
        return
    for each in moved:
        letters.write(
            act,
            to=reader,
            subject=each.letter.subject,
            body=each.letter.body,
            path=f"/people/{each.person.id}",
            by=by.name,
            name=each.person.name,
            before=names[each.before],
            after=names[each.after],
            holders=_names(each.holders),
        )


def _tell_of_many(act: Act, reader: Person, by: Person, moved: Sequence[_Moved]) -> None:
    holders = {holder.id: holder for each in moved for holder in each.holders}
    letters.write(
        act,
        to=reader,
        subject="Line managers and units were changed",
        body=(
            "%(by)s changed the line manager or the unit of several people at once: %(names)s. This"
            " concerns who holds a role that carries power: %(holders)s. If this surprises you, ask"
            " them."
        ),
        path="/people",
        by=by.name,
        names=_names(list({each.person.id: each.person for each in moved}.values())),
        holders=_names(list(holders.values())),
    )


def _names(people: Sequence[Person]) -> str:
    named = ", ".join(person.name for person in people[:MOST_NAMED])
    return f"{named} + {len(people) - MOST_NAMED}" if len(people) > MOST_NAMED else named


def _stood(person: Person) -> Stood:
    return Stood(person, person.manager_id, person.unit_id)


def _holders() -> Mapping[UUID, Person]:
    return {person.id: person for person in lines.judging()}
