"""What must be true of every analysis, tried with many."""

from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from impactreview.impact.loading import default_template
from impactreview.impact.scoring import assess
from impactreview.impact.terms import Driver, Form, Level
from tests.impact.written import content, evidence, measure, place

TEMPLATE = default_template()
STEPS = [1, 2, 3, 4]
SHARES = ["0.2", "1", "5", "25", "26"]
WORSE: dict[str, list[Any]] = {
    "scale": [*STEPS, "unknown"],
    "remedy": [*STEPS, "unknown"],
    "duration": [*STEPS, "unknown"],
    "likelihood": [*STEPS, "unknown"],
    "share": [*SHARES, "unknown"],
    "knowledge": ["strong", "medium", "weak"],
    "effect": ["better", "none", "worse"],
    **{f"vulnerable_{driver}": ["no", "yes", "unknown"] for driver in Driver},
}
"""Each input of a row, from its mildest answer to its worst."""
LENS: dict[str, list[str]] = {
    "E.products": ["good", "concern", "poor", "unknown"],
    "E.own_aim": ["yes", "no", "unknown"],
    "A.door": ["two_way", "one_way", "unknown"],
    "0.many": ["no", "yes", "unknown"],
    "F.available": ["yes", "no"],
}

rows = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in WORSE.items()})
measures = st.fixed_dictionaries(
    {"place": st.sampled_from(["p0", "p1"])},
    optional={
        **{key: st.sampled_from(STEPS) for key in ("new_scale", "new_remedy", "new_likelihood")},
        "owner": st.sampled_from(["ada", "unknown"]),
    },
)


@st.composite
def analyses(draw: st.DrawFn) -> dict[str, Any]:
    """An analysis in which everything that scores is answered."""
    drawn = draw(st.lists(rows, min_size=1, max_size=3))
    places = [place(f"p{at}", segment=f"s{at}", **row) for at, row in enumerate(drawn)]
    lowering = draw(st.lists(measures, max_size=3))
    written = content(
        *places,
        mitigations=[measure() | values | {"id": f"m{at}"} for at, values in enumerate(lowering)],
        evidence=[evidence(f"s{at}") for at in draw(st.sets(st.integers(0, 2)))],
    )
    lens = draw(
        st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in LENS.items()})
    )
    written["answers"] |= lens
    return written


def holders(written: dict[str, Any]) -> list[tuple[dict[str, Any], str, list[Any]]]:
    """Every answer that scores: where it stands, under which key, and its order."""
    of_rows = [
        (row, key, order) for row in written["rows"]["places"] for key, order in WORSE.items()
    ]
    return of_rows + [(written["answers"], key, order) for key, order in LENS.items()]


@given(analyses(), st.data())
@settings(max_examples=50, deadline=None)
def test_no_level_falls_when_an_answer_gets_worse(
    written: dict[str, Any], data: st.DataObject
) -> None:
    before = assess(TEMPLATE, written, form=Form.FULL)
    worse = deepcopy(written)
    held, key, order = data.draw(st.sampled_from(holders(worse)))
    held[key] = data.draw(st.sampled_from(order[order.index(held[key]) :]))
    after = assess(TEMPLATE, worse, form=Form.FULL)
    assert after.gross >= before.gross
    assert after.residual >= before.residual


@given(analyses())
@settings(max_examples=40, deadline=None)
def test_no_measure_raises_a_level(written: dict[str, Any]) -> None:
    found = assess(TEMPLATE, written)
    assert found.residual <= found.gross
    assert all(row.residual <= row.gross for row in found.rows)
    assert found.gross >= max((floor.level for floor in found.floors), default=Level.NONE)


@given(analyses())
@settings(max_examples=40, deadline=None)
def test_the_harshest_row_decides_and_no_row_softens_it(written: dict[str, Any]) -> None:
    found = assess(TEMPLATE, written)
    floors = [floor.level for floor in found.floors]
    assert found.gross == max(*(row.gross for row in found.rows), *floors, _asked(written))
    alone = deepcopy(written)
    harshest = max(found.rows, key=lambda row: row.gross)
    alone["rows"]["places"] = [
        row for row in alone["rows"]["places"] if row["id"] == harshest.row_id
    ]
    assert assess(TEMPLATE, alone).gross == found.gross


def _asked(written: dict[str, Any]) -> Level:
    """The quick test of these analyses fires by one question only, if at all."""
    return Level.NONE if written["answers"]["0.many"] == "no" else Level.I


@given(analyses(), st.data())
@settings(max_examples=50, deadline=None)
def test_unknown_never_lowers(written: dict[str, Any], data: st.DataObject) -> None:
    unknown = deepcopy(written)
    may_be = [(held, key) for held, key, order in holders(unknown) if "unknown" in order]
    held, key = data.draw(st.sampled_from(may_be))
    held[key] = "unknown"
    before, after = assess(TEMPLATE, written), assess(TEMPLATE, unknown)
    assert (after.gross, after.residual) >= (before.gross, before.residual)
    assert after.residual >= before.residual


@given(analyses())
@settings(max_examples=40, deadline=None)
def test_a_whole_analysis_has_no_range(written: dict[str, Any]) -> None:
    found = assess(TEMPLATE, written)
    assert found.complete
    assert found.gross_range.lowest == found.gross_range.highest == found.gross
    assert found.residual_range.lowest == found.residual_range.highest == found.residual


@given(analyses(), st.data())
@settings(max_examples=100, deadline=None)
def test_the_range_holds_the_level_of_every_completion(
    written: dict[str, Any], data: st.DataObject
) -> None:
    """What is left out of a whole analysis: the whole one is a completion of the rest."""
    rest = deepcopy(written)
    open_to: list[tuple[dict[str, Any], str]] = [(held, key) for held, key, _ in holders(rest)]
    for row in rest["rows"]["mitigations"]:
        open_to += [(row, key) for key in ("owner", "due", "measure", "place")]
    for row in (*rest["rows"]["places"], *rest["rows"]["evidence"]):
        open_to.append((row, "segment"))
    for held, key in data.draw(st.lists(st.sampled_from(open_to), max_size=12)):
        held[key] = ""
    found, final = (assess(TEMPLATE, each, form=Form.FULL) for each in (rest, written))
    assert found.gross_range.lowest <= final.gross <= found.gross_range.highest
    assert found.residual_range.lowest <= final.residual <= found.residual_range.highest
    for part, full in zip(found.rows, final.rows, strict=True):
        assert part.gross_range.lowest <= full.gross <= part.gross_range.highest
        assert part.residual_range.lowest <= full.residual <= part.residual_range.highest


@given(analyses())
@settings(max_examples=20, deadline=None)
def test_nothing_is_changed_by_looking(written: dict[str, Any]) -> None:
    kept = deepcopy(written)
    assert assess(TEMPLATE, written) == assess(TEMPLATE, written)
    assert written == kept


junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 9), st.text(max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(analyses(), st.data())
@settings(max_examples=50, deadline=None)
def test_junk_makes_no_error_and_is_taken_at_its_worst(
    written: dict[str, Any], data: st.DataObject
) -> None:
    held, key, order = data.draw(st.sampled_from(holders(written)))
    value = data.draw(junk.filter(lambda value: value not in order))
    held[key] = value
    broken = assess(TEMPLATE, written, form=Form.FULL)
    held[key] = order[-1]
    if key not in ("0.many", "F.available"):
        assert broken.gross >= assess(TEMPLATE, written, form=Form.FULL).gross
