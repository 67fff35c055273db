"""What rooms ask about a case that the top alone knows: may it be seen, and how does it stand?"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from flask import Flask, current_app, redirect
from werkzeug.exceptions import HTTPException

_DOOR = "case_door"


class Door(Protocol):
    """Who comes in to a case; whoever does not is sent away."""

    def enter(self, case: Any) -> None:
        """Let in to what the case says: else a 404, or its cover for who must open it first."""

    def know(self, case: Any) -> None:
        """Let know that there is such a case: else a 404."""

    def covers(self, case: Any) -> bool:
        """Whether whoever sent this request has to say first that they open the case."""

    def states(self, cases: Sequence[Any]) -> Mapping[UUID, tuple[StrEnum, str]]:
        """Of each of these, by its id: the word for how it stands, and the shape shown with it."""


class LeadsTo(HTTPException):
    """What was asked for is not shown before another page was seen."""

    code = 303

    def __init__(self, path: str) -> None:
        super().__init__(response=redirect(path, 303))


def hang(app: Flask, door: Door) -> None:
    """Let every room of this app ask `door`."""
    app.extensions[_DOOR] = door


def door() -> Door:
    """The door of the cases of this app."""
    hung: Door = current_app.extensions[_DOOR]
    return hung
