"""What a policy is called: who changes it, what is told of it, and what an amendment leaves."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Unusable
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.models import Policy
from impactreview.policies.operations import withdraw
from impactreview.policies.operations.titles import retitle
from impactreview.policies.queries.register import STANDING, Search, page
from impactreview.policies.queries.titles import earlier_titles
from impactreview.policies.terms import Event, Origin, State
from tests.given import Given
from tests.reading import kinds, subjects
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def called(policy: Policy, by: Person, title: str, given: Given, **said: object) -> None:
    made = {"reason": "It is about more now.", "registers": False, **said}
    with acting(by=by, at=given.at) as act:
        retitle(act, policy, by=by, title=title, **made)  # type: ignore[arg-type]


def finds(text: str) -> list[str]:
    search = Search(text=text, unit="", states=STANDING, owner=None)
    return [each.code for each in page(search, older=None, newer=None).policies]


def test_the_owner_calls_it_otherwise_and_both_titles_find_it(given: Given) -> None:
    policy = given.policy(title="Reminder fee")
    advocate = given.person(Role.ADVOCATE)
    called(policy, policy.owner, "Late payment", given)
    called(policy, policy.owner, "Late and early payment", given)
    assert [each.title for each in earlier_titles(policy)] == [
        "Late payment",
        "Reminder fee",
    ]
    assert {each.reason for each in earlier_titles(policy)} == {"It is about more now."}
    called(policy, policy.owner, "Instalments", given)
    assert finds("early") == finds("instalments") == [policy.code]
    assert kinds(policy).count(Event.RETITLED) == 3
    assert subjects(advocate).count("The policy %(code)s is called otherwise now") == 3
    assert subjects(policy.owner).count("The policy %(code)s is called otherwise now") == 0


def test_also_of_a_policy_that_a_decision_made(given: Given) -> None:
    policy = given.policy(origin=Origin.DECIDED)
    called(policy, policy.owner, "Late payment", given)
    assert policy.title == "Late payment"


@pytest.mark.parametrize(
    ("title", "reason", "refusal"),
    [
        ("", "So.", Unusable),
        ("x" * 201, "So.", Unusable),
        ("Reminder fee", "So.", Unusable),
        ("Late payment", " ", Unusable),
        ("Late payment", "x" * 501, Unusable),
    ],
)
def test_what_is_no_title_or_no_reason(
    given: Given, title: str, reason: str, refusal: type[Refusal]
) -> None:
    policy = given.policy(title="Reminder fee")
    with pytest.raises(refusal):
        called(policy, policy.owner, title, given, reason=reason)
    assert policy.title == "Reminder fee"
    assert Event.RETITLED not in kinds(policy)


def test_nobody_else_and_none_that_is_withdrawn(given: Given) -> None:
    policy = given.policy(title="Reminder fee")
    stranger, administrator = given.person(), given.person(Role.ADMINISTRATOR)
    with pytest.raises(NotYours):
        called(policy, stranger, "Late payment", given)
    called(policy, administrator, "Late payment", given, registers=True)
    with acting(by=administrator, at=given.at) as act:
        policy.state = State.WITHDRAWN
        act.record(GivenEvent.GIVEN, policy)
    with pytest.raises(NotNow):
        called(policy, policy.owner, "Reminder fee", given)
    assert policy.title == "Late payment"


def test_by_hand_twice_counts_once_and_stands_on_the_page(
    given: Given, client: FlaskClient
) -> None:
    policy = given.policy(title="Reminder <fee>")
    path, sent = f"/policies/{policy.code}", {"title": "Late payment", "reason": "It is more."}
    given.signed_in(client, given.person())
    assert f"{path}/title" not in client.get(path).text
    assert client.get(f"{path}/title").status_code == 403
    given.signed_in(client, policy.owner)
    assert f"{path}/title" in client.get(path).text
    assert client.get(f"{path}/title").status_code == 200
    wrong = client.post(f"{path}/title", data={**sent, "reason": "", "key": uuid4().hex})
    assert wrong.status_code == 422
    for _ in range(2):
        answer = client.post(f"{path}/title", data={**sent, "key": "once"})
        assert answer.status_code in {302, 303}
    shown = client.get(path).text
    assert "<h1>Late payment</h1>" in shown
    assert "“Reminder &lt;fee&gt;”, until" in shown
    assert "It is more." in shown


@pytest.mark.parametrize("title", ["Late fee", "LATE FEE", "  late  fee ", "Late\u00a0fee"])
def test_no_two_policies_that_hold_are_called_alike(given: Given, title: str) -> None:
    stands, other = given.policy(title="Late fee"), given.policy(title="Refunds")
    with pytest.raises(Unusable) as refused:
        called(other, other.owner, title, given)
    assert refused.value.params == {"code": stands.code, "place": "title"}
    assert other.title == "Refunds"
    called(stands, stands.owner, "LATE fee", given)
    with acting(by=stands.owner, at=given.at) as act:
        withdraw(act, stands, by=stands.owner, reason="Gone.", on=given.at.date())
    called(other, other.owner, title, given)
