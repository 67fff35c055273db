"""Two decisions that were really taken, as their owners would type them in.

The facts are those of the folder `shared/cases` beside the project: what is not published there is
"unknown" here, as an owner would have to say. Where the questionnaire takes no "unknown", the text
says that nothing was published. Some things no file of facts can hold, because only an owner can
promise them: who acts, when one looks back, at what one stops, how one will find out. These are
made up, and plain.

`answers` are by question id, `rows` by table and column. OWNER stands for the owner of the
proposal; a measure names its place by the number of the row in `places`, beginning with 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from impactreview.impact.loading import default_template
from impactreview.impact.schema import Question
from impactreview.impact.terms import Door, Driver, QuestionType

UNKNOWN = "unknown"
OWNER = "<owner>"
Values = Mapping[str, Any]

_CHOSEN = {QuestionType.SINGLE, QuestionType.YES_NO_UNKNOWN}
_NOT_PUBLISHED = "Nothing was published about this."
_NICHT_BEKANNT = "Dazu wurde nichts veröffentlicht."
_DRIVERS = [f"vulnerable_{driver}" for driver in Driver]


@dataclass(frozen=True)
class Case:
    """A decision as it is typed in."""

    file: str
    language: str
    title: str
    text: str
    door: Door
    wished_on: str
    answers: Values
    rows: Mapping[str, Sequence[Values]]


def _unrated(kinds: list[str], reason: str, **known: Any) -> dict[str, Any]:
    """What sections C and D ask of a row about which next to nothing was published."""
    rated = dict.fromkeys(("scale", "remedy", "duration", "likelihood", *_DRIVERS), UNKNOWN)
    shares = dict.fromkeys(("customers", "share", "revenue_share", "equal_outcome"), UNKNOWN)
    return {
        **rated,
        **shares,
        "effect": "worse",
        "kinds": kinds,
        "knowledge": "weak",
        "reason_knowledge": reason,
        **known,
    }


NETFLIX = Case(
    file="netflix-2011-price-split.yaml",
    language="en",
    title="Charge separately for DVDs by mail and for streaming",
    text=(
        "One plan with unlimited streaming and one DVD at a time at 9.99 USD a month is withdrawn. "
        "Each part costs 7.99 USD a month; whoever wants both pays 15.98 USD."
    ),
    door=Door.ONE_WAY,
    wished_on="2011-09-01",
    answers={
        "0.helps": UNKNOWN,
        "0.eases": UNKNOWN,
        "0.price_terms": "yes",
        "0.service_cut": "yes",
        "0.harder_exit": UNKNOWN,
        "0.default": UNKNOWN,
        "0.data_use": UNKNOWN,
        "0.many": UNKNOWN,
        "0.vulnerable": UNKNOWN,
        "0.undo": "yes",
        "0.complaint": UNKNOWN,
        "0.regulated": UNKNOWN,
        "0.budget": UNKNOWN,
        "0.promise": UNKNOWN,
        "0.customer_budget": UNKNOWN,
        "A.customer": "Members of the video service in the United States, about 24.59 million.",
        "A.problem": "No problem of theirs was named when it was announced.",
        "A.benefit": "Whoever only streams pays 7.99 instead of 9.99 USD a month.",
        "A.know": UNKNOWN,
        "A.experience": (
            "A member with both parts reads on 12 July that the plan ends. From 1 September the"
            " bill says 15.98 USD, unless one part is given up before."
        ),
        "A.decision_on": "2011-07-12",
        "A.start_on": "2011-09-01",
        "A.owner": OWNER,
        "A.sponsor": UNKNOWN,
        "A.door": "one_way",
        "A.functions": ["product", "finance"],
        "A.channels": ["web", "post"],
        **{
            f"E.{name}": UNKNOWN
            for name in (
                "products",
                "price",
                "understanding",
                "support",
                "good_faith",
                "harm_avoided",
                "own_aim",
            )
        },
        "E.unknown_plan": "A survey of members with both parts before the change.",
        "E.unknown_until": "2011-08-31",
        "V.gained": "yes",
        "F.available": "no",
        "F.plan": "Ask members with both parts, and those who depend on DVDs.",
        "F.plan_on": "2011-08-31",
        "G.available": "yes",
        "I.gives_up": "Both parts for one price: 60 % more for the same.",
        "I.gain": "Each part earns its own price.",
        "I.announce": "yes",
        "I.announce_why": "It was announced in public on the day of the decision.",
        "J.planned": "no",
        "J.none_why": "No measure for those who are worse off was published.",
        "K.frontline": "no",
        "K.frontline_why_not": _NOT_PUBLISHED,
        "K.advocate": "no",
        "K.advocate_why_not": _NOT_PUBLISHED,
        "K.affected": "no",
        "K.affected_why_not": _NOT_PUBLISHED,
        "L.notice": "From 1 September each part costs 7.99 USD a month.",
        "L.notice_days": "51",
        "L.reasons": _NOT_PUBLISHED,
        "L.redress": _NOT_PUBLISHED,
        "L.opt_out": "By giving up one part, or both.",
        "L.exception": _NOT_PUBLISHED,
        "M.rollback_tested": UNKNOWN,
        "M.review_on": "2011-11-30",
        "N.complete": "yes",
        "N.nothing_left_out": "yes",
        "N.interest": "no",
    },
    rows={
        "places": [
            _unrated(
                ["money", "trust"],
                "No customer evidence was published with the announcement.",
                segment="members with both parts",
                stage="pay",
                change="They pay 15.98 instead of 9.99 USD a month for the same.",
                likelihood=4,
                reason_likelihood="Whoever keeps both parts pays the new price.",
                unknown_plan="Ask the members concerned how hard it hits them.",
                unknown_until="2011-08-31",
            ),
            {
                "segment": "members who only stream",
                "customers": UNKNOWN,
                "share": UNKNOWN,
                "revenue_share": UNKNOWN,
                "stage": "pay",
                "effect": "better",
                "change": "They pay 7.99 instead of 9.99 USD a month.",
            },
            _unrated(
                ["money", "access"],
                "No customer evidence was published with the announcement.",
                segment="members without a fast connection who depend on DVDs",
                stage="use",
                change="Streaming is no longer part of what they pay for.",
                unknown_plan="Count who never streams, and ask why.",
                unknown_until="2011-08-31",
            ),
        ],
        "benefits": [
            {
                "segment": "members who only stream",
                "stage": "pay",
                "who": "Whoever only streams pays 2 USD a month less.",
                "amount": UNKNOWN,
                "evidence": UNKNOWN,
            }
        ],
        "forecasts": [
            {
                "kind": "own",
                "name": "subscribers in the United States",
                "segment": "all",
                "unit": "millions",
                "baseline": "24.59",
                "baseline_on": "2011-06-30",
                "low": "24.6",
                "likely": "25.0",
                "high": "25.4",
                "horizon": "2011-09-30",
                "lead": "lagging",
                "source": "guidance of July for the third quarter",
                "owner": OWNER,
            }
        ],
        "alternatives": [
            {
                "kind": "do_nothing",
                "what": "The combined plan stays at 9.99 USD.",
                "worst_level": UNKNOWN,
                "benefit": UNKNOWN,
                "cost": UNKNOWN,
                "why_not": _NOT_PUBLISHED,
            },
            {
                "kind": "other",
                "what": "Raise the combined price gradually.",
                "worst_level": UNKNOWN,
                "benefit": UNKNOWN,
                "cost": UNKNOWN,
                "why_not": _NOT_PUBLISHED,
            },
            {
                # Nothing changes for those who are members, so nobody is worse off.
                "kind": "other",
                "what": "Keep the combined plan for existing members.",
                "worst_level": 0,
                "benefit": UNKNOWN,
                "cost": UNKNOWN,
                "why_not": _NOT_PUBLISHED,
            },
        ],
        "monitoring": [
            {
                "indicator": "subscribers in the United States",
                "threshold": "below 24.59 million",
                "action": "roll_back",
                "owner": OWNER,
                "check_on": "2011-09-30",
            }
        ],
    },
)

BAHNCARD = Case(
    file="bahncard-2024-digital-only.yaml",
    language="de",
    title="BahnCard 25 und 50 nur noch digital ausgeben",
    text=(
        "Die Rabattkarten BahnCard 25 und BahnCard 50 werden neu nur noch digital ausgegeben, in"
        " der App oder im Kundenkonto. Die Plastikkarte entfällt; die BahnCard 100 bleibt als"
        " Karte. Wer kein Smartphone hat, kann ein Ersatzdokument ausdrucken oder in einem"
        " Reisezentrum ausdrucken lassen."
    ),
    door=Door.TWO_WAY,
    wished_on="2024-06-09",
    answers={
        "0.helps": UNKNOWN,
        "0.eases": UNKNOWN,
        "0.price_terms": UNKNOWN,
        "0.service_cut": "yes",
        "0.harder_exit": UNKNOWN,
        "0.default": UNKNOWN,
        "0.data_use": UNKNOWN,
        "0.many": UNKNOWN,
        "0.vulnerable": "yes",
        "0.undo": UNKNOWN,
        "0.complaint": "yes",
        "0.regulated": UNKNOWN,
        "0.budget": UNKNOWN,
        "0.promise": UNKNOWN,
        "0.customer_budget": UNKNOWN,
        "A.customer": "Wer eine BahnCard 25 oder 50 kauft oder verlängert.",
        "A.problem": "Genannt wurde keines; angeführt wurden Plastik und der Postversand.",
        "A.benefit": "Die Karte ist sofort verfügbar.",
        "A.know": UNKNOWN,
        "A.experience": (
            "Frau K. hat kein Smartphone. Ab Juni 2024 kommt keine Karte mehr mit der Post. Sie"
            " druckt ein Ersatzdokument aus oder lässt es im Reisezentrum ausdrucken."
        ),
        # Bekannt ist nur das Jahr 2023.
        "A.decision_on": "2023-12-31",
        "A.start_on": "2024-06-09",
        "A.owner": OWNER,
        "A.sponsor": UNKNOWN,
        "A.door": "two_way",
        "A.functions": ["sales"],
        "A.channels": ["app", "web", "branch", "post"],
        **{
            f"E.{name}": UNKNOWN
            for name in (
                "products",
                "price",
                "understanding",
                "support",
                "good_faith",
                "harm_avoided",
                "own_aim",
            )
        },
        "E.unknown_plan": "Gespräche mit Fahrgast-, Sozial- und Seniorenverbänden.",
        "E.unknown_until": "2024-05-31",
        "V.gained": "yes",
        "F.available": "yes",
        "G.available": "no",
        "G.plan": "Zählen, wie viele Ersatzdokumente gedruckt werden.",
        "G.plan_on": "2024-09-30",
        "I.gives_up": "Die Karte in der Hand.",
        "I.gain": "Weniger Plastik und kein Postversand.",
        "I.announce": "yes",
        "I.announce_why": "Es wurde öffentlich angekündigt.",
        "J.planned": "yes",
        "K.frontline": "no",
        "K.frontline_why_not": _NICHT_BEKANNT,
        "K.advocate": "no",
        "K.advocate_why_not": _NICHT_BEKANNT,
        "K.affected": "no",
        "K.affected_why_not": _NICHT_BEKANNT,
        "L.notice": "Ihre neue BahnCard erhalten Sie in der App oder in Ihrem Kundenkonto.",
        "L.notice_days": UNKNOWN,
        "L.reasons": "Weniger Plastik; die Karte ist sofort verfügbar.",
        "L.redress": _NICHT_BEKANNT,
        "L.opt_out": "Gar nicht; es gibt ein Ersatzdokument zum Ausdrucken.",
        "L.exception": _NICHT_BEKANNT,
        "M.rollback_tested": UNKNOWN,
        "M.review_on": "2024-09-30",
        "N.complete": "yes",
        "N.nothing_left_out": "yes",
        "N.interest": "no",
    },
    rows={
        "places": [
            {
                "segment": "Kundinnen und Kunden mit Smartphone und Kundenkonto",
                "customers": UNKNOWN,
                "share": UNKNOWN,
                "revenue_share": UNKNOWN,
                "stage": "use",
                "effect": "better",
                "change": "Die Karte ist sofort in der App.",
            },
            _unrated(
                ["access", "time"],
                "Verbände widersprechen; Zahlen wurden nicht veröffentlicht.",
                segment="ältere Menschen ohne Smartphone",
                stage="buy",
                change="Sie bekommen keine Karte mehr und brauchen einen Ausdruck.",
                vulnerable_digital_access="yes",
                vulnerable_how="Ohne Smartphone gibt es die Karte nur als Ausdruck.",
                equal_outcome="Ein Ersatzdokument, auch im Reisezentrum ausgedruckt.",
                unknown_plan="Zählen, wer ohne App kauft.",
                unknown_until="2024-05-31",
            ),
            _unrated(
                ["access", "dignity"],
                "Verbände widersprechen; Zahlen wurden nicht veröffentlicht.",
                segment="Menschen mit Behinderung, deren Hilfsmittel die App nicht bedienen",
                stage="use",
                change="Sie können ihre Karte nicht ohne Hilfe zeigen.",
                vulnerable_disability="yes",
                vulnerable_how="Ihr Hilfsmittel kann die App nicht bedienen.",
                unknown_plan="Mit Betroffenen testen.",
                unknown_until="2024-05-31",
            ),
            _unrated(
                ["access", "privacy"],
                "Verbände widersprechen; Zahlen wurden nicht veröffentlicht.",
                segment="Menschen ohne E-Mail-Adresse oder Kundenkonto",
                stage="change_renew",
                change="Sie müssen ein Kundenkonto anlegen, um zu verlängern.",
                vulnerable_digital_access="yes",
                vulnerable_how="Ohne E-Mail-Adresse gibt es kein Kundenkonto.",
                unknown_plan="Zählen, wer ohne Konto verlängert.",
                unknown_until="2024-05-31",
            ),
        ],
        "benefits": [
            {
                "segment": "Kundinnen und Kunden mit Smartphone und Kundenkonto",
                "stage": "use",
                "who": "Die Karte ist sofort verfügbar, ohne Postversand und Plastik.",
                "amount": UNKNOWN,
                "evidence": UNKNOWN,
            }
        ],
        "evidence": [
            {
                "source": "association",
                "segment": "ältere Menschen ohne Smartphone",
                "finding": "Teile der Kundschaft werden ausgeschlossen.",
                "stance": "contradicts",
            }
        ],
        "alternatives": [
            {
                "kind": "do_nothing",
                "what": "Die Plastikkarte bleibt.",
                "worst_level": UNKNOWN,
                "benefit": UNKNOWN,
                "cost": UNKNOWN,
                "why_not": _NICHT_BEKANNT,
            },
            {
                # Wer sie braucht, behält die Karte: niemandem geht es schlechter.
                "kind": "other",
                "what": "Digital ausgeben und auf Wunsch weiter eine Karte schicken.",
                "worst_level": 0,
                "benefit": UNKNOWN,
                "cost": UNKNOWN,
                "why_not": _NICHT_BEKANNT,
            },
            {
                "kind": "other",
                "what": "Erst nur die BahnCard 25 umstellen und danach entscheiden.",
                "worst_level": UNKNOWN,
                "benefit": UNKNOWN,
                "cost": UNKNOWN,
                "why_not": _NICHT_BEKANNT,
            },
        ],
        "mitigations": [
            {
                # Ein Datum ist nicht bekannt, also senkt die Maßnahme keine Stufe.
                "place": 1,
                "measure": "Ersatzdokument zum Ausdrucken",
                "kind": "choice",
                "owner": OWNER,
                "due": UNKNOWN,
                "before_start": UNKNOWN,
                "proof": UNKNOWN,
            }
        ],
        "monitoring": [
            {
                "indicator": "Beschwerden zur BahnCard in der Woche",
                "threshold": "mehr als 200",
                "action": "stop",
                "owner": OWNER,
                "check_on": "2024-06-30",
            }
        ],
    },
)

CASES = (NETFLIX, BAHNCARD)


def section_fields(case: Case, section: str, owner: str) -> dict[str, Any]:
    """What is typed on a section's page (or on the quick test's, "0"), by the names of fields."""
    questions = {q.id: q for q in default_template().section(section).questions}
    typed = [(questions[path], v) for path, v in case.answers.items() if path in questions]
    return _fields(typed, owner)


def row_fields(
    section: str, table: str, row: Values, owner: str, places: Sequence[str]
) -> dict[str, Any]:
    """What is typed on a section's page about one row. `places` are the ids of those rows."""
    shown = [q for q in default_template().section(section).questions if q.table == table]
    columns = {column.key: column for question in shown for column in question.columns}
    named = {**row, "place": places[row["place"]]} if "place" in row else row
    return _fields([(columns[key], v) for key, v in named.items() if key in columns], owner)


def cited_fields(row: Values, owner: str) -> dict[str, Any]:
    """What is typed on the page of one piece of evidence, or of one forecast."""
    return {key: owner if value == OWNER else value for key, value in row.items()}


def _fields(typed: Sequence[tuple[Question, Any]], owner: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for question, value in typed:
        name = question.id.replace(".", "-")
        if value == UNKNOWN and question.type not in _CHOSEN:
            fields[f"{name}-unknown"] = "y"
        else:
            fields[name] = owner if value == OWNER else value
    return fields
