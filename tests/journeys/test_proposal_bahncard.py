"""A card goes digital: a railway decides in the winter of 2023, on German pages.

Nobody is left out any more when it comes into force: a paper card on request is the condition.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.cases import BAHNCARD
from tests.conftest import NewApp
from tests.journeys import course, proposing
from tests.journeys.course import FULL, SIMPLE, Cast
from tests.journeys.town import Town, town

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

BEGINS = datetime(2023, 11, 6, 9, tzinfo=UTC)
CONCERN = {
    "what": "Wer kein Smartphone hat, steht ohne Karte da.",
    "whom": "ältere Menschen ohne Smartphone",
    "remedy": "Auf Wunsch kommt weiter eine Karte mit der Post.",
}
SAID = "Was bekannt ist, steht da; es schließt noch jemanden aus."
ANSWER = "Wer es wünscht, bekommt eine Karte mit der Post."
AGREED = "Mit der Karte auf Wunsch trage ich es mit."
REASONS = "Mit der Karte auf Wunsch ist niemand ausgeschlossen."
CONDITION = "Die Karte auf Wunsch ist eingerichtet und wird beim Kauf angeboten."
ACCEPTED = "Das Risiko ist gesehen und für sechs Monate angenommen."
PROOF = "Im Kundenkonto und im Reisezentrum steht die Wahl; gesehen am Prüfstand."
LOGGED = (
    "proposal.submitted",
    "review.routed",
    "review.concern_raised",
    "review.concern_resolved",
    "ballot.opened",
    "ballot.closed",
    "decision.determined",
    "decision.condition_set",
    "decision.condition_verified",
    "decision.enacted",
    "policy.enacted",
)


@pytest.fixture
def full(new_app: NewApp) -> Iterator[Town]:
    with town(new_app, form="full", language="de", on=BEGINS) as made:
        yield made


@pytest.fixture
def simple(new_app: NewApp, request: pytest.FixtureRequest) -> Iterator[Town]:
    if not request.config.getoption("--all-inputs"):
        pytest.skip("the same again in the simple form is part of test --all")
    with town(new_app, form="simple", language="de", on=BEGINS) as made:
        yield made


def test_a_card_goes_digital_and_stays_on_request(full: Town) -> None:
    code = course.handed_in(full, FULL, BAHNCARD)
    proposing.give_expertise(full["Almut Brandt"], full.address_of("Greta Voss"), "data")
    proposing.seek_again(full[FULL.clerk], code)
    _agreed(full, FULL, code)
    _in_force(full, FULL, code, executive="Svenja Carstens")


def test_in_the_simple_form_it_stays_on_request_as_well(simple: Town) -> None:
    code = course.handed_in(simple, SIMPLE, BAHNCARD)
    _agreed(simple, SIMPLE, code)
    _in_force(simple, SIMPLE, code, executive="Gesa Harms")


def _agreed(town: Town, cast: Cast, code: str) -> None:
    """The advocate objects until the card can be wished for; then the board agrees."""
    owner, advocate, clerk = (town[name] for name in (cast.owner, cast.advocate, cast.clerk))
    course.everybody_sees_who_is_hit(clerk, code, BAHNCARD)
    course.still_needs(owner, code, cast.advocate)
    course.read_by_all(town, cast, code, said=SAID, concern=CONCERN)
    course.still_needs(owner, code, "C-1")
    proposing.answer_concern(owner, code, 1, ANSWER)
    proposing.resolve(advocate, code, 1)
    proposing.speak(advocate, code, "approve", AGREED)

    course.voted(town, cast, code)
    town.days_later(10)
    proposing.give_reasons(clerk, code, REASONS)
    proposing.set_condition(
        clerk, code, text=CONDITION, owner=town.address_of(cast.owner), due_on="01.06.2024"
    )
    owner.goes_to(f"/proposals/{code}/decision")
    owner.sees("Angenommen", REASONS, CONDITION)


def _in_force(town: Town, cast: Cast, code: str, *, executive: str) -> None:
    """What was demanded is there, somebody else has seen it, and the time to object is over."""
    owner, clerk, stranger = town[cast.owner], town[cast.clerk], town[cast.auditor]
    proposing.meet_condition(town[executive], code, 1, ACCEPTED)  # of what is left at level IV
    proposing.verify_condition(clerk, code, 1)
    proposing.meet_condition(owner, code, 2, PROOF)
    proposing.verify_condition(town[cast.advocate], code, 2)
    owner.goes_to(f"/proposals/{code}/decision/enact")
    assert owner.path.endswith("/decision")  # not before the time to object is over

    town.days_later(30)
    owner.goes_to(f"/proposals/{code}/decision/enact")
    assert owner.path.endswith("/decision")  # nor before it applies to customers

    town.is_now(datetime(2024, 6, 9, 10, tzinfo=UTC))
    policy = proposing.enact(owner, code)
    owner.sees(BAHNCARD.title, "BahnCard 100 bleibt als Karte")
    stranger.goes_to(f"/policies/{policy}")
    stranger.sees(BAHNCARD.title, "To be reviewed by", "9. Juni 2024")
    course.the_log_tells(stranger, LOGGED)
