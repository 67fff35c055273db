"""What a proposal says of itself: what it may hold, what has changed, what is still missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from impactreview.impact.terms import Door
from impactreview.kernel.refusals import Unusable
from impactreview.people.models import Person, Unit
from impactreview.policies.models import Policy
from impactreview.policies.terms import State as PolicyState
from impactreview.proposals.models import Proposal

MOST_TITLE = 200
MOST_TEXT = 20_000
MOST_FUNCTIONS = 200
MOST_CHANNELS = 30
MOST_CHANNEL = 80
MOST_REASON = 2_000
YEARS = range(2000, 2101)
LISTS = frozenset({"functions", "channels"})


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a proposal says of itself; `functions` are codes of units."""

    title: str
    unit: Unit
    door: Door
    text: str
    wished_on: date | None = None
    functions: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    sponsor: Person | None = None
    amends: Policy | None = None
    restricted: bool = False
    embargo_until: date | None = None


def code_of(year: int, number: int) -> str:
    """The code of the proposal of this number in its year: D-2026-007."""
    return f"D-{year}-{number:03d}"


def changed_fields(proposal: Proposal, details: Details) -> list[str]:
    """The names of the fields in which `details` says something else than the proposal."""
    return sorted(
        name for name, value in vars(details).items() if _plain(getattr(proposal, name)) != value
    )


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def must_be_sound(details: Details, *, units: Collection[str], changed: Collection[str]) -> None:
    """Raise Unusable for what no proposal may say; `units` are those of its functions there are.

    What has not `changed` may name a person who has left or a policy that was withdrawn since.
    """
    _must_fit(details)
    _must_be_days(details)
    unknown = [code for code in details.functions if code not in units]
    if unknown or len(details.functions) > MOST_FUNCTIONS:
        raise Unusable("There is no such unit.", place="functions")
    if "sponsor" in changed and details.sponsor is not None:
        must_be_here(details.sponsor, place="sponsor")
    amended = details.amends if "amends" in changed else None
    if amended is not None and amended.state is PolicyState.WITHDRAWN:
        raise Unusable("This policy has been withdrawn.", place="amends")


def _must_fit(details: Details) -> None:
    if not details.title.strip() or len(details.title) > MOST_TITLE:
        raise Unusable(
            "A title has between 1 and %(most)s characters.", place="title", most=MOST_TITLE
        )
    if len(details.text) > MOST_TEXT:
        raise Unusable("The text has at most %(most)s characters.", place="text", most=MOST_TEXT)
    channels = details.channels
    if len(channels) > MOST_CHANNELS or any(len(each) > MOST_CHANNEL for each in channels):
        raise Unusable(
            "At most %(most)s channels, each of at most %(long)s characters.",
            place="channels",
            most=MOST_CHANNELS,
            long=MOST_CHANNEL,
        )


def _must_be_days(details: Details) -> None:
    for day, place in ((details.wished_on, "wished_on"), (details.embargo_until, "embargo_until")):
        if day is not None and day.year not in YEARS:
            raise Unusable("The year must be between 2000 and 2100.", place=place)
    if details.restricted and details.embargo_until is None:
        raise Unusable("A restricted proposal needs the day until when.", place="embargo_until")
    if details.embargo_until is not None and not details.restricted:
        raise Unusable("An open proposal has no embargo.", place="embargo_until")


def must_be_here(person: Person, *, place: str) -> None:
    """Raise Unusable for somebody who has left."""
    if person.deactivated_at is not None:
        raise Unusable("%(name)s has left.", place=place, name=person.name)


def must_say_why(why: str) -> None:
    """Raise Unusable where no reason is given, or a longer one than anybody reads."""
    if not why.strip() or len(why) > MOST_REASON:
        raise Unusable(
            "A reason has between 1 and %(most)s characters.", place="why", most=MOST_REASON
        )
