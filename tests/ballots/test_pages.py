"""The pages of a ballot: the whole way by hand, who sees what, and bad input."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event
from impactreview.ballots import operations
from impactreview.ballots.models import Ballot, Vote
from impactreview.ballots.queries import ballot_view
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.terms import ConditionState, DecisionState, State
from impactreview.dashboard.queries.log import log_entry, log_lines
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel import clock
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.proposals.models import Proposal
from impactreview.reviews.models import Review
from impactreview.reviews.queries import of as review_of
from tests.ballots.house import NO, YES, House
from tests.proposals.drafting import opened
from tests.reading import counted, number_of
from tests.terms import GivenEvent


@pytest.fixture
def still(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house with the clock of every page standing where its own stands."""
    for module in ("voting", "running", "deciding", "conditions", "room"):
        monkeypatch.setattr(f"impactreview.ballots.views.{module}.now", lambda: house.given.at)
    for module in ("deciding", "conditions", "room"):
        monkeypatch.setattr(f"impactreview.ballots.views.{module}.today", lambda: house.today)
    return house


def at(proposal: Proposal, page: str = "ballot") -> str:
    return f"/proposals/{proposal.code}/{page}"


class As:
    """A browser, as one person after another."""

    def __init__(self, house: House, client: FlaskClient) -> None:
        self.house, self.client = house, client

    def get(self, by: Person, path: str) -> Any:
        return self.house.given.signed_in(self.client, by).get(path)

    def post(self, by: Person, path: str, **form: str) -> Any:
        return self.house.given.signed_in(self.client, by).post(path, data=form)


@pytest.fixture
def browser(still: House, client: FlaskClient) -> As:
    return As(still, client)


def test_the_whole_way_by_hand(still: House, browser: As) -> None:
    house, review = still, still.ready(2)
    proposal = review.proposal
    assert browser.get(house.clerk, at(proposal, "ballot/open")).status_code == 200
    answer = browser.post(house.clerk, at(proposal, "ballot/open"))
    assert answer.status_code == 303, answer.text
    ballot = house.newest(proposal)
    for name in ("chair", "co_1", "co_2", "vice", "advocate", "cu_1"):
        by = house.people[name]
        assert "Close now" not in browser.get(house.chair, at(proposal)).text
        assert "Cast your vote" in browser.get(by, at(proposal)).text
        answer = browser.post(by, at(proposal), choice="yes", reason="")
        assert answer.status_code == 303, answer.text
    assert "Close now" in browser.get(house.clerk, at(proposal)).text
    assert "Close now" not in browser.get(house.co_1, at(proposal)).text
    assert browser.post(house.chair, at(proposal, "ballot/close")).status_code == 303
    decision = house.decision(proposal)
    assert ballot.state is State.CLOSED
    page = browser.post(house.chair, at(proposal, "decision/reasons"), reasons="It is fair.")
    assert page.status_code == 303
    due = house.today.isoformat()
    form = {"text": "Write to all.", "owner": house.stranger.email, "due_on": due}
    page = browser.post(
        house.chair, at(proposal, "decision/conditions/new"), before_start="y", **form
    )
    assert page.status_code == 303, page.text
    one = at(proposal, "decision/conditions/1")
    assert browser.post(house.stranger, f"{one}/claim", proof="Sent.").status_code == 303
    assert browser.post(house.clerk, f"{one}/verify", finding="met").status_code == 303
    assert queries.conditions(decision)[0].state is ConditionState.VERIFIED
    assert "Put it into force" in browser.get(house.owner, at(proposal, "decision")).text
    page = browser.post(house.owner, at(proposal, "decision/enact"))
    assert page.status_code == 303, page.text
    assert house.decision(proposal).state is DecisionState.ENACTED


def test_a_determination_says_on_which_day_it_may_begin(still: House, browser: As) -> None:
    decision = still.decided(3)
    still.reason(decision)
    page = at(decision.proposal, "decision")
    early = browser.get(still.owner, page).text
    assert "The first day for it is" in early
    assert "Put it into force" not in early
    still.at_end_of(decision.enactable_from)
    due = browser.get(still.owner, page).text
    assert "The first day for it is" not in due
    assert "Put it into force" in due


@pytest.mark.parametrize("name", ["chair", "clerk", "co_2", "owner", "stranger", "executive"])
def test_nobody_sees_a_vote_before_the_close(still: House, browser: As, name: str) -> None:
    house, ballot = still, still.ballot()
    house.cast(ballot, house.co_1, NO, "I know too much.")
    page = browser.get(house.people[name], at(ballot.proposal)).text
    assert "I know too much." not in page
    view = ballot_view(ballot.proposal, house.people[name], house.given.at, on=house.today)
    (shown,) = view.ballots
    assert shown.tally is None
    assert [each.vote for each in shown.electors] == [None] * 6
    sees = name in {"chair", "clerk"}
    for each in shown.electors:
        knows = sees or each.elector.person == house.people[name]
        assert each.has_voted is ((each.elector.person == house.co_1) if knows else None)


@pytest.mark.parametrize("name", ["co_1", "co_2", "owner", "advocate", "stranger", "executive"])
def test_only_chair_and_clerk_learn_of_the_turnout_before_the_close(
    still: House, browser: As, name: str
) -> None:
    house, ballot = still, still.ballot()
    before = told(browser, house, ballot, name)
    house.vote(ballot, co_2=YES, vice=NO, chair=YES, advocate=YES)
    after = told(browser, house, ballot, name)
    if name not in {"co_2", "advocate"}:  # who votes sees their own vote, and nothing more
        assert after == before
    assert "Have voted" not in after
    assert "quorum is reached" not in after
    assert "The ballot is open" in after
    for runs in ("chair", "clerk"):
        page = told(browser, house, ballot, runs)
        assert "4 of 6" in page
        assert "The quorum is reached." in page


def told(browser: As, house: House, ballot: Ballot, name: str) -> str:
    """The page of a ballot without what is made anew for each page."""
    page = str(browser.get(house.people[name], at(ballot.proposal)).text)
    return re.sub(r'(nonce|value)="[^"]*"', "", page)


def test_an_elector_knows_their_own_vote_and_no_other(still: House) -> None:
    house, ballot = still, still.ballot()
    house.vote(ballot, co_1=NO, co_2=YES)
    (shown,) = ballot_view(ballot.proposal, house.co_1, house.given.at, on=house.today).ballots
    seen = {each.elector.person: (each.has_voted, each.vote) for each in shown.electors}
    mine = seen.pop(house.co_1)
    assert mine[0] is True
    assert mine[1] is not None
    assert mine[1].choice is NO
    assert set(seen.values()) == {(None, None)}


def test_a_round_without_quorum_tells_nothing_before_the_case_is_decided(
    still: House, browser: As
) -> None:
    house, first = still, still.ballot()
    house.cast(first, house.co_1, NO, "I know too much.")
    house.close(first)
    second = house.newest(first.proposal)
    for name in ("co_1", "co_2", "owner", "advocate", "stranger"):
        page = told(browser, house, second, name)
        assert "Deferred: no quorum" in page
        assert "Have voted" not in page
        assert "The count" not in page
        assert "would have been needed" not in page
        assert ("I know too much." in page) is (name == "co_1")
    assert "1 of 6" in told(browser, house, second, "clerk")
    history = at(first.proposal, "history")
    assert "Vote cast" not in browser.get(house.stranger, history).text
    assert "Vote cast" in browser.get(house.co_1, history).text
    assert "I know too much." not in told(browser, house, second, "clerk")
    house.everybody(second)
    house.close(second)
    assert "I know too much." in told(browser, house, second, "co_2")
    assert "Vote cast" in browser.get(house.stranger, history).text
    assert "more votes would have been needed" in told(browser, house, second, "stranger")
    assert "I know too much." not in told(browser, house, second, "stranger")


def test_the_log_keeps_a_round_without_quorum_from_auditors_until_the_case_is_decided(
    still: House,
) -> None:
    house, first = still, still.ballot()
    house.cast(first, house.co_1, NO, "I know too much.")
    house.close(first)
    shut = {"ballot.voted", "ballot.deferred"}
    assert _silent(house, first) == shut
    second = house.newest(first.proposal)
    house.everybody(second)
    assert _silent(house, first) == shut
    house.close(second)
    assert _silent(house, first) == set()


def _silent(house: House, ballot: Ballot) -> set[str]:
    """The kinds of this ballot's entries that tell an auditor no more than that they are there.

    Of votes not even that: nobody may count them.
    """
    reader = house.given.person(Role.AUDITOR).handle
    lines = log_lines(actor=None, kind=None, before=None, limit=500, reader=reader)
    listed = {line.id: line for line in lines}
    found = set()
    for event in session.scalars(sa.select(Event).where(Event.stream == ballot.id)):
        entry = log_entry(event.id, reader=reader)
        assert entry is not None
        if not entry.facts:
            found.add(event.kind)
        vote = event.kind == "ballot.voted"
        assert entry.held is (vote and not entry.facts)
        assert (event.id in listed) is not entry.held
        if not vote:
            assert listed[event.id].shut is not bool(entry.facts)
    return found


def test_from_the_top_its_own_chair_opens_another_ballot(
    still: House, browser: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is told so is led by letter and case page to where they can do it."""
    monkeypatch.setattr("impactreview.dashboard.views.next_steps.today", lambda: still.today)
    house, first = still, still.ballot()
    proposal = first.proposal
    for _ in range(4):
        house.close(house.newest(proposal))
    door = at(proposal, "ballot/open")
    for page in (at(proposal), at(proposal, "ballot").removesuffix("/ballot")):
        assert door in browser.get(house.executive, page).text
        assert door not in browser.get(house.clerk, page).text
    assert "top" in browser.get(house.executive, door).text
    for door_of in (browser.get, browser.post):
        assert door_of(house.clerk, door).status_code == 403
    assert browser.post(house.executive, door).status_code == 303
    assert house.newest(proposal).board.name == "top"


def test_a_ballot_that_was_called_off_never_tells(still: House, browser: As) -> None:
    house, first = still, still.ballot()
    house.cast(first, house.co_1, NO, "I know too much.")
    by = house.clerk
    with acting(by=by, at=house.given.at) as act:
        operations.void(act, first, by=by, reason="The pack was wrong.")
    for name in ("co_2", "owner", "stranger"):
        page = told(browser, house, first, name)
        assert "I know too much." not in page
        assert "Have voted" not in page
    second = house.open(found(review_of(first.proposal)))
    house.everybody(second)
    house.close(second)
    page = told(browser, house, second, "co_2")
    assert "The count" in page
    assert "I know too much." not in page


def found(review: Review | None) -> Review:
    assert review is not None
    return review


def test_after_the_close_all_see_the_count_and_the_board_sees_names(
    still: House, browser: As
) -> None:
    house, ballot = still, still.ballot()
    house.everybody(ballot)
    house.cast(ballot, house.co_1, NO, "I know too much.")
    house.close(ballot)
    for name, sees in (("co_2", True), ("advocate", True), ("owner", False), ("stranger", False)):
        page = browser.get(house.people[name], at(ballot.proposal)).text
        assert "The count" in page
        assert ("I know too much." in page) is sees
    page = browser.get(house.stranger, at(ballot.proposal, "decision"))
    assert page.status_code == 200


@pytest.mark.parametrize("name", ["chair", "vice", "clerk"])
def test_who_writes_the_reasons_reads_the_votes_where_they_are_written(
    still: House, browser: As, name: str
) -> None:
    house, ballot = still, still.ballot()
    house.everybody(ballot)
    house.cast(ballot, house.co_1, NO, "I know too much.")
    writer, page = house.people[name], at(ballot.proposal, "decision/reasons")
    assert browser.get(writer, page).status_code == 404
    for before in ("ballot", "decision"):
        assert "I know too much." not in browser.get(writer, at(ballot.proposal, before)).text
    house.close(ballot)
    written = browser.get(writer, page).text
    assert "I know too much." in written
    assert "How they voted, and why" in written
    assert "I know too much." in browser.get(writer, at(ballot.proposal)).text


def test_who_does_not_write_the_reasons_reads_no_vote_there(still: House, browser: As) -> None:
    house, ballot = still, still.ballot()
    house.everybody(ballot)
    house.cast(ballot, house.co_1, NO, "I know too much.")
    house.close(ballot)
    for name in ("co_2", "owner", "author", "sponsor", "stranger"):
        answer = browser.get(house.people[name], at(ballot.proposal, "decision/reasons"))
        assert answer.status_code == 403
        assert "I know too much." not in answer.text


@pytest.mark.parametrize("name", ["owner", "author", "sponsor"])
@pytest.mark.parametrize("office", [Office.CLERK, Office.MEMBER])
def test_whose_own_work_was_voted_on_learns_the_count_alone(
    still: House, browser: As, name: str, office: Office
) -> None:
    house, near = still, still.people[name]
    chamber = None if office is Office.CLERK else Chamber.COMPANY
    house.given.member(house.boards["unit"], near, office=office, chamber=chamber)
    ballot = house.ballot()
    house.everybody(ballot)
    house.cast(ballot, house.co_1, NO, "I know too much.")
    house.close(ballot)
    page = browser.get(near, at(ballot.proposal)).text
    assert "The count" in page
    assert "I know too much." not in page
    refused = browser.get(near, at(ballot.proposal, "decision/reasons"))
    assert refused.status_code == 403
    assert "I know too much." not in refused.text


def test_who_recused_themselves_learns_the_count_alone(still: House, browser: As) -> None:
    house, ballot = still, still.ballot()
    house.recuse(ballot, house.co_2)
    for each in list(queries.electors(ballot)):
        if each.recused_at is None:
            house.cast(ballot, each.person, YES, "I know too much.")
    house.close(ballot)
    page = browser.get(house.co_2, at(ballot.proposal)).text
    assert "The count" in page
    assert "I know too much." not in page


def test_a_ballot_that_was_called_off_tells_its_clerk_no_vote(still: House, browser: As) -> None:
    house, ballot = still, still.ballot()
    house.cast(ballot, house.co_1, NO, "I know too much.")
    with acting(by=house.clerk, at=house.given.at) as act:
        operations.void(act, ballot, by=house.clerk, reason="Wrong day.")
    assert "I know too much." not in browser.get(house.clerk, at(ballot.proposal)).text


def test_a_restricted_case_is_no_page_for_strangers(still: House, browser: As) -> None:
    house, ballot = still, still.ballot()
    restrict(house, ballot.proposal)
    for page in ("ballot", "ballot/void", "ballot/recuse", "decision", "decision/reasons"):
        hidden = browser.get(house.stranger, at(ballot.proposal, page))
        never = browser.get(house.stranger, f"/proposals/D-1999-001/{page}")
        assert (hidden.status_code, never.status_code) == (404, 404)
    opened(ballot.proposal, *(house.people[name] for name in ("co_1", "clerk", "advocate")))
    for name in ("co_1", "clerk", "owner", "advocate"):
        assert browser.get(house.people[name], at(ballot.proposal)).status_code == 200


def restrict(house: House, proposal: Proposal) -> None:
    with acting(by=System(), at=house.given.at) as act:
        proposal.restricted = True
        act.record(GivenEvent.GIVEN, proposal)


def test_abuse_33_who_clicks_twice_sees_that_the_vote_counts_once(
    still: House, client: FlaskClient
) -> None:
    """A browser drops the first answer with its cookie, and shows the second."""
    house, ballot = still, still.ballot()
    house.given.signed_in(client, house.co_1)
    asked = client.get_cookie("impactreview")
    assert asked is not None
    for _ in range(3):
        client.set_cookie("impactreview", asked.value)
        answer = client.post(at(ballot.proposal), data={"choice": "yes", "key": "one-click"})
        assert (answer.status_code, answer.location) == (303, at(ballot.proposal))
    page = client.get(answer.location).text
    assert page.count("Done. It was sent more than once and counts once.") == 1
    assert "You have voted: Yes." in page
    assert number_of(Vote) == 1
    assert "Done." not in client.get(answer.location).text


def test_a_vote_that_is_changed_on_the_page_before_is_asked_about_and_not_lost(
    still: House, client: FlaskClient
) -> None:
    """Back, another choice, send: the key of the page is used, the vote is another one."""
    house, ballot = still, still.ballot()
    house.given.signed_in(client, house.co_1)
    ours = {"Sec-Fetch-Site": "same-origin"}
    client.post(at(ballot.proposal), data={"choice": "yes", "key": "one-page"}, headers=ours)
    client.get(at(ballot.proposal))
    other = {"choice": "no", "reason": "I have\r\nread on.", "key": "one-page"}
    answer = client.post(at(ballot.proposal), data=other, headers=ours)
    assert answer.status_code == 409
    assert "You have sent this page before, with something else in it" in answer.text
    assert "I have<br>read on." in answer.text
    assert 'name="choice" value="no"' in answer.text
    assert [vote.choice for vote in queries.last_votes(ballot).values()] == [YES]
    key = re.search(r'name="key" value="(\w+)"', answer.text)
    assert key is not None
    assert key[1] != "one-page"
    for _ in range(2):
        again = client.post(at(ballot.proposal), data={**other, "key": key[1]}, headers=ours)
        assert again.status_code == 303
    assert [vote.choice for vote in queries.last_votes(ballot).values()] == [NO]
    assert number_of(Vote) == 2


def test_what_another_page_sends_is_not_shown_again(still: House, client: FlaskClient) -> None:
    house, ballot = still, still.ballot()
    house.given.signed_in(client, house.co_1)
    client.post(at(ballot.proposal), data={"choice": "yes", "key": "one-page"})
    other = {"choice": "no", "reason": "Evil.", "key": "one-page"}
    answer = client.post(at(ballot.proposal), data=other)
    assert answer.status_code == 409
    assert "Evil." not in answer.text
    assert "what you sent now was not" in answer.text
    assert number_of(Vote) == 1


def test_a_vote_sent_again_after_its_answer_is_confirmed_in_one_sentence(
    still: House, client: FlaskClient
) -> None:
    house, ballot = still, still.ballot()
    house.given.signed_in(client, house.co_1)
    for _ in range(2):
        client.post(at(ballot.proposal), data={"choice": "yes", "key": "one-click"})
    page = client.get(at(ballot.proposal)).text
    assert "Your vote is cast." in page
    assert "more than once" not in page


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 422),
        ({"choice": "maybe"}, 422),
        ({"choice": ""}, 422),
        ({"choice": "no"}, 422),
        ({"choice": "abstain", "reason": "  "}, 422),
        ({"choice": "no", "reason": "x" * 10_001}, 422),
        ({"choice": "no", "reason": "\u202eevil <script>\x00 \N{PILE OF POO}"}, 303),
    ],
)
def test_a_vote_that_is_none(still: House, browser: As, form: dict[str, str], status: int) -> None:
    ballot = still.ballot()
    assert browser.post(still.co_1, at(ballot.proposal), **form).status_code == status
    assert number_of(Vote) == (status == 303)


def test_abuse_104_looking_at_a_page_casts_no_vote(still: House, browser: As) -> None:
    ballot = still.ballot()
    browser.get(still.co_1, at(ballot.proposal) + "?choice=yes&reason=x")
    assert number_of(Vote) == 0


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("ballot", {"choice": "yes"}),
        ("ballot/open", {}),
        ("ballot/close", {}),
        ("ballot/void", {"reason": "x"}),
        ("ballot/recuse", {"reason": "x"}),
    ],
)
def test_abuse_12_a_hidden_button_is_a_closed_door(
    still: House, browser: As, page: str, form: dict[str, str]
) -> None:
    house = still
    ballot = house.ballot()
    by = house.given.person(Role.ADMINISTRATOR)
    answer = browser.post(by, at(ballot.proposal, page), **form)
    assert answer.status_code in {403, 409}
    assert (ballot.state, number_of(Vote), number_of(Ballot)) == (State.OPEN, 0, 1)


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("decision/reasons", {"reasons": "x"}),
        ("decision/enact", {}),
        ("decision/conditions/1/claim", {"proof": "x"}),
        ("decision/conditions/1/verify", {"finding": "met"}),
    ],
)
def test_abuse_12_nor_does_the_determination_move(
    still: House, browser: As, page: str, form: dict[str, str]
) -> None:
    house = still
    decision = house.decided()
    house.condition(decision, house.executive)
    before = decision.version
    for name in ("stranger", "sponsor"):
        answer = browser.post(house.people[name], at(decision.proposal, page), **form)
        assert answer.status_code == 403
    assert house.decision(decision.proposal).version == before
    nowhere = at(decision.proposal, "decision/conditions/77/claim")
    assert browser.get(house.stranger, nowhere).status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"text": "", "owner": "x", "due_on": "2026-12-31"},
        {"text": "x", "owner": "nobody@example.org", "due_on": "2026-12-31"},
        {"text": "x", "owner": "{stranger}", "due_on": "31.2.2026"},
        {"text": "x", "owner": "{stranger}", "due_on": "2020-01-01"},
        {"text": "x" * 10_001, "owner": "{stranger}", "due_on": "2026-12-31"},
    ],
)
def test_a_condition_that_is_none(still: House, browser: As, form: dict[str, str]) -> None:
    decision = still.decided()
    filled = {name: value.format(stranger=still.stranger.email) for name, value in form.items()}
    path = at(decision.proposal, "decision/conditions/new")
    answer = browser.post(still.chair, path, **filled)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert queries.conditions(decision) == []


def test_leaving_and_calling_off_by_hand(still: House, browser: As) -> None:
    house, ballot = still, still.ballot()
    proposal = ballot.proposal
    assert browser.get(house.co_1, at(proposal, "ballot/recuse")).status_code == 200
    answer = browser.post(house.co_1, at(proposal, "ballot/recuse"), reason="Kin")
    assert answer.status_code == 303
    assert browser.get(house.clerk, at(proposal, "ballot/void")).status_code == 200
    answer = browser.post(house.clerk, at(proposal, "ballot/void"), reason="The pack was wrong.")
    assert answer.status_code == 303
    assert "The pack was wrong." in browser.get(house.stranger, at(proposal)).text
    assert house.newest(proposal).state is State.VOID
    assert browser.post(house.clerk, at(proposal, "ballot/open")).status_code == 303
    page = browser.get(house.clerk, at(proposal))
    assert "/ballot/void" not in page.text
    assert "The pack was wrong." in page.text
    assert browser.get(house.clerk, at(proposal, "ballot/void")).status_code == 409
    answer = browser.post(house.clerk, at(proposal, "ballot/void"), reason="Again.")
    assert answer.status_code == 409
    assert "A ballot about this case was called off before." in answer.text
    assert house.newest(proposal).state is State.OPEN


def test_a_confirmed_claim_by_hand(still: House, browser: As) -> None:
    proposal = still.ready(0).proposal
    assert "Take it as decided" in browser.get(still.owner, at(proposal)).text
    assert browser.post(still.owner, at(proposal, "decision/confirm")).status_code == 303
    assert still.decision(proposal).state is DecisionState.APPROVED


def test_a_page_asks_a_bounded_number_of_questions(still: House) -> None:
    ballot = still.ballot()
    still.everybody(ballot, YES)
    reader = still.co_1
    with counted() as sent:
        ballot_view(ballot.proposal, reader, still.given.at, on=still.today)
    assert len(sent) <= 16, sent


def test_the_clock_of_pages_is_the_clock_of_the_house() -> None:
    assert clock.now().tzinfo is not None
