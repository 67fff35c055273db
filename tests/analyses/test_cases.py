"""Two decisions that were really taken, typed in through the pages as their facts stand."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient

from impactreview.analyses import queries
from impactreview.analyses.rules.finishing import missing_of, must_be_finished
from impactreview.impact.loading import default_template
from impactreview.impact.terms import Form, Level, Tri
from impactreview.impact.values import UNKNOWN
from tests.analyses.entering import Owner
from tests.cases import CASES, Case
from tests.given import Given

FACTS = Path(__file__).parents[3] / "shared" / "cases"
TODAY = date(2026, 3, 3)

pytestmark = pytest.mark.database_near


@pytest.fixture(params=CASES, ids=lambda case: case.language)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture
def owner(given: Given, client: FlaskClient, case: Case) -> Owner:
    person = given.person(language=case.language)
    proposal = given.proposal(person, title=case.title, door=case.door, text=case.text)
    given.signed_in(client, person)
    return Owner(client, proposal)


def test_the_case_is_the_one_of_the_facts(case: Case) -> None:
    if not (FACTS / case.file).exists():
        pytest.skip(f"{FACTS} is not there")
    facts = yaml.safe_load((FACTS / case.file).read_text(encoding="utf-8"))
    assert (facts["title"], facts["language"]) == (case.title, case.language)
    told = [(row["stage"], row["effect"]) for row in case.rows["places"]]
    assert told == [(s["journey_stage"], s["effect"]) for s in facts["segments"]]
    assert len(case.rows.get("evidence", ())) == len(facts["evidence"])
    assert len(case.rows.get("mitigations", ())) == len(facts.get("mitigations", ()))
    for there, place in zip(facts["segments"], case.rows["places"], strict=True):
        assert place["segment"].startswith(there["name"])  # a comma ends a name in that file
        if there.get("share_of_base", UNKNOWN) == UNKNOWN:
            assert place["share"] == UNKNOWN


def test_the_case_becomes_a_finished_full_analysis(owner: Owner, case: Case) -> None:
    owner.enter(case)
    analysis, template = owner.analysis, default_template()
    content = queries.content(analysis)
    held = {"form": analysis.form, "door": case.door, "today": TODAY}
    missing = missing_of(owner.proposal.code, template, content, **held)  # type: ignore[arg-type]
    assert [one.params["title"] for one in missing] == []
    assert analysis.form is Form.FULL
    assessed = must_be_finished(owner.proposal.code, template, content, **held)  # type: ignore[arg-type]
    # By hand, for each row in which somebody is worse off: scale, remedy and duration are not
    # known and count 4, as does the reach of a share that is not known. Their mean is 4, so S is
    # 4, and vulnerable customers can not raise it further. The likelihood is not known (4), or
    # known to be 4; it is weakly known, which stays at 4. Row 4, column 4 of the matrix: IV.
    # No measure counts: one has no date, or there is none. So IV before and after measures, above
    # the floors (II for the one-way door, III for the outcomes that are not known).
    worse = [row for row in assessed.rows if row.effect == "worse"]
    assert {(row.severity, row.likelihood, row.gross, row.residual) for row in worse} == {
        (4, 4, Level.IV, Level.IV)
    }
    assert (assessed.gross, assessed.residual) == (Level.IV, Level.IV)
    assert assessed.complete
    assert [row.gross for row in assessed.rows if row.effect == "better"] == [Level.NONE]
    assert {row.vulnerable for row in worse} <= {Tri.YES, Tri.UNKNOWN}


def test_every_page_of_the_finished_case_can_be_read(owner: Owner, case: Case) -> None:
    owner.enter(case)
    for page in ("", "/why", *(f"/{s.id}" for s in default_template().sections[1:])):
        answer = owner.client.get(f"{owner.base}{page}")
        assert answer.status_code == 200, page
    tasks = owner.client.get(owner.base).text
    finished = {"de": "Die Analyse ist fertig.", "en": "The analysis is finished."}
    assert finished[case.language] in tasks
