"""Two forms of one proposal beside each other: what stands there now, and what was typed."""

from dataclasses import dataclass
from typing import Any

from wtforms import Field
from wtforms.widgets import HiddenInput

from impactreview.proposals.forms import ProposalForm


@dataclass(frozen=True)
class Difference:
    """One field in which they differ, in the words of the page."""

    label: str
    now: str
    typed: str
    is_long: bool


def differences(there: ProposalForm, typed: ProposalForm) -> list[Difference]:
    """The fields in which `typed` says something else than what is `there`."""
    return [
        Difference(str(now.label.text), _said(now), _said(mine), now.name in {"text", "channels"})
        for now, mine in zip(there, typed, strict=True)
        if not isinstance(now.widget, HiddenInput) and now.data != mine.data
    ]


def _said(field: Field) -> str:
    choices: Any = getattr(field, "choices", None)
    if choices is None:
        return str(field._value())
    chosen = field.data if isinstance(field.data, list) else [field.data]
    return ", ".join(str(label).strip() for value, label in choices if value in chosen)
