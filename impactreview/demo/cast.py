"""What a cast is made of: people, boards with their seats, and policies already in force."""

from dataclasses import dataclass, field

from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.people.roles import Role

PASSWORD = "nordlicht-zeigt-es"  # noqa: S105 - printed at every start; the demo holds no secret


@dataclass(frozen=True, kw_only=True)
class Player:
    """Somebody of the cast, named by `key` elsewhere; with `shown` the log-in is printed."""

    key: str
    name: str
    unit: str
    boss: str | None = None
    roles: tuple[Role, ...] = ()
    fields: tuple[str, ...] = ()
    shown: str = ""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A place on a board."""

    who: str
    office: Office = Office.MEMBER
    chamber: Chamber | None = Chamber.COMPANY


@dataclass(frozen=True, kw_only=True)
class Table:
    """A board and who sits on it."""

    slug: str
    name: tuple[str, str]
    kind: BoardKind
    unit: str | None = None
    above: str | None = None
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A policy that was in force before the demo begins; texts in German and English."""

    title: tuple[str, str]
    text: tuple[str, str]
    owner: str
    unit: str
    months_ago: int


@dataclass(frozen=True, kw_only=True)
class Firm:
    """A whole cast. Texts are pairs: German, English."""

    name: str
    domain: str
    units: tuple[tuple[str, tuple[str, str], str | None], ...]
    touched: tuple[str, ...]
    """The units that every story touches."""
    players: tuple[Player, ...]
    tables: tuple[Table, ...]
    rules: tuple[Rule, ...] = field(default=())


def customer(who: str, office: Office = Office.MEMBER) -> Seat:
    """A seat that speaks for the customers."""
    return Seat(who=who, office=office, chamber=Chamber.CUSTOMER)


def company(who: str, office: Office = Office.MEMBER) -> Seat:
    """A seat that speaks for the company."""
    return Seat(who=who, office=office)


def clerk(who: str) -> Seat:
    """The seat of the clerk, who has no vote."""
    return Seat(who=who, office=Office.CLERK, chamber=None)
