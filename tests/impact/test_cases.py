"""Decisions that were really taken, told in the words of the questionnaire."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from impactreview.impact.completeness import missing
from impactreview.impact.content import asked, rows, unfit
from impactreview.impact.grid import grid
from impactreview.impact.loading import default_template
from impactreview.impact.scoring import assess
from impactreview.impact.terms import Driver, Form, Level, Tri

CASES = Path(__file__).parents[3] / "shared" / "cases"
TEMPLATE = default_template()
FILES = sorted(CASES.glob("*.yaml"))
RATED = ("customers", "share", "revenue_share", "scale", "remedy", "duration", "likelihood")
QUICK = {
    "bahncard": {"service_cut": "yes", "vulnerable": "yes"},
    "netflix": {"price_terms": "yes", "service_cut": "yes", "many": "yes"},
    "wells": {"default": "yes", "regulated": "yes", "complaint": "yes"},
}

pytestmark = pytest.mark.skipif(not FILES, reason="the cases are kept beside the checkout")


def told(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def name_of(path: Path) -> str:
    return path.stem.partition("-")[0]


def place(number: int, segment: dict[str, Any]) -> dict[str, Any]:
    """A segment as it was published: what nobody said is unknown."""
    row = {
        "id": f"p{number}",
        "segment": segment["name"],
        "stage": segment["journey_stage"],
        "effect": segment["effect"],
        "change": segment.get("change", "As published."),
        "share": str(segment.get("share_of_base", "unknown")),
        **{key: "unknown" for key in RATED if key != "share"},
        "knowledge": "weak",
        **{f"vulnerable_{driver}": "unknown" for driver in Driver},
    }
    if segment.get("vulnerable") is True:
        row["vulnerable_digital_access"] = "yes"
    return row


def segments(case: dict[str, Any]) -> list[dict[str, Any]]:
    if "segments" in case:
        found: list[dict[str, Any]] = case["segments"]
        return found
    return [
        {"name": "customers", "journey_stage": "pay", "effect": "worse", "change": harm}
        for harm in case["harm"]
    ]


def evidence(case: dict[str, Any], segment: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"e{number}",
            "source": "association",
            "period": "unknown",
            "sample": "unknown",
            "segment": segment,
            "finding": each["finding"],
            "stance": each["stance"],
            "strength": "unknown",
        }
        for number, each in enumerate(case.get("evidence", []))
    ]


def forecast(number: int, each: dict[str, Any], on: str) -> dict[str, Any]:
    figures = {key: str(each[key]) for key in ("baseline", "low", "likely", "high")}
    return figures | {
        "id": f"f{number}",
        "kpi": "own",
        "name": each["indicator"],
        "segment": "all",
        "unit": "millions",
        "baseline_on": on,
        "sample": "unknown",
        "horizon": str(each["horizon"]),
        "timing": "lagging",
        "source": "unknown",
        "owner": "unknown",
        "money": "unknown",
    }


def content(path: Path) -> dict[str, Any]:
    case = told(path)
    places = [place(number, each) for number, each in enumerate(segments(case))]
    worse = next(row for row in places if row["effect"] == "worse")
    voices = evidence(case, worse["segment"])
    forecasts = case["forecast"] if isinstance(case.get("forecast"), list) else []
    measures = case.get("mitigations", [])
    quick = {question.id: "no" for question in TEMPLATE.section("0").questions}
    quick |= {"0.helps": "unknown", "0.eases": "unknown"}
    quick |= {f"0.{key}": value for key, value in QUICK[name_of(path)].items()}
    return {
        "answers": quick
        | {
            "A.customer": case["organisation"],
            "A.start_on": str(case.get("in_force_on", "unknown")),
            "A.door": "two_way" if case.get("door") == "two-way" else "one_way",
            "A.owner": "unknown",
            "F.available": "yes" if voices else "no",
            "G.available": "yes" if forecasts else "no",
            "J.planned": "yes" if measures else "no",
        },
        "rows": {
            "places": places,
            "evidence": voices,
            "forecasts": [forecast(n, each, "2011-06-30") for n, each in enumerate(forecasts)],
            "alternatives": [
                {
                    "id": f"a{number}",
                    "kind": "do_nothing" if each == "do nothing" else "other",
                    "what": each,
                    "worst_level": "unknown",
                    "benefit": "unknown",
                    "cost": "unknown",
                    "why_not": "As published.",
                }
                for number, each in enumerate(case.get("alternatives", []))
            ],
            "mitigations": [
                {
                    "id": f"m{number}",
                    "place": worse["id"],
                    "measure": each["measure"],
                    "kind": "choice",
                    "owner": each["owner"],
                    "due": "unknown",
                    "before_start": "unknown",
                    "proof": each["proof"],
                }
                for number, each in enumerate(measures)
            ],
        },
    }


@pytest.fixture(params=FILES, ids=name_of)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_a_case_can_be_told(path: Path) -> None:
    assert not list(unfit(TEMPLATE, content(path)))


def test_what_is_told_is_asked(path: Path) -> None:
    written = content(path)
    shown = asked(TEMPLATE, written)
    assert shown["answers"] == written["answers"]
    for table in TEMPLATE.tables:
        assert len(rows(shown, table)) == len(rows(written, table)), table


def test_what_was_not_published_makes_the_case_of_the_harshest_level(path: Path) -> None:
    found = assess(TEMPLATE, content(path))
    assert (found.gross, found.residual) == (Level.IV, Level.IV)
    assert all(row.gross is Level.IV for row in found.rows if row.effect == "worse")


def test_the_grid_names_every_segment_and_who_is_vulnerable(path: Path) -> None:
    drawn = grid(assess(TEMPLATE, content(path)))
    assert {row.segment for row in drawn.rows} == {s["name"] for s in segments(told(path))}
    for row in drawn.rows:
        told_so = [s for s in segments(told(path)) if s["name"] == row.segment]
        assert (row.vulnerable is Tri.YES) is any(s.get("vulnerable") is True for s in told_so)


def test_an_owner_is_told_what_has_to_be_found_out(path: Path) -> None:
    written = content(path)
    found = missing(TEMPLATE, written, Form.FULL, today=date(2011, 7, 1))
    places = {problem.place for problem in found}
    worse = next(row["id"] for row in written["rows"]["places"] if row["effect"] == "worse")
    assert {f"places.{worse}.unknown_plan", f"places.{worse}.unknown_until"} <= places
    assert "monitoring" in places
