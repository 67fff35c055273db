"""Where a proposal and its analysis must say the same before they are handed in."""

import pytest

from impactreview.impact.terms import Form
from impactreview.kernel.refusals import Unfinished
from impactreview.proposals.terms import State
from impactreview.reviews.queries import of
from impactreview.reviews.rules.agreement import differing
from impactreview.reviews.terms import SeatKind
from tests.reviews.firm import ALL_SECTIONS, Firm, drawn

pytestmark = pytest.mark.database_near


def person(firm: Firm, name: str) -> str:
    return firm.people[name].reference


@pytest.mark.parametrize("unsaid", [None, "", "unknown", []])
def test_what_is_not_known_or_not_answered_is_no_other(firm: Firm, unsaid: object) -> None:
    answers = {"A.owner": unsaid, "A.sponsor": unsaid, "A.functions": unsaid}
    assert firm.hand_in(analysis=drawn(answers=answers)).number == 1


def test_the_same_people_and_a_unit_are_handed_in(firm: Firm) -> None:
    answers = {
        "A.owner": person(firm, "owner"),
        "A.sponsor": person(firm, "sponsor"),
        "A.functions": ["it"],
    }
    review = firm.hand_in(functions=["IT"], analysis=drawn(answers=answers))
    assert firm.holder(review, SeatKind.FUNCTION, "IT") is firm.it_reader


@pytest.mark.parametrize(
    ("answers", "values", "place"),
    [
        ({"A.functions": ["legal", "it"]}, {}, "edit#functions"),
        ({"A.owner": "boss"}, {}, "analysis/A#A-owner"),
        ({"A.owner": "author"}, {}, "analysis/A#A-owner"),
        ({"A.sponsor": "advocate"}, {}, "analysis/A#A-sponsor"),
        ({"A.sponsor": "boss"}, {"sponsor": None}, "analysis/A#A-sponsor"),
    ],
)
def test_what_the_analysis_says_otherwise_is_refused_and_linked(
    firm: Firm, answers: dict[str, object], values: dict[str, object], place: str
) -> None:
    proposal = firm.draft(**values)
    said = {
        key: person(firm, value) if isinstance(value, str) else value
        for key, value in answers.items()
    }
    with pytest.raises(Unfinished) as refusal:
        firm.hand_in(proposal, drawn(answers=said))
    assert [one.place for one in refusal.value.missing] == [f"/proposals/{proposal.code}/{place}"]
    assert proposal.state is State.DRAFT
    assert of(proposal) is None


def test_what_the_form_does_not_ask_does_not_count(firm: Firm) -> None:
    said = {"A.owner": person(firm, "boss"), "A.functions": ["it"]}
    proposal = firm.draft()
    claim = drawn(0, form=Form.NONE, answers=said)
    assert differing(proposal, claim.content, frozenset("0")) == []
    assert len(differing(proposal, claim.content, ALL_SECTIONS)) == 2
