"""What is typed and not sent: kept piece by piece, for its writer alone, until it is sent."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from time import sleep

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import acting, tending
from impactreview.audit.models import Event as Entry
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Unusable
from impactreview.people.jobs import KEPT, forget
from impactreview.people.models import Draft, Person
from impactreview.people.operations import drafts
from impactreview.people.queries.drafts import draft_of
from impactreview.people.rules.drafts import MOST_DRAFTS, is_place, joined, must_fit
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

PLACE = "/proposals/new"


def _saved(person: Person, place: str = PLACE, key: str = "k", **typed: list[str]) -> None:
    _typed(person, place, key, typed)


def _typed(person: Person, place: str, key: str, typed: dict[str, list[str]]) -> None:
    with tending() as hands:
        drafts.save_draft(
            hands, person, place=place, typed=typed, changed=set(typed), key=key, at=NOON
        )


def _kept(person: Person, place: str = PLACE) -> dict[str, list[str]] | None:
    draft = draft_of(person, place)
    return draft.fields if draft else None


def _sent(person: Person, key: str, place: str = PLACE) -> None:
    """`person` sends the form at `place`, and it is taken in."""
    with acting(by=person, at=NOON, key=key) as act:
        drafts.forget_draft(act, person, place=place)
        act.record(GivenEvent.GIVEN, person)


@pytest.mark.parametrize(
    ("kept", "typed", "changed", "after"),
    [
        ({}, {"a": ["1"]}, ["a"], {"a": ["1"]}),
        ({"a": ["1"], "b": ["2"]}, {"a": ["3"]}, ["a"], {"a": ["3"], "b": ["2"]}),
        ({"a": ["1", "2"]}, {}, ["a"], {"a": []}),
        ({"r-0": ["1"], "r-1": ["2"]}, {"r-1": ["2"]}, ["r"], {"r": [], "r-1": ["2"]}),
        ({"ro": ["1"]}, {"r": ["2"]}, ["r"], {"ro": ["1"], "r": ["2"]}),
        ({"version": ["1"]}, {"version": ["2"]}, [], {"version": ["2"]}),
    ],
)
def test_pieces_join(
    kept: dict[str, list[str]],
    typed: dict[str, list[str]],
    changed: list[str],
    after: dict[str, list[str]],
) -> None:
    assert joined(kept, typed, changed) == after


@pytest.mark.parametrize(
    ("place", "is_one"),
    [
        ("/proposals/new", True),
        ("/", True),
        ("", False),
        ("proposals", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("/a b", False),
        ("/a\nb", False),
        ("https://evil.example", False),
        ("/" + "x" * 199, True),
        ("/" + "x" * 200, False),
    ],
)
def test_a_place_is_the_path_of_a_page(place: str, is_one: bool) -> None:
    assert is_place(place) is is_one


def test_more_than_a_form_can_hold_is_refused() -> None:
    must_fit({"text": ["x" * 399_000]})
    for fields in ({"text": ["x" * 400_000]}, {f"f{n}": [""] for n in range(1001)}):
        with pytest.raises(Unusable):
            must_fit(fields)


def test_what_is_typed_is_kept_piece_by_piece_for_each_place_and_person(given: Given) -> None:
    me, other = given.person(), given.person()
    _saved(me, title=["Half"])
    _saved(me, text=["a text"])
    _saved(me, place="/elsewhere", title=["Other"])
    assert _kept(me) == {"title": ["Half"], "text": ["a text"]}
    assert _kept(me, "/elsewhere") == {"title": ["Other"]}
    assert _kept(other) is None


def test_no_entry_of_the_log_speaks_of_it(given: Given) -> None:
    me = given.person()
    before = session.scalar(sa.select(sa.func.count()).select_from(Entry))
    _saved(me, title=["Half"])
    assert session.scalar(sa.select(sa.func.count()).select_from(Entry)) == before


def test_what_was_sent_is_forgotten_and_a_late_piece_of_it_too(given: Given) -> None:
    me = given.person()
    _saved(me, key="first", title=["Half"])
    _sent(me, "first")
    assert _kept(me) is None
    _saved(me, key="first", text=["typed just before, arrived just after"])
    assert _kept(me) is None
    assert not session.scalars(sa.select(Draft)).all()
    _saved(me, key="second", title=["The next one"])
    assert _kept(me) == {"title": ["The next one"]}


def test_a_late_piece_does_not_touch_what_another_tab_has_begun(given: Given) -> None:
    me = given.person()
    _sent(me, "first")
    _saved(me, key="second", title=["Another"])
    _saved(me, key="first", title=["late"])
    assert _kept(me) == {"title": ["Another"]}


def test_an_act_that_fails_forgets_nothing(given: Given) -> None:
    me = given.person()
    _saved(me, title=["Half"])
    with pytest.raises(Unusable), acting(by=me, at=NOON) as act:
        drafts.forget_draft(act, me, place=PLACE)
        raise Unusable("no")
    assert _kept(me) == {"title": ["Half"]}


def test_the_oldest_goes_when_there_are_too_many(given: Given) -> None:
    me = given.person()
    for number in range(MOST_DRAFTS + 1):
        with tending() as hands:
            drafts.save_draft(
                hands,
                me,
                place=f"/{number}",
                typed={"a": ["b"]},
                changed={"a"},
                key="",
                at=NOON + timedelta(minutes=number),
            )
    assert _kept(me, "/0") is None
    assert _kept(me, "/1")
    assert _kept(me, f"/{MOST_DRAFTS}")


def test_what_was_sent_pushes_nothing_out_that_was_not(given: Given) -> None:
    me = given.person()
    _saved(me, place="/kept", title=["Half"])
    for number in range(MOST_DRAFTS):
        _sent(me, f"key {number}", place=f"/{number}")
    _saved(me, place="/another", title=["Half"])
    assert _kept(me, "/kept") == {"title": ["Half"]}
    assert session.scalar(sa.select(sa.func.count()).select_from(Draft)) == MOST_DRAFTS


def test_what_was_sent_is_forgotten_after_a_week_and_what_was_not_is_kept(given: Given) -> None:
    me = given.person()
    _saved(me, place="/kept", title=["Half"])
    _sent(me, "first")
    forget(NOON + KEPT)
    assert session.get(Draft, (me.id, PLACE))
    forget(NOON + KEPT + timedelta(seconds=1))
    assert session.get(Draft, (me.id, PLACE)) is None
    assert _kept(me, "/kept") == {"title": ["Half"]}


# -- over the web ------------------------------------------------------------------------------


def _post(browser: FlaskClient, *, place: str = PLACE, **fields: object) -> int:
    answer = browser.post("/drafts", query_string={"place": place}, data=fields)
    return answer.status_code


def test_a_browser_saves_what_has_changed_and_no_token(given: Given, client: FlaskClient) -> None:
    me = given.person()
    browser = given.signed_in(client, me)
    fields = {"title": "Half", "csrf_token": "t", "key": "k", "version": "3"}
    assert _post(browser, changed=["title", "functions"], **fields) == 204
    assert _kept(me) == {"title": ["Half"], "functions": [], "version": ["3"]}


def test_the_place_may_stand_in_the_form_too(given: Given, client: FlaskClient) -> None:
    me = given.person()
    data = {"place": PLACE, "changed": "a", "a": ["1", "2"]}
    assert given.signed_in(client, me).post("/drafts", data=data).status_code == 204
    assert _kept(me) == {"a": ["1", "2"]}


@pytest.mark.parametrize("place", ["", "x", "//evil.example", "/\\evil", "/" + "x" * 300])
def test_a_place_that_is_none_is_refused(given: Given, client: FlaskClient, place: str) -> None:
    browser = given.signed_in(client, given.person())
    assert _post(browser, place=place, changed="a", a="1") == 400
    answer = browser.post("/drafts/discard", data={"place": place})
    assert answer.status_code == 400


NASTY = ["\x00", "\ud83d", "<script>", "é" * 1000, "\u202e", "'; DROP TABLE draft;--", "\x1b[0m"]


@pytest.mark.parametrize("string", NASTY, ids=ascii)
def test_anything_can_be_typed(given: Given, client: FlaskClient, string: str) -> None:
    me = given.person()
    typed = string.encode("utf-8", "replace").decode()
    browser = given.signed_in(client, me)
    assert _post(browser, changed="text", text=f"a{typed}b") == 204
    kept = _kept(me)
    assert kept is not None
    assert kept["text"][0].startswith("a")
    assert kept["text"][0].endswith("b")
    assert "\x00" not in kept["text"][0]


def test_too_much_is_told(given: Given, client: FlaskClient) -> None:
    me = given.person()
    assert _post(given.signed_in(client, me), changed="a", a="x" * 400_001) == 422
    assert _kept(me) is None


def test_what_is_thrown_away_is_gone_and_leads_back(given: Given, client: FlaskClient) -> None:
    me, other = given.person(), given.person()
    _saved(me, title=["Half"])
    _saved(other, title=["Theirs"])
    answer = given.signed_in(client, me).post("/drafts/discard", data={"place": PLACE})
    assert (answer.status_code, answer.location) == (303, PLACE)
    assert _kept(me) is None
    assert _kept(other) == {"title": ["Theirs"]}


def test_nothing_is_kept_of_who_is_not_signed_in_or_has_left(
    given: Given, client: FlaskClient
) -> None:
    assert _post(client, changed="a", a="1") in {302, 303, 401}
    left = given.signed_in(client, given.person(deactivated_at=NOON))
    assert _post(left, changed="a", a="1") in {302, 303, 401}
    assert not session.scalars(sa.select(Draft)).all()


# -- at once -----------------------------------------------------------------------------------


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(9) as threads:
        yield threads


def test_pieces_that_arrive_at_once_are_all_kept(new_app: NewApp, pool: ThreadPoolExecutor) -> None:
    app, barrier = new_app(), Barrier(8)
    with app.app_context():
        person_id = Given(at=NOON).person().id

    def turn(number: int) -> None:
        with app.app_context():
            person = session.get_one(Person, person_id)
            barrier.wait()
            _typed(person, PLACE, "k", {f"field{number}": [str(number)]})
            session.remove()

    list(pool.map(turn, range(8)))
    with app.app_context():
        kept = _kept(session.get_one(Person, person_id))
        assert kept == {f"field{number}": [str(number)] for number in range(8)}


def test_sending_and_a_late_piece_at_once_leave_nothing(
    new_app: NewApp, pool: ThreadPoolExecutor
) -> None:
    app = new_app()
    with app.app_context():
        person_id = Given(at=NOON).person().id
    for step in range(10):
        barrier = Barrier(4)

        def turn(number: int, step: int = step, barrier: Barrier = barrier) -> None:
            with app.app_context():
                person = session.get_one(Person, person_id)
                barrier.wait()
                if number == 0:
                    _sent(person, f"key {step}")
                else:
                    _saved(person, key=f"key {step}", text=[str(number)])
                session.remove()

        list(pool.map(turn, range(4)))
        with app.app_context():
            assert _kept(session.get_one(Person, person_id)) is None, step
            session.remove()


def test_a_piece_that_is_being_saved_while_the_form_is_taken_in_is_forgotten(
    new_app: NewApp, pool: ThreadPoolExecutor
) -> None:
    """Its row is there, and nobody else sees it yet: whoever forgets it waits for it."""
    app, is_saved = new_app(), Event()
    with app.app_context():
        person_id = Given(at=NOON).person().id

    def save() -> None:
        with app.app_context():
            person = session.get_one(Person, person_id)
            with tending() as hands:
                typed = {"text": ["just before"]}
                drafts.save_draft(
                    hands, person, place=PLACE, typed=typed, changed=typed, key="k", at=NOON
                )
                session.flush()
                is_saved.set()
                sleep(0.3)
            session.remove()

    def send() -> None:
        with app.app_context():
            is_saved.wait()
            _sent(session.get_one(Person, person_id), "k")
            session.remove()

    _both(pool, save, send)
    with app.app_context():
        assert _kept(session.get_one(Person, person_id)) is None


@pytest.mark.parametrize("earlier", [False, True])
def test_a_piece_that_arrives_while_the_form_is_taken_in_is_not_kept(
    new_app: NewApp, pool: ThreadPoolExecutor, earlier: bool
) -> None:
    """Draft before or none: it waits until it is known that the form was sent."""
    app, is_forgotten = new_app(), Event()
    with app.app_context():
        person = Given(at=NOON).person()
        person_id = person.id
        if earlier:
            _saved(person, key="k", title=["Half"])

    def send() -> None:
        with app.app_context():
            person = session.get_one(Person, person_id)
            with acting(by=person, at=NOON, key="k") as act:
                drafts.forget_draft(act, person, place=PLACE)
                act.record(GivenEvent.GIVEN, person)
                is_forgotten.set()
                sleep(0.3)
            session.remove()

    def save() -> None:
        with app.app_context():
            is_forgotten.wait()
            _saved(session.get_one(Person, person_id), key="k", text=["just after"])
            session.remove()

    _both(pool, send, save)
    with app.app_context():
        assert _kept(session.get_one(Person, person_id)) is None


def _both(pool: ThreadPoolExecutor, *works: Callable[[], None]) -> None:
    for done in [pool.submit(work) for work in works]:
        done.result(timeout=30)
