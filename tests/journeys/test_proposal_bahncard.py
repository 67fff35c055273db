"""A card goes digital: a railway decides in the winter of 2023, on German pages.

Nobody is left out any more when it comes into force: a paper card on request is the condition.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.cases import BAHNCARD
from tests.conftest import NewApp
from tests.journeys import proposing
from tests.journeys.town import Town, town

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

BEGINS = datetime(2023, 11, 6, 9, tzinfo=UTC)
OWNER, ADVOCATE, CLERK = "Tim Ahrens", "Meike Jansen", "Inga Feddersen"
EXECUTIVE = "Svenja Carstens"
CONCERN = {
    "what": "Wer kein Smartphone hat, steht ohne Karte da.",
    "whom": "ältere Menschen ohne Smartphone",
    "remedy": "Auf Wunsch kommt weiter eine Karte mit der Post.",
}
ANSWER = "Wer es wünscht, bekommt eine Karte mit der Post."
REASONS = "Mit der Karte auf Wunsch ist niemand ausgeschlossen."
CONDITION = "Die Karte auf Wunsch ist eingerichtet und wird beim Kauf angeboten."
ACCEPTED = "Das Risiko ist gesehen und für sechs Monate angenommen."
PROOF = "Im Kundenkonto und im Reisezentrum steht die Wahl; gesehen am Prüfstand."


@pytest.fixture
def firm(new_app: NewApp) -> Iterator[Town]:
    with town(new_app, form="full", language="de", on=BEGINS) as made:
        yield made


def test_a_card_goes_digital_and_stays_on_request(firm: Town) -> None:
    owner, advocate, clerk = (firm[name] for name in (OWNER, ADVOCATE, CLERK))
    code = _handed_in(firm)
    proposing.give_expertise(firm["Almut Brandt"], firm.address_of("Greta Voss"), "data")
    proposing.seek_again(clerk, code)

    _read_by_all(firm, code)
    proposing.answer_concern(owner, code, 1, ANSWER)
    proposing.resolve(advocate, code, 1)
    proposing.speak(advocate, code, "approve", "Mit der Karte auf Wunsch trage ich es mit.")

    proposing.open_ballot(clerk, code)
    for name in proposing.electors(clerk, code):
        proposing.vote(firm[name], code, "yes")
    owner.goes_to(f"/proposals/{code}/ballot")
    owner.sees("How anybody voted is known when the ballot has closed.")
    firm.days_later(10)

    proposing.give_reasons(clerk, code, REASONS)
    proposing.set_condition(
        clerk, code, text=CONDITION, owner=firm.address_of(OWNER), due_on="01.06.2024"
    )
    owner.goes_to(f"/proposals/{code}/decision")
    owner.sees(REASONS, CONDITION)
    proposing.meet_condition(firm[EXECUTIVE], code, 1, ACCEPTED)
    proposing.verify_condition(clerk, code, 1)
    proposing.meet_condition(owner, code, 2, PROOF)
    proposing.verify_condition(advocate, code, 2)
    owner.goes_to(f"/proposals/{code}/decision/enact")
    assert owner.path.endswith("/decision")  # not before the time to object is over

    firm.days_later(30)
    policy = proposing.enact(owner, code)
    owner.sees(BAHNCARD.title, "BahnCard 100 bleibt als Karte")
    stranger = firm["Fenja Möller"]
    stranger.goes_to(f"/policies/{policy}")
    stranger.sees(BAHNCARD.title)


def _handed_in(firm: Town) -> str:
    owner = firm[OWNER]
    code = proposing.begin(owner, BAHNCARD, unit="VT")
    proposing.answer_quick_test(owner, code, BAHNCARD)
    owner.sees("The full analysis is owed, because:")
    proposing.analyse(owner, code, BAHNCARD, OWNER)
    owner.goes_to(f"/proposals/{code}/analysis")
    owner.sees("Nothing is missing")
    proposing.hand_in(owner, code)
    return code


def _read_by_all(firm: Town, code: str) -> None:
    """Everybody who has a seat reads and speaks; the advocate objects."""
    for name in proposing.readers(firm[ADVOCATE], code):
        proposing.declare(firm[name], code)
        if name == ADVOCATE:
            proposing.speak(firm[name], code, "object", "Es schließt aus.", **CONCERN)
        else:
            proposing.speak(firm[name], code, "approve", "Was bekannt ist, steht da.")
