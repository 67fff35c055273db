"""What a table of people would do, row by row: pure, so that it can be shown before it is done.

A row adds a person or changes one; an empty cell changes nothing. Roles are only ever added, never
ended. Units are made where their name is given. Any row that can not be done stops the whole table.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from impactreview.kernel.refusals import Missing
from impactreview.people.roles import POWERFUL, Role
from impactreview.people.rules.people import MOST_NAME, as_address, in_circles, is_address, is_code
from impactreview.people.terms import Expertise, Outcome

NEEDED = ("name", "email")
KNOWN = (*NEEDED, "language", "unit", "unit_name", "parent_unit", "manager_email", "roles")


def role_word(role: Role, scope: str) -> str:
    """A role as a cell of the table says it: `reviewer`, `expert:legal`."""
    return f"{role.value}:{scope}" if scope else role.value


ROLE_WORDS: Mapping[str, tuple[Role, str]] = {
    role_word(role, scope): (role, scope)
    for role in Role
    if role is not Role.EMPLOYEE
    for scope in (tuple(Expertise) if role is Role.EXPERT else ("",))
}
"""Every word for a role that a table may hold, with the role and the scope it means."""


class Row(Protocol):
    """A row as it was read: its line in the file, and its cells by column."""

    @property
    def line(self) -> int: ...
    @property
    def cells(self) -> dict[str, str]: ...


@dataclass(frozen=True)
class Standing:
    """A person as the house knows them now; `roles` are those held or waiting, as role words."""

    name: str
    language: str
    unit: str
    manager: str
    roles: frozenset[str]
    has_left: bool = False


@dataclass(frozen=True)
class UnitStanding:
    """A unit by its code: what it is called, and the code of the one above."""

    name: str
    parent: str
    line: int = 0


@dataclass(frozen=True)
class World:
    """What the table is held against: people by address, units by code, who hands it in."""

    people: Mapping[str, Standing]
    units: Mapping[str, UnitStanding]
    languages: Collection[str]
    importer: str


@dataclass(frozen=True)
class Change:
    """One field of a person: what it is, what it would be."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class PlannedRow:
    """What would happen with one row."""

    line: int
    name: str
    email: str
    outcome: Outcome
    changes: tuple[Change, ...]
    roles: tuple[tuple[Role, str], ...]
    errors: tuple[Missing, ...]


@dataclass(frozen=True)
class Plan:
    """Everything a table would do. `units` are those to be made, each after the one above it."""

    rows: tuple[PlannedRow, ...]
    units: tuple[tuple[str, UnitStanding], ...]

    def count(self, outcome: Outcome) -> int:
        """How many rows end as `outcome`."""
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def wrong(self) -> tuple[PlannedRow, ...]:
        return tuple(row for row in self.rows if row.errors)

    @property
    def does_something(self) -> bool:
        return self.count(Outcome.NEW) + self.count(Outcome.CHANGED) > 0

    @property
    def digest(self) -> str:
        """A mark of what would happen, so that exactly what was shown is what is done."""
        rows = [(row.email, row.outcome, row.changes, row.roles) for row in self.rows]
        return hashlib.sha256(repr((rows, self.units)).encode()).hexdigest()


def plan_of(rows: Sequence[Row], world: World) -> Plan:
    """What `rows` would do to `world`. Errors are in the rows; nothing is raised."""
    reading = _Reading(rows, world)
    return Plan(
        tuple(reading.planned(row) for row in rows), tuple(_parents_first(reading.new_units))
    )


@dataclass
class _Reading:
    """One pass over a table; what the rows say about one another is gathered first."""

    rows: Sequence[Row]
    world: World
    lines: dict[str, int] = field(default_factory=dict)
    new_units: dict[str, UnitStanding] = field(default_factory=dict)
    circling: frozenset[str] = frozenset()
    circling_units: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        managers = {email: known.manager or None for email, known in self.world.people.items()}
        for row in self.rows:
            email = as_address(row.cells["email"])
            self.lines.setdefault(email, row.line)
            managers[email] = as_address(_cell(row, "manager_email")) or managers.get(email)
            self._gather_unit(row)
        self.circling = in_circles(managers)
        above = {code: unit.parent or None for code, unit in self.new_units.items()}
        self.circling_units = in_circles(above)

    def _gather_unit(self, row: Row) -> None:
        code, name = _cell(row, "unit"), _cell(row, "unit_name")
        if code and name and code not in self.world.units:
            made = UnitStanding(name, _cell(row, "parent_unit"), row.line)
            self.new_units.setdefault(code, made)

    def planned(self, row: Row) -> PlannedRow:
        email = as_address(row.cells["email"])
        known = self.world.people.get(email)
        roles, wrong_roles = self._roles(row, known)
        errors = (*self._errors(row, email, known), *wrong_roles)
        changes = tuple(self._changes(row, known))
        return PlannedRow(
            line=row.line,
            name=_cell(row, "name"),
            email=email,
            outcome=_outcome(known, errors, bool(changes or roles)),
            changes=changes,
            roles=roles,
            errors=errors,
        )

    def _changes(self, row: Row, known: Standing | None) -> Iterable[Change]:
        """The fields of a person that this row would set to something else."""
        wanted = {
            "name": _cell(row, "name"),
            "language": _cell(row, "language").casefold(),
            "unit": _cell(row, "unit"),
            "manager": as_address(_cell(row, "manager_email")),
        }
        for name, new in wanted.items():
            old = getattr(known, name) if known else ""
            if new and new != old:
                yield Change(name, old, new)

    def _errors(self, row: Row, email: str, known: Standing | None) -> Iterable[Missing]:
        yield from _wrong_name(_cell(row, "name"))
        if not is_address(email):
            yield Missing("“%(cell)s” is no e-mail address.", cell=email[:80])
        elif self.lines[email] != row.line:
            yield Missing("This address stands in line %(line)s already.", line=self.lines[email])
        if known and known.has_left:
            yield Missing("This person has left. Let them return on their page first.")
        language = _cell(row, "language").casefold()
        if language and language not in self.world.languages:
            listed = ", ".join(self.world.languages)
            yield Missing("The language must be one of: %(languages)s.", languages=listed)
        yield from self._wrong_manager(row, email)
        yield from self._wrong_unit(row)

    def _wrong_manager(self, row: Row, email: str) -> Iterable[Missing]:
        manager = as_address(_cell(row, "manager_email"))
        known = self.world.people.get(manager)
        if not manager:
            return
        if known is None and manager not in self.lines:
            yield Missing("Nobody here has the address %(address)s.", address=manager[:80])
        elif known and known.has_left:
            yield Missing("The line manager %(address)s has left.", address=manager)
        elif email in self.circling:
            yield Missing("These line managers lead one another in a circle.")

    def _wrong_unit(self, row: Row) -> Iterable[Missing]:
        code = _cell(row, "unit")
        name, parent = _cell(row, "unit_name"), _cell(row, "parent_unit")
        if not code:
            if name or parent:
                yield Missing("A unit needs its code in the column unit.")
            return
        stands = self.world.units.get(code) or self.new_units.get(code)
        if not is_code(code):
            yield Missing("“%(cell)s” is no code of a unit: no spaces, no slash.", cell=code[:80])
        elif stands is None:
            yield Missing("There is no unit %(code)s. Its name in unit_name makes it.", code=code)
        else:
            yield from self._against(stands, code, name, parent)

    def _against(self, unit: UnitStanding, code: str, name: str, parent: str) -> Iterable[Missing]:
        """Where a row says something else of a unit than its page or an earlier row does."""
        if len(name) > MOST_NAME:
            yield Missing("The name of the unit is too long.")
        if name and name != unit.name:
            yield Missing("Unit %(code)s is called %(name)s.", code=code, name=unit.name)
        if parent and parent != unit.parent:
            above = unit.parent or "–"
            yield Missing("Unit %(code)s stands below %(above)s.", code=code, above=above)
        elif parent and parent not in self.world.units and parent not in self.new_units:
            yield Missing("There is no unit %(code)s to stand below.", code=parent)
        if code in self.circling_units:
            yield Missing("These units stand below one another in a circle.")

    def _roles(
        self, row: Row, known: Standing | None
    ) -> tuple[tuple[tuple[Role, str], ...], tuple[Missing, ...]]:
        """The roles this row would add, and the words in its cell that are none."""
        wanted: dict[str, tuple[Role, str]] = {}
        errors = []
        for word in _cell(row, "roles").casefold().replace("|", " ").split():
            if word == Role.EMPLOYEE or (known and word in known.roles):
                continue
            if word in ROLE_WORDS:
                wanted[word] = ROLE_WORDS[word]
            else:
                errors.append(Missing("There is no role “%(cell)s”.", cell=word[:80]))
        powerful = any(role in POWERFUL for role, _ in wanted.values())
        if powerful and as_address(row.cells["email"]) == self.world.importer:
            errors.append(Missing("Nobody proposes themselves for a role that carries power."))
        return tuple(wanted.values()), tuple(errors)


def _cell(row: Row, column: str) -> str:
    return " ".join(row.cells.get(column, "").split())


def _wrong_name(name: str) -> Iterable[Missing]:
    if not name:
        yield Missing("The name is missing.")
    elif len(name) > MOST_NAME:
        yield Missing("The name is too long.")


def _outcome(known: Standing | None, errors: Sequence[Missing], changes: bool) -> Outcome:
    if errors:
        return Outcome.WRONG
    if known is None:
        return Outcome.NEW
    return Outcome.CHANGED if changes else Outcome.UNCHANGED


def _parents_first(units: Mapping[str, UnitStanding]) -> Iterable[tuple[str, UnitStanding]]:
    """The units in an order in which each can be made; those in a circle are left out."""
    waiting = dict(units)
    while waiting:
        ready = [code for code, unit in waiting.items() if unit.parent not in waiting]
        if not ready:
            return
        for code in ready:
            yield code, waiting.pop(code)
