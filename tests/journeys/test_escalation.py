"""The alarm of bank branches, from an empty machine to the closed case, through real pages.

The facts are those of /cases/wells-fargo-2016-sales-goals: a policy of daily sales goals, its owner
the superior of everybody in the branches, and an employee who says what it does to customers.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from impactreview.escalations.terms import Event
from tests.house.test_serving import serving
from tests.journeys import steps
from tests.journeys.browsing import Guest, Guests, browsers, without_tokens

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

TITLE = "Daily cross-selling goals for branch staff"
TEXT = (
    "Every branch reports **daily** how many accounts and cards it has sold to each customer.\n\n"
    "The goals are tied to pay and to keeping the job."
)
HARM = (
    "Accounts and cards are opened without consent, and fees are charged on them.\n\n"
    "Credit records of customers suffer. About 1,500,000 deposit accounts and 565,000 card "
    "applications may be concerned."
)
WHOM = "Private customers of the branches."
SINCE = "at least 2013"
REASON = "Accounts are opened every day that customers did not ask for."

ADA, BO = ("Ada Stone", "ada@bank.example"), ("Bo Grant", "bo@bank.example")
PEOPLE = """\
name,email,unit,unit_name,parent_unit,manager_email,roles
Clive Nash,clive@bank.example,HQ,Head office,,,handler duty_executive
Dora Ames,dora@bank.example,CB,Community banking,HQ,clive@bank.example,
Ruth Quill,ruth@bank.example,CB,,,dora@bank.example,
Stella Moor,stella@bank.example,CB,,,dora@bank.example,
Hanna Bell,hanna@bank.example,LE,Legal,HQ,,handler
Ivor Lane,ivor@bank.example,LE,,,,handler
Esme Frost,esme@bank.example,HQ,,,,duty_executive
Anton Reed,anton@bank.example,HQ,,,,auditor
Uma Pike,uma@bank.example,HQ,,,,
Vera Cole,vera@bank.example,HQ,,,,
"""
BOARDS = """\
board,board_name,kind,email,office,chamber
independent,Independent board,independent,uma@bank.example,chair,company
independent,,,vera@bank.example,member,customer
"""
SUMMARY = "The goals led to accounts that customers did not ask for."
NOWHERE = "E-AAAAAAAA"
REPORTER = ("Ruth Quill", "ruth@bank.example")


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[tuple[Guests, str]]:
    """A bare machine on which somebody has just said `serve`, and the set-up code it printed."""
    with serving(tmp_path / "data") as served:
        served.said()
        code = served.said().split()[-1]
        served.answer("/first-run")
        with browsers(served.port) as guests:
            yield guests, code


def test_an_alarm_about_sales_goals_stops_them(bank: tuple[Guests, str]) -> None:
    guests, code = bank
    ada, bo = _two_administrators(guests, code)
    steps.import_people(ada, bo, PEOPLE)
    steps.import_boards(ada, bo, BOARDS, places=2)
    policy = steps.register_policy(
        ada, title=TITLE, owner="dora@bank.example", text=TEXT, since="2010-01-04"
    )
    staff = {
        (name := full.split()[0]): steps.brought_in(guests, link, f"{name.lower()}@bank.example")
        for full, link in steps.invited(ada).items()
    }
    conflicted, strangers = (staff["Dora"], staff["Clive"]), (staff["Stella"], ada)

    case = steps.escalate(staff["Ruth"], policy, harm=HARM, whom=WHOM, since=SINCE)
    _the_reporter_finds_it_again(staff["Ruth"], case)
    _nobody_else_knows(case, policy, *conflicted, *strangers)

    _handlers_assess(staff["Hanna"], staff["Ivor"], case)
    _the_executive_without_conflict_suspends(staff, case)
    _everybody_reads_the_neutral_banner(policy, *conflicted, *strangers)
    _the_owner_confirms(staff["Dora"], policy)

    _the_board_determines(staff, case)
    _the_reporter_is_answered(staff, case)
    _the_owner_withdraws(staff, case, policy)
    _the_reporter_has_the_last_word(staff["Ruth"], case)
    _two_close_it(staff["Hanna"], staff["Ivor"], case)
    staff["Stella"].goes_to(f"/policies/{policy}")
    staff["Stella"].sees(SUMMARY)
    _nobody_else_knows(case, policy, *conflicted, *strangers)
    _the_log_tells_that_and_not_what(staff["Anton"], case, steps.id_of(ada, REPORTER[0]))


def _two_administrators(guests: Guests, code: str) -> tuple[Guest, Guest]:
    ada, bo = guests(), guests()
    link = steps.begin(ada, code, ADA, BO)
    steps.set_password_and_sign_in(bo, link, BO[1])
    assert bo.is_answered("/first-run")[0] == 404
    return ada, bo


def _the_reporter_finds_it_again(reporter: Guest, case: str) -> None:
    reporter.sees(case)
    reporter.goes_to("/escalations/mine")
    reporter.sees(case, TITLE)
    reporter.follows(TITLE)
    reporter.sees("Credit records of customers suffer.", "Hanna Bell", "Ivor Lane")
    reporter.misses("Clive Nash")


def _nobody_else_knows(case: str, policy: str, *guests: Guest) -> None:
    """No page, no row, no count, no name; the answer is that to a case that never was."""
    for guest in guests:
        for place in ("", "/triage"):
            status, page = guest.is_answered(f"/escalations/{case}{place}")
            other = guest.is_answered(f"/escalations/{NOWHERE}{place}")
            assert (status, other[0]) == (404, 404)
            assert without_tokens(page.replace(case, NOWHERE)) == without_tokens(other[1])
        for path in ("/", "/escalations", f"/policies/{policy}", "/audit"):
            status, page = guest.is_answered(path)
            assert status == 200
            assert case not in page
            assert REASON not in page
            assert "Credit records of customers suffer" not in page
            assert path != "/escalations" or "No escalation is here for you." in page


def _handlers_assess(first: Guest, second: Guest, case: str) -> None:
    for handler in (first, second):
        handler.goes_to("/escalations")
        handler.sees(case, TITLE)
    first.goes_to(f"/escalations/{case}")
    first.sees("Credit records of customers suffer.", SINCE, "not to be known")
    first.misses(*REPORTER)
    first.presses("Acknowledge")
    steps.assess(
        first,
        case,
        severity="s1",
        why="Many are hit, they did not choose it, and it goes on each day.",
        suspend="yes",
        reason=REASON,
    )
    first.sees("Ask to suspend the policy")
    first.writes(reason=REASON, days="14")
    first.presses("Ask")


def _the_executive_without_conflict_suspends(staff: dict[str, Guest], case: str) -> None:
    clive, esme = staff["Clive"], staff["Esme"]
    clive.goes_to("/")
    clive.sees("Nothing waits for you")
    assert esme.is_answered(f"/escalations/{case}")[0] == 404
    steps.agree(esme, "Agree or refuse", "The harm goes on.")
    esme.misses(*REPORTER, "Credit records of customers suffer.")


def _everybody_reads_the_neutral_banner(policy: str, *guests: Guest) -> None:
    for guest in guests:
        guest.goes_to(f"/policies/{policy}")
        guest.sees("Suspended pending review", "It is not to be applied until the review is done.")
        guest.misses(*REPORTER, REASON)


def _the_owner_confirms(owner: Guest, policy: str) -> None:
    owner.goes_to("/")
    owner.follows("Confirm what has stopped")
    owner.sees("Confirm that it has stopped")
    owner.writes(
        what_stopped="The daily goals, and the pay that hangs on them.",
        who_was_told="All branches, and the team that reckons pay.",
    )
    owner.presses("Confirm")
    owner.goes_to(f"/policies/{policy}/suspension")
    owner.sees("The daily goals, and the pay that hangs on them.", "Dora Ames")


def _the_board_determines(staff: dict[str, Guest], case: str) -> None:
    hanna, uma, vera = staff["Hanna"], staff["Uma"], staff["Vera"]
    assert uma.is_answered(f"/escalations/{case}")[0] == 404  # not yet theirs
    hanna.goes_to(f"/escalations/{case}")
    hanna.presses("Submit for determination")
    for member in (uma, vera):
        steps.find(member, case, "upheld", "The goals can not be met in any other way.")
        member.misses(*REPORTER)
    hanna.goes_to(f"/escalations/{case}")
    hanna.sees("2 have voted.")
    hanna.presses("Close the vote")
    hanna.sees("The goals can not be met in any other way.")


def _the_reporter_is_answered(staff: dict[str, Guest], case: str) -> None:
    hanna, ruth, dora = staff["Hanna"], staff["Ruth"], staff["Dora"]
    hanna.goes_to(f"/escalations/{case}")
    hanna.follows("Answer the reporter")
    hanna.writes(
        found="The goals make staff open accounts that nobody asked for.",
        done="The goals are suspended; what was charged is paid back.",
        ways="The case can be opened again; the supervisory authority takes reports.",
        remedy="Abolish the sales goals.",
    )
    hanna.presses("Send the answer")
    ruth.goes_to(f"/escalations/mine/{case}")
    ruth.sees("The goals make staff open accounts that nobody asked for.", "what was charged is")
    dora.goes_to("/")
    dora.follows("Change the policy")
    dora.sees("A change is asked for", "Abolish the sales goals.")
    dora.misses(*REPORTER, case)


def _the_owner_withdraws(staff: dict[str, Guest], case: str, policy: str) -> None:
    """Once harm was found nobody puts the policy back in force by hand; its owner ends it."""
    hanna, dora = staff["Hanna"], staff["Dora"]
    hanna.goes_to(f"/escalations/{case}")
    hanna.misses("Ask to end the suspension")
    dora.goes_to(f"/policies/{policy}")
    dora.follows("Withdraw the policy")
    dora.writes(reason="The goals are abolished for good, in every branch.")
    dora.presses("Withdraw for good")
    hanna.goes_to(f"/policies/{policy}")
    hanna.sees("Why it was withdrawn", "The goals are abolished for good, in every branch.")
    hanna.misses("Suspended pending review")


def _the_reporter_has_the_last_word(ruth: Guest, case: str) -> None:
    """The case waits three working days for it, and no longer than until it is said."""
    ruth.goes_to(f"/escalations/mine/{case}")
    ruth.sees("Is this what you meant?", "The case is not closed before you have commented")
    ruth.writes(text="Thank you: that is what had to stop.")
    ruth.presses("Send")
    ruth.misses("Is this what you meant?")


def _two_close_it(first: Guest, second: Guest, case: str) -> None:
    first.goes_to(f"/escalations/{case}")
    first.follows("Propose to close")
    first.writes(summary=SUMMARY)
    first.presses("Propose to close")
    second.goes_to(f"/escalations/{case}")
    second.presses("Close the case")
    second.sees("The case is closed.")


def _the_log_tells_that_and_not_what(auditor: Guest, case: str, reporter: str) -> None:
    assert auditor.is_answered(f"/escalations/{case}")[0] == 404
    entries = steps.entries_of_the_log(auditor, Event)
    assert len(entries) >= 14
    for entry in entries:
        status, page = auditor.is_answered(entry)
        assert status == 200
        for secret in (*REPORTER, reporter, REASON, WHOM, SINCE, *HARM.split(". "), "Ruth"):
            assert secret not in page
