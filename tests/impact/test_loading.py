"""The questionnaire that comes along, and templates that are refused whole with every place."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from impactreview.impact import document
from impactreview.impact.document import document as read_document
from impactreview.impact.loading import DEFAULT, BrokenTemplate, default_template, load, made
from impactreview.impact.schema import Question
from impactreview.impact.terms import Form, Level, QuestionType, Stage

TEMPLATE = default_template()
Node = dict[str, Any]


ORIGINAL = json.dumps(read_document(DEFAULT.read_text(encoding="utf-8"), []))


def tree() -> Node:
    """The default template as a plain tree of its own, to be broken."""
    original: Node = json.loads(ORIGINAL)
    return original


def places(broken: Node | str) -> list[str]:
    with pytest.raises(BrokenTemplate) as refusal:
        load(broken) if isinstance(broken, str) else made(broken)
    assert all(problem.message for problem in refusal.value.problems)
    return [problem.place for problem in refusal.value.problems]


def _nodes(listed: list[Node]) -> list[Node]:
    return listed


def section(node: Node, name: str) -> Node:
    return next(each for each in _nodes(node["sections"]) if each["id"] == name)


def question(node: Node, name: str) -> Node:
    """A question "A.door", or the column "B.places.share" as its section shows it."""
    first, *rest = name.split(".")
    found = next(q for q in _nodes(section(node, first)["questions"]) if q["id"] == rest[0])
    if len(rest) > 1:
        return next(c for c in _nodes(found["columns"]) if c["id"] == rest[1])
    return found


def without(node: Node, name: str) -> None:
    *parent, last = name.split(".")
    held = (
        section(node, parent[0])["questions"]
        if len(parent) == 1
        else question(node, ".".join(parent))["columns"]
    )
    held[:] = [each for each in held if each["id"] != last]


Change = Callable[[Node], object]


def put(name: str, **values: object) -> Change:
    return lambda node: question(node, name).update(values)


def scoring(**values: object) -> Change:
    return lambda node: node["scoring"].update(values)


def quick(**values: object) -> Change:
    return lambda node: node["quick_test"].update(values)


def add(name: str, **values: object) -> Change:
    new = {"id": "more", "type": "text", "title": {"de": "Mehr", "en": "More"}}
    return lambda node: section(node, name)["questions"].append(new | values)


def drop(name: str) -> Change:
    return lambda node: without(node, name)


STEPS_DOWN = [[1, 1, 2, 3], [1, 2, 2, 3], [1, 2, 3, 4], [2, 2, 3, 3]]
NO_FOUR = [[1, 1, 2, 3], [1, 2, 2, 3], [1, 2, 3, 3], [2, 2, 3, 3]]

BROKEN: list[tuple[str, Change, str]] = [
    ("a section stands twice", lambda n: section(n, "B").update(id="A"), "A"),
    ("a question stands twice", add("A", id="door"), "A.door"),
    ("a column stands twice", put("D.vulnerable.vulnerable_how", id="scale"), "places.scale"),
    ("an id holds a dot", add("A", id="a.b"), "A.a.b"),
    ("an id is missing", add("A", id=None), "A.id"),
    ("a title is missing", lambda n: question(n, "A.customer").pop("title"), "A.customer.title"),
    ("the German is missing", lambda n: question(n, "A.customer")["title"].pop("de"),
     "A.customer.title"),
    ("the English is blank", lambda n: question(n, "A.customer")["help"].update(en=" "),
     "A.customer.help"),
    ("a choice has no German", lambda n: question(n, "A.door")["choices"][0].pop("de"),
     "A.door.choices.two_way"),
    ("a choice has no value", lambda n: question(n, "A.door")["choices"][0].pop("value"),
     "A.door.choices"),
    ("a choice stands twice", lambda n: question(n, "A.functions")["choices"].append(
        {"value": "it", "de": "x", "en": "x"}), "A.functions"),
    ("a choice is the unknown", lambda n: question(n, "A.functions")["choices"].append(
        {"value": "unknown", "de": "x", "en": "x"}), "A.functions"),
    ("a choice without choices", add("A", type="single"), "A.more"),
    ("choices where none belong", add("A", choices=[{"value": "a", "de": "x", "en": "x"}]),
     "A.more"),
    ("no such type", put("A.customer", type="essay"), "A.customer.type"),
    ("no such form", put("A.customer", forms=["long"]), "A.customer.forms"),
    ("no such key", put("A.customer", colour="red"), "A.customer"),
    ("neither true nor false", put("A.customer", optional="maybe"), "A.customer.optional"),
    ("limits on a text", put("A.customer", least=1), "A.customer"),
    ("limits that leave nothing", put("L.notice_days", least=9, most=3), "L.notice_days"),
    ("a limit that is no number", put("L.notice_days", least="few"), "L.notice_days"),
    ("rows without columns", lambda n: question(n, "M.monitoring").pop("columns"),
     "M.monitoring"),
    ("a table nobody adds to", put("C.harm", table="harms"), "C.harm"),
    ("a row of no table", put("J.mitigations.place", rows_of="harms"), "mitigations.place"),
    ("a suggestion from nowhere", put("F.evidence.segment", suggest="places.group"),
     "evidence.segment"),
    ("a rating without a reason", drop("C.harm.reason_scale"), "places.scale"),
    ("a reason for nothing", add("A", reason_for="door"), "A.more"),
    ("a condition on nothing", add("A", ask_if={"answered": "A.dor"}), "A.more.answered"),
    ("a condition on a row from outside", add("A", ask_if={"answered": "row.stage"}),
     "A.more.answered"),
    ("a condition of no shape", add("A", ask_if={"=": ["A.door"]}), "A.more.="),
    ("a condition on what is no choice", add("A", ask_if={"=": ["A.door", "item2"]}), "A.more"),
    ("a condition on an unknown not allowed",
     add("A", ask_if={"=": ["F.available", "unknown"]}), "A.more"),
    ("one answer asked of several", add("A", ask_if={"=": ["A.functions", "it"]}), "A.more"),
    ("several answers asked of one", add("A", ask_if={"contains": ["A.door", "one_way"]}),
     "A.more"),
    ("a circle of two", lambda n: [
        put("A.problem", ask_if={"answered": "A.benefit"})(n),
        put("A.benefit", ask_if={"answered": "A.problem"})(n)], "A.benefit"),
    ("a circle of one", put("A.problem", ask_if={"answered": "A.problem"}), "A.problem"),
    ("a question never asked", add("A", ask_if={"and": [
        {"=": ["A.door", "one_way"]}, {"=": ["A.door", "two_way"]}]}), "A.more"),
    ("a question behind one that hides it", lambda n: [
        add("A", id="first", ask_if={"=": ["A.door", "one_way"]})(n),
        add("A", ask_if={"and": [
            {"answered": "A.first"}, {"=": ["A.door", "two_way"]}]})(n)], "A.more"),
    ("scoring lacks a column", drop("F.evidence.segment"), "evidence.segment"),
    ("scoring finds another type", put("B.places.share", type="text", least=None, most=None),
     "places.share"),
    ("scoring finds another scale", lambda n: question(n, "C.harm.scale")["choices"].pop(),
     "places.scale"),
    ("stages of its own", lambda n: question(n, "B.places.stage")["choices"].pop(),
     "places.stage"),
    ("the quick test asks what is not there",
     lambda n: n["quick_test"]["count"].update({"0.fun": ["yes"]}), "quick_test.0.fun"),
    ("the quick test asks another section",
     lambda n: n["quick_test"]["count"].update({"A.door": ["one_way"]}), "quick_test.A.door"),
    ("the quick test waits for no answer",
     lambda n: n["quick_test"]["count"].update({"0.helps": ["ours"]}), "quick_test.0.helps"),
    ("the quick test asks twice",
     lambda n: n["quick_test"]["count"].update({"0.undo": ["yes"]}), "0.undo"),
    ("a quick question without effect",
     lambda n: n["quick_test"]["count"].pop("0.budget"), "0.budget"),
    ("no short form", quick(full_from=1), "quick_test.full_from"),
    ("no full form by number", quick(full_from=9), "quick_test.full_from"),
    ("a floor on what is not there",
     lambda n: n["scoring"]["floors"]["one_way_door"].update({"if": {"A.window": ["open"]}}),
     "scoring.floors.one_way_door.A.window"),
    ("a floor on a text",
     lambda n: n["scoring"]["floors"]["one_way_door"].update({"if": {"A.customer": ["me"]}}),
     "scoring.floors.one_way_door.A.customer"),
    ("a floor of no level", lambda n: n["scoring"]["floors"]["one_way_door"].update(level=5),
     "scoring.floors.one_way_door.level"),
    ("a level out of reach", scoring(matrix=NO_FOUR), "scoring.matrix"),
    ("a level under the least", scoring(analysed=2), "scoring.matrix"),
    ("a worse answer lowers", scoring(matrix=STEPS_DOWN), "scoring.matrix"),
    ("a matrix of three", scoring(matrix=[[1, 2, 3]] * 3), "scoring.matrix"),
    ("a matrix with nought", scoring(matrix=[[0, 1, 2, 3]] * 4), "scoring.matrix"),
    ("falling limits of reach", scoring(reach=[
        {"below": "5", "step": 1}, {"below": "1", "step": 2}, {"up_to": "25", "step": 3},
        {"step": 4}]), "scoring.reach"),
    ("reach without an end", scoring(reach=[{"below": "5", "step": 1}]), "scoring.reach"),
    ("a setting is missing", lambda n: n["scoring"].pop("unknown"), "scoring.unknown"),
    ("a section without questions", lambda n: section(n, "I").update(questions=[]),
     "I.questions"),
    ("no version", lambda n: n.pop("version"), ".version"),
    ("a version that is a truth", lambda n: n.update(version=True), ".version"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_template_is_refused_with_its_place(change: Change, place: str) -> None:
    node = tree()
    change(node)
    assert place in places(node)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\na: 2\n", "line 2"),
        ("a: {b: 1, b: 2}", "line 1"),
        ("1: a\n", "line 1"),
        ("a: [\n", "line 2"),
        ("- a\n- b\n", ""),
        ("", ""),
        ("a: !!python/object/apply:os.system [ls]\n", "line 1"),
        ("a: &x [*x]\n", "line 1"),
        ("a: " + "[" * 3000, "line 1"),
        ("a: !!float 1.5", ""),
        ("a: !!timestamp 2026-01-01", ""),
        ("a: x\n" * 200_000, ""),
    ],
)
def test_what_is_no_document_is_refused(text: str, place: str) -> None:
    assert places(text) == [place]


def test_a_document_that_grows_by_references_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert places("\n".join(lines)) == [""]
    assert document.NODES < 10**6


def test_all_that_is_wrong_is_said_at_once() -> None:
    node = tree()
    put("A.customer", type="essay")(node)
    question(node, "A.door")["title"].pop("en")
    assert places(node) == ["A.customer.type", "A.door.title"]


def test_words_of_two_languages_stay_texts() -> None:
    found: list[Any] = []
    node = read_document("a: yes\nb: 1.5\nc: 2026-01-01\nd: 007\ne: true\nf: 12\n", found)
    assert (node, found) == (
        {"a": "yes", "b": "1.5", "c": "2026-01-01", "d": "007", "e": True, "f": 12}, [],
    )  # fmt: skip


def test_the_hash_is_of_what_is_said_and_not_of_how_it_is_written() -> None:
    assert made(tree()).hash == TEMPLATE.hash
    assert load(ORIGINAL).hash == TEMPLATE.hash
    node = tree()
    question(node, "A.customer")["title"]["en"] += "?"
    assert made(node).hash != TEMPLATE.hash


def test_the_default_has_every_section_and_table() -> None:
    assert [each.id for each in TEMPLATE.sections] == list("0ABCDEVFGHIJKLMN")
    assert set(TEMPLATE.tables) == {
        "places", "benefits", "evidence", "forecasts", "alternatives", "mitigations", "monitoring",
    }  # fmt: skip


def test_the_short_form_leaves_out_the_sections_of_the_full_one() -> None:
    of = {form: {s.id for s in TEMPLATE.sections if form in s.forms} for form in Form}
    assert of[Form.NONE] == {"0"}
    assert of[Form.FULL] - of[Form.SHORT] == {"E", "H", "K"}


def test_every_question_is_worded_in_both_languages() -> None:
    for each in TEMPLATE.questions():
        for words in (each.title, *(choice.title for choice in each.choices)):
            assert words.de, each.id
            assert words.en, each.id
        assert bool(each.help.de) == bool(each.help.en)


def test_questions_before_an_answer_have_a_help() -> None:
    bare = [s.id for s in TEMPLATE.sections if not (s.help.de and s.help.en)]
    bare += [q.id for q in TEMPLATE.section("A").questions if not q.help.de]
    assert not bare


def test_the_settings_are_those_of_the_specification() -> None:
    assert [[int(cell) for cell in row] for row in TEMPLATE.scoring.matrix] == [
        [1, 1, 2, 3], [1, 2, 2, 3], [1, 2, 3, 4], [2, 2, 3, 4],
    ]  # fmt: skip
    floors = {floor.id: floor.level for floor in TEMPLATE.scoring.floors}
    assert floors == {"one_way_door": Level.II, "poor_outcome": Level.III}
    assert (TEMPLATE.scoring.unknown, TEMPLATE.scoring.vulnerable_step) == (4, 1)


def test_questions_are_found_by_their_ids() -> None:
    assert TEMPLATE.question("places.share").type is QuestionType.PERCENT
    assert TEMPLATE.tables["places"].column("stage").key == "stage"
    assert len(TEMPLATE.tables["places"].column("stage").choices) == len(Stage)
    for missing in (
        lambda: TEMPLATE.question("A.unheard"),
        lambda: TEMPLATE.section("Z"),
        lambda: TEMPLATE.tables["places"].column("unheard"),
    ):
        with pytest.raises(KeyError):
            missing()


def test_a_reason_is_asked_where_its_rating_is() -> None:
    reason: Question = TEMPLATE.question("places.reason_scale")
    assert reason.ask_if[0] == {"=": ["row.effect", "worse"]}
    assert TEMPLATE.question("E.price_why").reason_for == "E.price"
