"""The beginning of a demo: its people, boards and policies, made through the doors of the rooms."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from impactreview.audit.acts import System, acting
from impactreview.demo.cast import PASSWORD, Firm, Player, Rule, Table
from impactreview.governance.models import Board
from impactreview.governance.operations import boards as make
from impactreview.governance.operations import members
from impactreview.governance.rules.seats import Place
from impactreview.people import queries as people
from impactreview.people.models import Person, Unit
from impactreview.people.operations import passwords, roles, setup, units
from impactreview.people.operations.people import Details, add_person, change_person
from impactreview.people.roles import POWERFUL, Role
from impactreview.people.rules.passwords import STRONG, Hashed
from impactreview.people.terms import Expertise
from impactreview.policies.models import Policy
from impactreview.policies.operations.register import enter
from impactreview.policies.rules.register import Registration

LANGUAGES = ("de", "en")


@dataclass
class Stage:
    """What stands so far: everybody by their key, units by code, boards by short name."""

    firm: Firm
    language: str
    people: dict[str, Person]
    units: dict[str, Unit]
    boards: dict[str, Board]
    policies: list[Policy] = field(default_factory=list)
    """In the order of the firm's rules."""

    def word(self, pair: tuple[str, str]) -> str:
        """The half of a pair of texts that this demo speaks."""
        return pair[LANGUAGES.index(self.language)]

    @property
    def founders(self) -> tuple[Player, Player]:
        """The two who begin; they are administrators and nothing else."""
        first, second = (p for p in self.firm.players if p.roles == (Role.ADMINISTRATOR,))
        return first, second

    def two_beside(self, person: Person | None = None) -> tuple[Person, Person]:
        """Two administrators who give somebody power together, neither of them that person."""
        known = (self.people[p.key] for p in self.firm.players if Role.ADMINISTRATOR in p.roles)
        first, second, *_ = (each for each in known if each != person)
        return first, second


def found(firm: Firm, *, language: str, at: datetime) -> Stage:
    """The firm stands as it was on the day `at`: nobody has decided anything yet."""
    stage = Stage(firm, language, {}, {}, {})
    secret = STRONG.hashed(PASSWORD)
    _begin(stage, secret, at)
    founder = stage.people[stage.founders[0].key]
    for code, name, parent in firm.units:
        with acting(by=founder, at=at) as act:
            above = stage.units[parent] if parent else None
            stage.units[code] = units.add_unit(act, code=code, name=stage.word(name), parent=above)
    for player in firm.players:
        _enter(stage, player, founder, secret, at)
    for player in stage.founders:
        _settle(stage, player, founder, at)
    for table in firm.tables:
        _set(stage, table, at + timedelta(hours=1))
    for rule in firm.rules:
        _register(stage, rule, at + timedelta(hours=2))
    return stage


def _begin(stage: Stage, secret: Hashed, at: datetime) -> None:
    first, second = stage.founders
    with acting(by=System(), at=at) as act:
        founder, _ = setup.set_up(
            act,
            first=_details(stage, first),
            second=_details(stage, second),
            password_hash=secret,
            by_mail=False,
        )
        stage.people[first.key] = founder
    stage.people[second.key] = _found_by_address(_details(stage, second).email)


def _found_by_address(email: str) -> Person:
    person = people.by_email(email)
    if person is None:
        raise LookupError(email)
    return person


def address_of(firm: Firm, player: Player) -> str:
    """The e-mail address of a player, made from the name."""
    local = ".".join(player.name.casefold().split(" ", 1))
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        local = local.replace(umlaut, plain)
    return f"{local}@{firm.domain}"


def _details(stage: Stage, player: Player) -> Details:
    return Details(
        name=player.name,
        email=address_of(stage.firm, player),
        language=stage.language,
        unit=stage.units.get(player.unit),
        manager=stage.people.get(player.boss or ""),
    )


def _enter(stage: Stage, player: Player, founder: Person, secret: Hashed, at: datetime) -> None:
    if player.key not in stage.people:
        with acting(by=founder, at=at) as act:
            stage.people[player.key] = add_person(act, _details(stage, player))
    person = stage.people[player.key]
    with acting(by=person, at=at) as act:
        passwords.set_password(act, person, password_hash=secret)
    by = (founder, stage.people[stage.founders[1].key])
    for role in player.roles:
        if role is not Role.ADMINISTRATOR or player not in stage.founders:
            _give(person, role, player.fields or (None,), by, at)


def _settle(stage: Stage, player: Player, founder: Person, at: datetime) -> None:
    """Who began before there was any unit gets a place in one."""
    person = stage.people[player.key]
    with acting(by=founder, at=at) as act:
        change_person(act, person, _details(stage, player), seen=person.version)


def _give(
    person: Person,
    role: Role,
    fields: tuple[str | None, ...],
    by: tuple[Person, Person],
    at: datetime,
) -> None:
    for name in fields if role is Role.EXPERT else (None,):
        field = Expertise(name) if name else None
        with acting(by=by[0], at=at) as act:
            grant = roles.propose_role(act, person, role=role, field=field)
        if role in POWERFUL:
            with acting(by=by[1], at=at) as act:
                roles.confirm_role(act, grant)


def _set(stage: Stage, table: Table, at: datetime) -> None:
    standing = make.Standing(
        name=stage.word(table.name),
        unit=stage.units[table.unit] if table.unit else None,
        above=stage.boards[table.above] if table.above else None,
    )
    with acting(by=stage.two_beside()[0], at=at) as act:
        board = make.make_board(act, table.slug, kind=table.kind, standing=standing)
    stage.boards[table.slug] = board
    for seat in table.seats:
        place = Place(
            office=seat.office, chamber=seat.chamber, term_from=at.date(), term_until=None
        )
        person = stage.people[seat.who]
        first, second = stage.two_beside(person)
        with acting(by=first, at=at) as act:
            proposed = members.propose(act, board, person=person, place=place, on=at.date())
        with acting(by=second, at=at) as act:
            members.confirm(act, proposed, on=at.date())


def _register(stage: Stage, rule: Rule, at: datetime) -> None:
    owner, today = stage.people[rule.owner], at.date()
    since = date(today.year - (rule.months_ago + 11) // 12, 1 + rule.months_ago % 12, 1)
    registration = Registration(
        title=stage.word(rule.title),
        owner=owner,
        unit=stage.units[rule.unit],
        text=stage.word(rule.text),
        in_force_since=since,
        review_by=today + timedelta(days=90 + 20 * rule.months_ago),
    )
    administrator, _ = stage.two_beside()
    with acting(by=administrator, at=at) as act:
        stage.policies.append(enter(act, registration, by=administrator, on=today))
