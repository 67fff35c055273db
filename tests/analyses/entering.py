"""Goes through the pages of an analysis as its owner does, and types a whole case in."""

from itertools import count
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.analyses import queries
from impactreview.analyses.models import Analysis
from impactreview.impact.content import rows
from impactreview.impact.loading import default_template
from impactreview.impact.terms import QuestionType
from impactreview.impact.values import Row
from impactreview.proposals.models import Proposal
from tests.cases import Case, Values, cited_fields, row_fields, section_fields

MOVED = {302, 303}
_SENT = count()
TOLD_OF_PLACES = ("C", "D")
ADDED = {"V": "benefits", "H": "alternatives", "J": "mitigations", "M": "monitoring"}
CITED = {"evidence": "F/evidence", "forecasts": "G/forecast"}


class Owner:
    """An owner at the pages of one analysis; each form is sent under a key of its own."""

    def __init__(self, client: FlaskClient, proposal: Proposal) -> None:
        self.client = client
        self.proposal = proposal

    @property
    def base(self) -> str:
        return f"/proposals/{self.proposal.code}/analysis"

    @property
    def analysis(self) -> Analysis:
        found = queries.of(self.proposal)
        assert found is not None
        return found

    def rows(self, table: str) -> list[Row]:
        return rows(queries.content(self.analysis), table)

    @property
    def answers(self) -> Values:
        return queries.content(self.analysis)["answers"]

    def try_to_send(self, path: str, data: Values) -> TestResponse:
        """Send a form, whatever comes of it. `path` is below the analysis, or begins with "/"."""
        where = path if path.startswith("/") else f"{self.base}/{path}"
        return self.client.post(where, data={"key": f"k{next(_SENT)}", **data})

    def send(self, path: str, data: Values) -> str:
        """Send a form that is taken in; gives where it leads."""
        answer = self.try_to_send(path, data)
        assert answer.status_code in MOVED, (path, answer.status_code, answer.text)
        return str(answer.location)

    def screen(self, **answers: str) -> None:
        """Answer the quick test: nothing fires but what `answers` say."""
        data: dict[str, Any] = {
            f"0-{question.key}": "no"
            for question in default_template().section("0").questions
            if question.type is QuestionType.YES_NO_UNKNOWN
        }
        data |= {"0-helps": "customers", "0-eases": "easier"}
        data |= {f"0-{name}": value for name, value in answers.items()}
        self.send(f"/proposals/{self.proposal.code}/quick-test", data)

    def place(self, segment: str = "Late payers", **values: str) -> str:
        """Add a row in which somebody is worse off; gives its id."""
        made = {"segment": segment, "stage": "pay", "effect": "worse", **values}
        self.send("B/rows/places/new", {f"places-{key}": value for key, value in made.items()})
        return str(self.rows("places")[-1]["id"])

    def enter(self, case: Case) -> None:
        """Type a whole case in, section by section."""
        owner = self.proposal.owner.handle
        quick = section_fields(case, "0", owner)
        self.send(f"/proposals/{self.proposal.code}/quick-test", quick)
        ids = self._enter_places(case, owner)
        for section in "AEVFGIJKLMN":
            self.send(section, section_fields(case, section, owner))
        for section, table in ADDED.items():
            for row in case.rows.get(table, ()):
                fields = row_fields(section, table, row, owner, ids)
                self.send(f"{section}/rows/{table}/new", fields)
        for table, path in CITED.items():
            for row in case.rows.get(table, ()):
                self.send(path, cited_fields(row, owner))

    def _enter_places(self, case: Case, owner: str) -> list[str]:
        for place in case.rows["places"]:
            self.send("B/rows/places/new", row_fields("B", "places", place, owner, []))
        ids = [str(row["id"]) for row in self.rows("places")]
        told = list(zip(ids, case.rows["places"], strict=True))
        for section in TOLD_OF_PLACES:
            for row_id, place in told:
                if place["effect"] == "worse":
                    fields = row_fields(section, "places", place, owner, ids)
                    self.send(f"{section}/rows/places/{row_id}", fields)
        return ids
