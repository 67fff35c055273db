"""How every room asks whether a case may be seen: told by the app, for the top alone knows that."""

from typing import Any, Protocol

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
