"""The blueprint that every page of this room hangs on, and how a page finds its records."""

from uuid import UUID

from flask import Blueprint, abort

from impactreview.governance.models import Board, Membership
from impactreview.governance.queries import boards, seats
from impactreview.governance.rules.boards import is_slug

bp = Blueprint("governance", __name__)


def board_of(slug: str) -> Board:
    """The board of an address; else there is no such page."""
    found = boards.by_slug(slug) if is_slug(slug) else None
    return found if found is not None else abort(404)


def place_of(slug: str, place_id: UUID) -> Membership:
    """The place of an address, which must be on that board; else there is no such page."""
    found = seats.on_board(board_of(slug), place_id)
    return found if found is not None else abort(404)
