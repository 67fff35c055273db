"""What the page on which somebody leaves asks the rooms above: what is there, and to end it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

_LEAVING = "left_behind"
_FAREWELLS = "farewells"


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One thing that a person has; `url` is empty where it is shown to few."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Left:
    """Things of one kind: what they are and what becomes of them, as message ids."""

    subject: str
    message: str
    things: Sequence[Thing]
    untold: int
    """How many more there are, too many to name or not to be named to whoever reads this."""


Teller = Callable[[Any], Sequence[Left]]


def hang(app: Flask, teller: Teller, farewells: Sequence[Any]) -> None:
    """Let `teller` say in this app what a person leaves behind, and `farewells` end what ends."""
    app.extensions[_LEAVING] = teller
    app.extensions[_FAREWELLS] = farewells


def left_behind(person: Any) -> Sequence[Left]:
    """Everything that somebody else has to take over once `person` has left."""
    teller: Teller = current_app.extensions[_LEAVING]
    return teller(person)


def farewells() -> Sequence[Any]:
    """What each room does when somebody leaves, in this order."""
    hung: Sequence[Any] = current_app.extensions[_FAREWELLS]
    return hung
