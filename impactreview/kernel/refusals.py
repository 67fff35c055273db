"""What this house may decline.

Refusal            409  an act is declined; nothing has been written
|- NotYours        403  this person may not do this to this record
|- NotNow          409  the record's state does not allow this step
|- Stale           409  somebody else changed the record meanwhile
|- Unfinished      422  something that must be filled in is not
|- Unusable        422  what was handed in can not be read
Repeated           303  the same act was done before; here is where it led
SentOtherwise      409  under its key something else was done before; here is where that led
TryAgain                the database asked for the same act once more

A refusal carries a message id (the English text, a key of the catalogues) and its parameters;
the words a person reads are made in the template.
"""

from collections.abc import Sequence


class Refusal(Exception):
    """An act that is declined. Nothing has been written."""

    status = 409

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


class NotYours(Refusal):
    """The person may not do this to this record."""

    status = 403


class NotNow(Refusal):
    """The record's state does not allow this step."""


class Stale(Refusal):
    """The record was changed by somebody else since it was read."""


class Missing:
    """One thing that is missing: a message id, its parameters, and where it is mended."""

    def __init__(self, message: str, *, place: str = "", **params: object) -> None:
        self.message = message
        self.place = place
        self.params = params


class Unfinished(Refusal):
    """Something that must be filled in is not; `missing` lists each thing with its place."""

    status = 422

    def __init__(self, message: str, missing: Sequence[Missing], **params: object) -> None:
        super().__init__(message, **params)
        self.missing = tuple(missing)


class Unusable(Refusal):
    """What was handed in can not be read as what it should be."""

    status = 422


class Repeated(Exception):
    """This act was done before under the same key; `location` is where it led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class SentOtherwise(Exception):
    """Something else was done before under the same key; `location` is where that led.

    A page that is gone back to, changed and sent again is no second click: nothing of it is done,
    and whoever sent it must be told and asked.
    """

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class TryAgain(Exception):
    """The database gave way to another transaction; the same request may be run once more."""
