"""The blueprint that every page of this room hangs on, and how a page finds its records."""

from flask import Blueprint, abort

from impactreview.policies.models import Policy, PolicyVersion
from impactreview.policies.queries import book
from impactreview.policies.rules.register import is_code

bp = Blueprint("policies", __name__)


def policy_of(code: str) -> Policy:
    """The policy of an address; else there is no such page."""
    found = book.by_code(code) if is_code(code) else None
    return found if found is not None else abort(404)


def version_of(policy: Policy, number: int | None) -> PolicyVersion:
    """The version of an address; else there is no such page."""
    found = book.version(policy, number) if number and 0 < number < 2**31 else None
    return found if found is not None else abort(404)
