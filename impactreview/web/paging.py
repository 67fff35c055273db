"""Pages of a long list by cursor: flat however long the list grows, unlike OFFSET."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

Row = TypeVar("Row")
MOST = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and the cursor of the next ones; None where the list ends."""

    rows: Sequence[Row]
    older: str | None


def cursor_of(moment: datetime, row_id: UUID) -> str:
    """The cursor that stands behind the row of this moment and id."""
    return _packed([moment.isoformat(), row_id.hex])


def moment_and_id(cursor: str | None) -> tuple[datetime, UUID] | None:
    """What a cursor of `cursor_of` says; None where it is missing or was tampered with."""
    try:
        moment, row_id = json.loads(base64.urlsafe_b64decode(cursor or ""))
        return datetime.fromisoformat(moment), UUID(row_id)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return None


def _packed(values: list[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
