"""What happens to a proposal before a board decides, and what everybody reads on the way."""

from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.cases import Case
from tests.journeys import proposing, steps
from tests.journeys.browsing import Guest
from tests.journeys.town import Town


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who does what in a firm of the demo."""

    owner: str
    unit: str
    touched: str
    """A unit whose work it changes."""
    advocate: str
    clerk: str
    auditor: str
    customers: frozenset[str]
    """Who speaks for the customers on the board that decides."""


FULL = Cast(
    owner="Tim Ahrens",
    unit="VT",
    touched="KS",
    advocate="Meike Jansen",
    clerk="Inga Feddersen",
    auditor="Marten Kruse",
    customers=frozenset({"Birte Hansen", "Wiebke Paulsen", "Ole Friedrichs"}),
)
SIMPLE = Cast(
    owner="Jule Meinders",
    unit="KR",
    touched="KR",
    advocate="Tomke Folkerts",
    clerk="Imke Janßen",
    auditor="Stine Wilken",
    customers=frozenset({"Tomke Folkerts"}),
)


def handed_in(town: Town, cast: Cast, case: Case) -> str:
    """The owner types the case in, page by page, and hands it in; gives its code."""
    owner = town[cast.owner]
    code = proposing.begin(owner, case, unit=cast.unit, touched=cast.touched)
    proposing.answer_quick_test(owner, code, case)
    owner.sees("The full analysis is owed, because:")
    proposing.analyse(owner, code, case, cast.owner)
    owner.goes_to(f"/proposals/{code}/analysis")
    owner.sees("Nothing is missing")
    proposing.hand_in(owner, code)
    return code


def everybody_sees_who_is_hit(guest: Guest, code: str, case: Case) -> None:
    """The level of what is not known is the worst; the grid names each segment and its harm."""
    guest.goes_to(f"/proposals/{code}")
    worst = f"{guest.words('Level')} IV"
    levels = guest.page.locator(".levels").first
    expect(levels).to_have_text(f"{worst} {guest.words('before')} {worst} {guest.words('after')}")
    drawing = guest.page.locator("figure.impact-grid-figure svg.is-wide")
    expect(drawing).to_be_visible()
    guest.page.locator("details.more summary").click()
    table = guest.page.locator("details.more table")
    for row in case.rows["places"]:
        line = table.locator("tbody tr", has=guest.page.get_by_text(str(row["segment"])))
        word = {"worse": "%(before)s, then %(after)s", "better": "better"}[str(row["effect"])]
        expect(line).to_contain_text(guest.words(word) % {"before": "IV", "after": "IV"})


def still_needs(guest: Guest, code: str, *said: str) -> None:
    """The page of a case says first of all what it still needs."""
    guest.goes_to(f"/proposals/{code}")
    for each in said:
        expect(guest.page.locator("section.needs")).to_contain_text(each)


def read_by_all(town: Town, cast: Cast, code: str, *, said: str, concern: dict[str, str]) -> None:
    """Everybody who has a seat reads and speaks; the advocate objects."""
    for name in proposing.readers(town[cast.advocate], code):
        reader = town[name]
        proposing.declare(reader, code)
        if name == cast.advocate:
            proposing.speak(reader, code, "object", said, **concern)
        else:
            proposing.speak(reader, code, "approve", said)


def voted(town: Town, cast: Cast, code: str, *, no: str | None = None) -> None:
    """The clerk opens the ballot and everybody votes; with `no` the customers vote so, for that."""
    clerk = town[cast.clerk]
    proposing.open_ballot(clerk, code)
    for name in proposing.electors(clerk, code):
        if no and name in cast.customers:
            proposing.vote(town[name], code, "no", no)
        else:
            proposing.vote(town[name], code, "yes")
    clerk.goes_to(f"/proposals/{code}/ballot")
    clerk.sees("How anybody voted is known when the ballot has closed.")


def the_log_tells(auditor: Guest, kinds: Iterable[str]) -> None:
    """An auditor finds each of these in the log, and can open it."""
    for kind in kinds:
        entries = steps.entries_of_the_log(auditor, [kind])
        assert entries, kind
        assert auditor.is_answered(entries[0])[0] == 200
