"""Answers as people write them: a whole analysis of one harm, and parts of it."""

from typing import Any

from impactreview.impact.terms import Driver

CALM = {f"0.{name}": "no" for name in (
    "price_terms", "service_cut", "harder_exit", "default", "data_use", "many", "vulnerable",
    "undo", "complaint", "regulated", "budget", "promise", "customer_budget",
)}  # fmt: skip
"""A quick test that nothing fires; the two questions of the essays with it."""
CALM |= {"0.helps": "customers", "0.eases": "easier"}

OUTCOMES = {f"E.{name}": "good" for name in ("products", "price", "understanding", "support")}
OUTCOMES |= {f"E.{name}": "yes" for name in ("good_faith", "harm_avoided", "own_aim")}


def place(name: str = "p1", **values: Any) -> dict[str, Any]:
    """A row of harm of level I, fully rated; `values` are written over it."""
    rated = {
        "id": name,
        "segment": "tenants",
        "customers": "100",
        "share": "0.5",
        "revenue_share": "0.5",
        "stage": "pay",
        "effect": "worse",
        "change": "They pay at another place.",
        "kinds": ["time"],
        "scale": 1,
        "remedy": 1,
        "duration": 1,
        "likelihood": 1,
        "knowledge": "strong",
        **{f"vulnerable_{driver}": "no" for driver in Driver},
    }
    for key in ("scale", "remedy", "duration", "likelihood", "knowledge"):
        rated[f"reason_{key}"] = f"A reason for {key}."
    return rated | values


def evidence(segment: str = "tenants", **values: Any) -> dict[str, Any]:
    """One customer voice on a segment."""
    return {
        "id": f"e-{segment}",
        "source": "survey",
        "period": "March 2026",
        "sample": "312",
        "segment": segment,
        "finding": "It takes me longer.",
        "stance": "contradicts",
        "strength": "B",
    } | values


def measure(row: str = "p1", **values: Any) -> dict[str, Any]:
    """One measure that counts against a row."""
    return {
        "id": "m1",
        "place": row,
        "measure": "A second way to pay.",
        "kind": "avoid",
        "owner": "ada",
        "due": "2026-12-31",
        "before_start": "yes",
        "proof": "Test with 20 people.",
    } | values


def content(*places: dict[str, Any], **tables: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything that scores, answered; each segment has its evidence unless told otherwise."""
    voices = [evidence(segment) for segment in sorted({str(row["segment"]) for row in places})]
    return {
        "answers": CALM
        | OUTCOMES
        | {"A.door": "two_way", "F.available": "yes", "J.planned": "yes"},
        "rows": {"places": list(places), "evidence": voices, **tables},
    }


def whole() -> dict[str, Any]:
    """A full analysis in which nothing is missing on 3 March 2026."""
    written = content(place(), mitigations=[measure()])
    written["answers"] |= {
        "A.customer": "Tenants.",
        "A.problem": "They wait.",
        "A.benefit": "They wait less.",
        "A.know": "The survey of March.",
        "A.experience": "In May Mrs K. receives a letter.",
        "A.decision_on": "2026-04-01",
        "A.start_on": "2026-05-01",
        "A.owner": "ada",
        "A.sponsor": "bea",
        "A.functions": ["service"],
        "A.channels": ["phone", "app"],
        **{f"{name}_why": "Because." for name in OUTCOMES},
        "V.gained": "yes",
        "G.available": "yes",
        "I.gives_up": "A habit.",
        "I.gain": "Less postage.",
        "I.announce": "yes",
        "I.announce_why": "It is fair.",
        **{f"K.{who}": "no" for who in ("frontline", "advocate", "affected")},
        **{f"K.{who}_why_not": "No time yet." for who in ("frontline", "advocate", "affected")},
        "L.notice": "From May you pay elsewhere.",
        "L.notice_days": "42",
        "L.reasons": "The counter closes.",
        "L.redress": "By phone.",
        "L.opt_out": "Not at all, because the counter closes.",
        "L.exception": "The team lead.",
        "M.rollback_tested": "yes",
        "M.review_on": "2026-08-01",
        "N.complete": "yes",
        "N.nothing_left_out": "yes",
        "N.interest": "no",
    }
    written["rows"] |= {
        "benefits": [
            {
                "id": "b1",
                "segment": "tenants",
                "stage": "pay",
                "who": "All of them, an hour a month.",
                "amount": 2,
                "evidence": "Usage data.",
            }
        ],
        "forecasts": [
            {
                "id": "f1",
                "kpi": "churn",
                "segment": "tenants",
                "unit": "per cent",
                "baseline": "4.2",
                "baseline_on": "2026-01-31",
                "sample": "1200",
                "low": "6.5",
                "likely": "5",
                "high": "4",
                "horizon": "2026-12-31",
                "timing": "lagging",
                "source": "customer survey",
                "owner": "ada",
                "money": "42,000 customers at 310 euros.",
            }
        ],
        "alternatives": [
            {
                "id": "a1",
                "kind": "do_nothing",
                "what": "The counter stays.",
                "worst_level": 0,
                "benefit": 0,
                "cost": "120000",
                "why_not": "Nobody comes.",
            }
        ],
        "monitoring": [
            {
                "id": "w1",
                "indicator": "complaints a week",
                "threshold": "more than 50",
                "action": "roll_back",
                "owner": "ada",
                "check_on": "2026-06-01",
            }
        ],
    }
    return written
