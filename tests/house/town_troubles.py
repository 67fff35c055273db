"""The escalations of the town: one at each step, each about a policy of its own."""

from collections.abc import Callable
from typing import Any

from impactreview.audit.acts import acting
from impactreview.escalations import operations
from impactreview.escalations.models import Escalation
from impactreview.escalations.terms import Finding, Mode
from impactreview.kernel.db import session
from impactreview.policies.models import Policy
from impactreview.policies.operations.register import correct
from impactreview.policies.rules.register import Correction
from tests.escalations.scene import Scene

Handles = dict[str, Any]


def troubles(seen: Scene) -> dict[str, Handles]:
    """Every escalation by its name, with the values of its addresses, and their policies."""
    first, made = seen.policy, {}
    for name, laid in _STEPS.items():
        seen.policy = seen.given.policy(seen.owner, title=f"Goals of a day, {name}")
        made[name] = laid(seen)
    measure = seen.asked(made["asked"])
    seen.policy = first
    _corrected(first, seen)
    return {name: {"code": case.code} for name, case in made.items()} | {
        "measure": {"measure_id": measure.id},
        "report": {"code": made["triaged"].code},
        "closed report": {"code": made["closed"].code},
        "policy": {"code": first.code},
        "halted policy": {"code": _policy_of(made["halted"]).code},
        "answered policy": {"code": _policy_of(made["answered case"]).code},
    }


def _corrected(policy: Policy, seen: Scene) -> None:
    """The policy has a second version."""
    with acting(by=seen.owner, at=seen.at) as act:
        text, reason = "Who pays late pays six euros.", "It said five by mistake."
        said = Correction(text=text, valid_from=seen.on, reason=reason, seen=1)
        correct(act, policy, said, by=seen.owner, registers=False, on=seen.on)


def _policy_of(case: Escalation) -> Policy:
    return session.get_one(Policy, case.policy_id)


def _tried(seen: Scene) -> Escalation:
    case = seen.submitted()
    seen.voted(case, seen.chair, Finding.UPHELD)
    seen.voted(case, seen.customer, Finding.UPHELD)
    return case


def _proposed(seen: Scene) -> Escalation:
    case, second = seen.answered(), seen.handlers[1]
    with acting(by=second, at=seen.at) as act:
        operations.propose_closing(act, case, by=second, on=seen.on, summary="Goals did harm.")
    with acting(by=case, at=seen.at) as act:
        operations.reply(act, case, on=seen.on, text="That is it.")
    return case


_STEPS: dict[str, Callable[[Scene], Escalation]] = {
    "reported": lambda seen: seen.raised(mode=Mode.NAMED),
    "acknowledged": lambda seen: seen.acknowledged(),
    "triaged": lambda seen: seen.triaged(),
    "asked": lambda seen: seen.triaged(),
    "halted": lambda seen: seen.suspended(),
    "submitted": lambda seen: seen.submitted(),
    "tried": _tried,
    "determined": lambda seen: seen.determined(),
    "answered case": lambda seen: seen.answered(),
    "proposed": _proposed,
    "closed": lambda seen: seen.closed(),
}
