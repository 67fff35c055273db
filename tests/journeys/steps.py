"""What people do at the pages, each step in the words of the field."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.browsing import Guest, Guests
from tests.site import links_of

PASSWORD = "ein langer Satz nur für Prüfungen"
_NAME_AND_LINK = """rows => rows.map(row =>
    [row.cells[0].firstChild.textContent.trim(), row.querySelector('code').textContent])"""


# --- coming in


def begin(founder: Guest, code: str, first: tuple[str, str], second: tuple[str, str]) -> str:
    """The first two administrators of an organisation; gives the link for the second."""
    founder.goes_to("/")
    founder.writes(code=code, name=first[0], email=first[1], language="en")
    founder.writes(new_password=PASSWORD, again=PASSWORD)
    founder.writes(second_name=second[0], second_email=second[1], second_language="en")
    founder.presses("Begin")
    return founder.page.locator("main code").inner_text()


def set_password_and_sign_in(guest: Guest, link: str, email: str) -> None:
    """What somebody does with the one-time link that they were handed."""
    guest.goes_to(urlsplit(link).path)
    guest.writes(new_password=PASSWORD, again=PASSWORD)
    guest.presses("Set password")
    sign_in(guest, email, PASSWORD)


def sign_in(guest: Guest, email: str, password: str, *, button: str = "Sign in") -> None:
    """Sign in; ends on the first page."""
    if not guest.path.startswith("/sign-in"):
        guest.goes_to("/sign-in")
    guest.writes(email=email, password=password)
    guest.presses(button)
    expect(guest.page).to_have_url(f"{guest.address}/")


def invited(administrator: Guest) -> dict[str, str]:
    """Everybody who can not come in yet is invited; the one-time link of each, by their name."""
    administrator.goes_to("/people/invitations")
    administrator.presses("Invite all of them")
    rows = administrator.page.locator("main tbody tr")
    return dict(rows.evaluate_all(_NAME_AND_LINK))


def id_of(administrator: Guest, name: str) -> str:
    """By which id the log knows somebody."""
    administrator.goes_to(f"/people?q={name.replace(' ', '+')}")
    administrator.follows(name)
    return administrator.path.split("/")[-1]


def brought_in(guests: Guests, link: str, email: str) -> Guest:
    """Somebody who comes in with the link that they were handed."""
    guest = guests()
    set_password_and_sign_in(guest, link, email)
    return guest


# --- an organisation, by two administrators


def import_people(proposer: Guest, confirmer: Guest, table: str) -> None:
    """A table of people: one administrator takes it in, another gives its powerful roles."""
    proposer.goes_to("/people/import")
    proposer.writes(pasted=table)
    proposer.presses("Check the table")
    proposer.presses("Take the table in")
    confirmer.goes_to("/people/roles")
    confirmer.presses("Confirm all of this import")


def import_boards(proposer: Guest, confirmer: Guest, table: str, *, places: int) -> None:
    """A table of boards and their members: one takes it in, another confirms the places."""
    proposer.goes_to("/boards/import")
    proposer.writes(pasted=table)
    proposer.presses("Check the table")
    proposer.presses("Take the table in")
    confirmer.goes_to("/boards/proposals")
    confirmer.presses(f"Confirm all {places} places")


def register_policy(administrator: Guest, *, title: str, owner: str, text: str, since: str) -> str:
    """A policy that is in force already; gives its code."""
    administrator.goes_to("/policies")
    administrator.follows("Register a policy")
    administrator.writes(title=title, owner=owner, text=text, in_force_since=since)
    administrator.presses("Register")
    administrator.sees(title)
    return administrator.path.rsplit("/", 1)[-1]


# --- an alarm


def escalate(reporter: Guest, policy: str, *, harm: str, whom: str, since: str) -> str:
    """Two clicks from a policy: an employee reports, in confidence; gives the code of the case."""
    reporter.goes_to(f"/policies/{policy}")
    reporter.follows("Escalate this policy")
    reporter.writes(harm=harm, whom=whom, since=since, mode="confidential")
    reporter.page.locator("main form button[type=submit]").last.click()
    reporter.sees("Your report was received")
    return reporter.path.split("/")[-2]


def assess(
    handler: Guest, case: str, *, severity: str, why: str, suspend: str, reason: str
) -> None:
    """How grave it is, and whether the policy must stop meanwhile."""
    handler.goes_to(f"/escalations/{case}")
    handler.follows("Assess")
    handler.writes(severity=severity, assessment=why, suspend=suspend, suspend_reason=reason)
    handler.presses("Save")


def agree(executive: Guest, task: str, reason: str) -> None:
    """A duty executive says yes to what a handler asks for."""
    executive.goes_to("/")
    executive.follows(task)
    executive.writes(agrees="yes", reason=reason)
    executive.presses("Send the answer")


def find(member: Guest, case: str, finding: str, reasons: str) -> None:
    """Somebody of the independent board says what they find."""
    member.goes_to(f"/escalations/{case}")
    member.follows("Cast your vote")
    member.writes(finding=finding, reasons=reasons)
    member.presses("Cast your vote")


# --- the log


def entries_of_the_log(auditor: Guest, kinds: Iterable[str]) -> list[str]:
    """The pages of all entries of these kinds."""
    found: list[str] = []
    for kind in kinds:
        status, page = auditor.is_answered(f"/audit?kind={kind}")
        assert status == 200
        found += [link for link in links_of(page) if re.fullmatch(r"/audit/[0-9a-f-]{36}", link)]
    return found
