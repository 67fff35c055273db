"""What is done in a case from its first word to the policy in force, each step at the pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from impactreview.impact.loading import default_template
from impactreview.impact.schema import Question, Section
from tests import cases
from tests.cases import Case
from tests.journeys.browsing import Answer, Guest

CITED = {"evidence": "Add a voice", "forecasts": "Add a forecast"}


# --- the owner writes


def begin(owner: Guest, case: Case, *, unit: str, touched: str) -> str:
    """The proposal in its owner's words; gives its code."""
    owner.goes_to("/")
    owner.follows("New proposal")
    owner.writes(title=case.title, unit=unit, text=case.text)
    owner.writes(door=case.door.value, wished_on=case.wished_on)
    owner.page.locator("details:has([name=functions]) > summary").click()
    owner.writes(functions=touched)
    owner.presses("Begin the proposal")
    found = re.search(r"D-\d{4}-\d{3}", owner.path)
    assert found is not None
    return found.group()


def answer_quick_test(owner: Guest, code: str, case: Case) -> None:
    """Whether an analysis is owed, and how long a one."""
    owner.goes_to(f"/proposals/{code}/quick-test")
    _fill(owner, cases.section_fields(case, "0", ""))
    owner.presses("See what it comes to")


def analyse(owner: Guest, code: str, case: Case, name: str) -> None:
    """Every section of the analysis, question by question and row by row."""
    writing = Writing(owner, code, case, _handle_of(owner, code, name))
    for section in default_template().sections:
        if section.id != "0":
            writing.answers(section)


def _handle_of(owner: Guest, code: str, name: str) -> str:
    owner.goes_to(f"/proposals/{code}/analysis/A")
    option = owner.page.locator("select[name=A-owner] option", has_text=name)
    return option.get_attribute("value") or ""


@dataclass
class Writing:
    """An owner who types an analysis in."""

    owner: Guest
    code: str
    case: Case
    handle: str
    places: list[str] = field(default_factory=list)
    """The ids of the rows that say who is hit and where, as they are added."""

    def answers(self, section: Section) -> None:
        """What a section asks, first the questions, then its rows."""
        self._opens(section)
        fields = cases.section_fields(self.case, section.id, self.handle)
        if fields:
            _fill(self.owner, fields)
            self.owner.clicks(self.owner.page.locator("main form > .actions button[type=submit]"))
        for table in (question for question in section.questions if question.table):
            for number, row in enumerate(self.case.rows.get(table.table or "", ())):
                self._opens(section)
                if self._has_page(table, number):
                    _fill(self.owner, self._fields(section, table, row))
                    self.owner.presses("Save")
                    self._notes(table)

    def _opens(self, section: Section) -> None:
        """Go to the page of a section; who has just saved a row is there already."""
        self.owner.comes_to(f"/proposals/{self.code}/analysis/{section.id}")

    def _has_page(self, table: Question, number: int) -> bool:
        """Open the page of a new row, or of a known one where something is asked of it."""
        if table.adds_rows:
            self.owner.presses(CITED.get(table.table or "", "Add a row"))
            return True
        place = f"/rows/{table.table}/{self.places[number]}"
        link = self.owner.page.locator(f'main a[href$="{place}"]')
        if link.count():
            self.owner.clicks(link)
            return True
        return False  # nobody is worse off in this row

    def _fields(self, section: Section, table: Question, row: Mapping[str, Any]) -> dict[str, Any]:
        name = table.table or ""
        if name in CITED:
            return cases.cited_fields(row, self.handle)
        return cases.row_fields(section.id, name, row, self.handle, self.places)

    def _notes(self, table: Question) -> None:
        if table.adds_rows and table.table == "places":
            self.places.append(self.owner.path.rsplit("#row-", 1)[-1])


def _fill(guest: Guest, fields: Mapping[str, Any]) -> None:
    guest.writes(**{name: _answer(name, value) for name, value in fields.items()})


def _answer(name: str, value: Any) -> Answer:
    if value == "y" and name.endswith("-unknown"):
        return True
    return [str(each) for each in value] if isinstance(value, list) else str(value)


def hand_in(owner: Guest, code: str) -> None:
    """The owner stands for what is handed in."""
    owner.goes_to(f"/proposals/{code}")
    owner.follows("Check and hand in")
    owner.writes(declared=True)
    owner.presses("Hand in")


# --- others read


def readers(anybody: Guest, code: str) -> list[str]:
    """The names of those who have a seat, in the order of the page."""
    anybody.goes_to(f"/proposals/{code}/review")
    seats = anybody.page.locator("section[aria-labelledby=seats] .holder")
    return [text.split(" (")[0].strip() for text in seats.all_inner_texts()]


def declare(reader: Guest, code: str) -> None:
    """A reader has no conflict of interest; then the material opens."""
    reader.goes_to(f"/proposals/{code}/position/declare")
    reader.writes(declared=True)
    reader.presses("Declare and read")


def speak(reader: Guest, code: str, stand: str, reason: str, **concern: str) -> None:
    """A reader says what they think of this version."""
    reader.comes_to(f"/proposals/{code}/position")
    reader.writes(stand=stand, reason=reason, **concern)
    reader.presses("Give this position")


# --- a board decides


def open_ballot(clerk: Guest, code: str) -> None:
    """The clerk lets the board vote."""
    clerk.goes_to(f"/proposals/{code}/ballot/open")
    clerk.presses("Open the ballot")


def electors(clerk: Guest, code: str) -> list[str]:
    """The names of those who may vote."""
    clerk.goes_to(f"/proposals/{code}/ballot")
    rows = clerk.page.get_by_role("table", name=clerk.words("Who may vote")).locator("tbody tr")
    return [text.strip() for text in rows.locator("th").all_inner_texts()]


def vote(member: Guest, code: str, choice: str, reason: str = "") -> None:
    """A member of the board votes."""
    member.goes_to(f"/proposals/{code}/ballot")
    member.writes(choice=choice, reason=reason)
    member.presses("Cast your vote")


# --- a concern, and what a determination demands


def answer_concern(owner: Guest, code: str, serial: int, answer: str) -> None:
    """The owner says what they do about a concern, or why they do not."""
    owner.goes_to(f"/proposals/{code}/concerns/{serial}")
    owner.writes(answer=answer)
    owner.presses("Answer")


def resolve(raiser: Guest, code: str, serial: int) -> None:
    """Who raised a concern is content with the answer."""
    raiser.goes_to(f"/proposals/{code}/concerns/{serial}")
    raiser.presses("It is resolved")


def carry_to_the_board(advocate: Guest, code: str, serial: int) -> None:
    """The answer does not remove the concern: the board decides about it."""
    advocate.goes_to(f"/proposals/{code}/concerns/{serial}")
    advocate.presses("Carry it to the board")


def give_reasons(chair: Guest, code: str, reasons: str, minority: str = "") -> None:
    """Why the board decided so."""
    chair.goes_to(f"/proposals/{code}/decision/reasons")
    chair.writes(reasons=reasons, minority=minority)
    chair.presses("Save the reasons")


def set_condition(chair: Guest, code: str, *, text: str, owner: str, due_on: str) -> None:
    """Something that has to be done before the decision is in force."""
    chair.goes_to(f"/proposals/{code}/decision/conditions/new")
    chair.writes(text=text, owner=owner, due_on=due_on, before_start=True)
    chair.presses("Set the condition")


def meet_condition(owner: Guest, code: str, serial: int, proof: str) -> None:
    """Its owner says by what it can be seen that a condition is met."""
    owner.goes_to(f"/proposals/{code}/decision/conditions/{serial}/claim")
    owner.writes(proof=proof)
    owner.presses("Say that it is met")


def verify_condition(other: Guest, code: str, serial: int) -> None:
    """Somebody else has seen it."""
    other.goes_to(f"/proposals/{code}/decision/conditions/{serial}/verify")
    other.writes(finding="met")
    other.presses("Save")


def enact(owner: Guest, code: str) -> str:
    """The owner puts the decision into force; gives the code of the policy."""
    owner.goes_to(f"/proposals/{code}/decision/enact")
    owner.presses("Put it into force")
    return owner.path.rsplit("/", 1)[-1]


# --- where nobody can take a seat


def give_expertise(administrator: Guest, email: str, expertise: str) -> None:
    """An administrator says that somebody has an expertise."""
    administrator.goes_to("/people/roles/new")
    administrator.writes(person=email, role="expert", field=expertise)
    administrator.presses("Give or propose")


def seek_again(clerk: Guest, code: str) -> None:
    """The clerk lets the empty seat be filled by who is there now."""
    clerk.goes_to(f"/proposals/{code}/review")
    clerk.presses("Seek somebody again")
