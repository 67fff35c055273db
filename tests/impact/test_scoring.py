"""The level of a decision: rows, measures, floors, ranges and their trace."""

from typing import Any

import pytest

from impactreview.impact.loading import default_template
from impactreview.impact.scoring import Assessment, assess
from impactreview.impact.terms import Door, Driver, Effect, Form, Input, Level, Stage, Tri
from tests.impact.written import CALM, content, evidence, measure, place

TEMPLATE = default_template()
I, II, III, IV = Level.I, Level.II, Level.III, Level.IV  # noqa: E741 - the levels' own numerals
SEVERE: dict[str, Any] = {"scale": 3, "remedy": 3, "duration": 2, "share": "10", "likelihood": 3}


def levels(written: dict[str, Any], **more: Any) -> tuple[Level, Level]:
    found = assess(TEMPLATE, written, **more)
    return found.gross, found.residual


def with_answers(written: dict[str, Any], **answers: object) -> dict[str, Any]:
    said = {name.replace("_", ".", 1): value for name, value in answers.items()}
    return {**written, "answers": written["answers"] | said}


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({}, I),
        ({"scale": 2, "share": "30", "likelihood": 4}, II),
        ({"scale": 4, "remedy": 4, "duration": 4}, III),
        ({"vulnerable_health": "unknown"}, I),
        ({"vulnerable_health": "unknown", "likelihood": 2}, II),
        ({"likelihood": "unknown"}, II),
        (SEVERE, III),
        ({"scale": "unknown", "likelihood": 3}, IV),
        ({"share": "unknown", "remedy": "unknown", "duration": 2}, II),
        ({"likelihood": 3, "knowledge": "weak"}, II),
        ({"likelihood": 4, "scale": 4, "knowledge": "weak", "vulnerable_language": "yes"}, IV),
    ],
)
def test_one_row(values: dict[str, Any], level: Level) -> None:
    found = assess(TEMPLATE, content(place(**values)))
    assert (found.gross, found.residual, found.complete) == (level, level, True)


@pytest.mark.parametrize("driver", Driver)
def test_every_driver_raises_severity_once(driver: Driver) -> None:
    hit = place(likelihood=2, **{f"vulnerable_{driver}": "yes"})
    assert levels(content(hit))[0] is II
    everywhere = place(likelihood=2, **{f"vulnerable_{each}": "yes" for each in Driver})
    assert assess(TEMPLATE, content(everywhere)).rows[0].severity == 2


def test_the_harshest_row_decides_whatever_stands_beside_it() -> None:
    gentle = [place(f"g{n}", segment="many") for n in range(20)]
    better = place("b", effect="better", scale=4, likelihood=4)
    assert levels(content(*gentle, better, place("h", **SEVERE))) == (III, III)


@pytest.mark.parametrize("effect", ["better", "none"])
def test_who_is_not_worse_off_is_no_harm(effect: str) -> None:
    assert levels(content(place(effect=effect, scale=4, likelihood=4))) == (Level.NONE, Level.NONE)


def test_an_analysis_that_was_asked_for_is_of_level_one_at_least() -> None:
    written = with_answers(content(place(effect="better")), **{"0_many": "yes"})
    assert levels(written) == (I, I)
    assert levels(content(place(effect="better")), form=Form.SHORT) == (I, I)


def test_without_evidence_for_its_segment_a_likelihood_is_weakly_known() -> None:
    written = content(place(likelihood=3))
    assert levels(written)[0] is I
    written["rows"]["evidence"] = [evidence("somebody else")]
    assert levels(written)[0] is II
    written["rows"]["evidence"] = [evidence(" TENANTS ")]
    assert levels(written)[0] is I


@pytest.mark.parametrize("gap", [{"source": ""}, {"finding": None}, {"finding": "unknown"}])
def test_evidence_that_says_nothing_is_none(gap: dict[str, Any]) -> None:
    written = content(place(likelihood=3))
    written["rows"]["evidence"] = [evidence(**gap)]
    assert levels(written)[0] is II


def test_hidden_evidence_does_not_count() -> None:
    assert levels(with_answers(content(place(likelihood=3)), F_available="no"))[0] is II


@pytest.mark.parametrize(
    ("values", "residual"),
    [
        ({"new_likelihood": 1}, II),
        ({"new_scale": 1, "new_remedy": 1}, II),
        ({"new_likelihood": 1, "new_scale": 1, "new_remedy": 1}, I),
        ({"new_likelihood": 4, "new_scale": 4, "new_remedy": 4}, III),
        ({"new_likelihood": "unknown"}, III),
        ({}, III),
    ],
)
def test_what_a_measure_leaves(values: dict[str, Any], residual: Level) -> None:
    written = content(place(**SEVERE), mitigations=[measure(**values)])
    assert levels(written) == (III, residual)


@pytest.mark.parametrize(
    "gap",
    [{"owner": ""}, {"owner": "unknown"}, {"due": ""}, {"due": "unknown"}, {"due": "soon"},
     {"measure": " "}, {"place": "p2"}, {"place": None}],
)  # fmt: skip
def test_a_measure_with_a_gap_does_not_count(gap: dict[str, Any]) -> None:
    row = measure(new_likelihood=1) | gap
    assert levels(content(place(**SEVERE), mitigations=[row])) == (III, III)


def test_no_measure_counts_when_none_is_said_to_be_planned() -> None:
    written = content(place(**SEVERE), mitigations=[measure(new_likelihood=1)])
    assert levels(with_answers(written, J_planned="no")) == (III, III)


def test_several_measures_lower_one_row_together() -> None:
    rows = [measure(id="m1", new_likelihood=2), measure(id="m2", new_scale=1, new_likelihood=1)]
    rows.append(measure(id="m3", new_remedy=1))
    assert levels(content(place(**SEVERE), mitigations=rows)) == (III, I)


@pytest.mark.parametrize("answer", ["one_way", "unknown"])
def test_a_one_way_door_is_of_level_two_at_least(answer: str) -> None:
    found = assess(TEMPLATE, with_answers(content(place()), A_door=answer))
    assert (found.gross, found.residual) == (II, II)
    assert [(f.id, f.questions) for f in found.floors] == [("one_way_door", ("A.door",))]


def test_the_harsher_of_both_doors_holds() -> None:
    assert levels(content(place()), door=Door.ONE_WAY) == (II, II)
    written = with_answers(content(place()), A_door="one_way")
    assert levels(written, door=Door.TWO_WAY) == (II, II)
    written = with_answers(content(place()), A_door=None)
    assert levels(written, door=Door.TWO_WAY) == (I, I)


@pytest.mark.parametrize(
    ("question", "answer", "level"),
    [("E.price", "poor", III), ("E.support", "unknown", III), ("E.good_faith", "no", III),
     ("E.own_aim", "unknown", III), ("E.products", "concern", I)],
)  # fmt: skip
def test_a_poor_outcome_is_of_level_three_at_least(
    question: str, answer: str, level: Level
) -> None:
    written = content(place(), mitigations=[measure(new_likelihood=1)])
    written["answers"][question] = answer
    assert levels(written) == (level, level)


def test_a_floor_never_lowers() -> None:
    written = with_answers(content(place(scale=4, likelihood=4)), A_door="one_way")
    assert levels(written)[0] is IV


def test_the_lens_is_open_in_the_full_form_only() -> None:
    written = content(place())
    for name in [name for name in written["answers"] if name.startswith("E.")]:
        del written["answers"][name]
    assert levels(written, form=Form.SHORT) == (I, I)
    full = assess(TEMPLATE, written, form=Form.FULL)
    assert (full.gross, full.gross_range.lowest, full.complete) == (III, I, False)


def test_nothing_written_is_the_harshest_and_open() -> None:
    found = assess(TEMPLATE, {})
    assert (found.gross, found.residual, found.complete) == (IV, IV, False)
    assert (found.gross_range.lowest, found.gross_range.highest) == (Level.NONE, IV)


def test_a_claim_without_rows_is_of_level_nought() -> None:
    found = assess(TEMPLATE, {"answers": CALM, "rows": {}})
    assert (found.gross, found.residual, found.complete) == (Level.NONE, Level.NONE, True)


def test_a_row_with_nothing_but_its_id_may_be_anything() -> None:
    found = assess(TEMPLATE, {"answers": content()["answers"], "rows": {"places": [{"id": "p"}]}})
    row = found.rows[0]
    assert (row.gross_range.lowest, row.gross_range.highest) == (Level.NONE, IV)
    assert (row.stage, row.effect, row.share, found.complete) == (None, None, None, False)


def test_a_row_is_told_with_what_it_was_found_from() -> None:
    row = assess(TEMPLATE, content(place(**SEVERE, vulnerable_disability="unknown"))).rows[0]
    assert (row.row_id, row.segment, row.stage, row.effect) == (
        "p1", "tenants", Stage.PAY, Effect.WORSE,
    )  # fmt: skip
    assert (row.share, row.reach, row.severity, row.likelihood) == ("10", 3, 4, 3)
    assert (row.vulnerable, row.gross) == (Tri.UNKNOWN, IV)


@pytest.mark.parametrize(
    "broken",
    [{"scale": True}, {"scale": 5}, {"scale": "3"}, {"scale": -1}, {"scale": [1]},
     {"likelihood": 1.0}, {"knowledge": "certain"}, {"effect": "fine"}],
)  # fmt: skip
def test_what_can_not_be_read_is_never_taken_as_harmless(broken: dict[str, Any]) -> None:
    plain_row, odd = place(likelihood=3, scale=2), place(likelihood=3, scale=2)
    odd |= broken
    assert levels(content(odd))[0] >= levels(content(plain_row))[0]


def told(found: Assessment, place_of: str) -> list[str]:
    return [step.message % step.params for step in found.trace.gross if step.place == place_of]


def test_the_trace_tells_every_step() -> None:
    row = place(**SEVERE | {"share": "unknown"}, vulnerable_health="yes", knowledge="weak")
    found = assess(TEMPLATE, with_answers(content(row), A_door="one_way", **{"0_many": "yes"}))
    assert told(found, "p1") == [
        "reach is not known: it is taken as 4.",
        "Severity 3, reach 4, remedy 3 and duration 2: "
        "their mean is 3, the larger of mean and severity 3.",
        "Vulnerable customers are hit more, or that is not known: severity is now 4.",
        "The likelihood is weakly known, or no evidence names this segment: it is now 4.",
        "Likelihood 4 and severity 4 make level 4.",
    ]
    assert told(found, "A.door") == ["The answer to “A.door” asks for level 2 at least."]
    assert told(found, "") == [
        "The harshest row decides: level 4.",
        "An analysis was asked for: at least level 1.",
        "Level 4.",
    ]


def test_the_mean_is_told_exactly() -> None:
    found = assess(TEMPLATE, content(place(**SEVERE)))
    assert "their mean is 2.75," in told(found, "p1")[0]


def test_the_trace_of_the_residual_level_counts_measures() -> None:
    written = content(place(**SEVERE), mitigations=[measure(new_likelihood=1)])
    messages = [s.message % s.params for s in assess(TEMPLATE, written).trace.residual]
    assert messages[0].endswith("linked to this row: 1.")
    assert messages[-1] == "Level 2."


def test_what_one_step_would_do_agrees_with_doing_it() -> None:
    row = place(**SEVERE)
    for what in assess(TEMPLATE, content(row)).trace.what_if:
        changed = dict(row)
        if what.input is Input.REACH:
            changed["share"] = {2: "3", 4: "30"}[what.value]
        elif what.input is Input.KNOWLEDGE:
            changed["knowledge"] = "weak" if what.value else "strong"
        elif what.input is Input.VULNERABLE:
            changed["vulnerable_health"] = "yes" if what.value else "no"
        else:
            changed[what.input] = what.value
        found = assess(TEMPLATE, content(changed))
        assert (found.rows[0].gross, found.gross) == (what.row_level, what.level), what


def test_there_are_two_neighbours_of_each_step_and_none_beyond_the_ends() -> None:
    found = assess(TEMPLATE, content(place(scale=4, likelihood=2))).trace.what_if
    values = {name: [w.value for w in found if w.input is name] for name in Input}
    assert values[Input.SCALE] == [3]
    assert values[Input.LIKELIHOOD] == [1, 3]
    assert values[Input.REMEDY] == [2]
    assert values[Input.VULNERABLE] == [1]
