"""How far an analysis is, section by section."""

from collections.abc import Sequence
from dataclasses import dataclass

from impactreview.impact.schema import Section, Template
from impactreview.impact.terms import Form
from impactreview.impact.values import Content, is_answered
from impactreview.kernel.refusals import Missing


@dataclass(frozen=True)
class Progress:
    """One section: how many things are missing in it, and whether anything stands there yet."""

    section: Section
    missing: int
    begun: bool

    @property
    def done(self) -> bool:
        return self.missing == 0


def progress(
    template: Template, content: Content, form: Form, found: Sequence[Missing]
) -> list[Progress]:
    """The sections this form asks for, in their order. `found` has paths as its places."""
    return [
        Progress(
            section,
            sum(f"/analysis/{section.id}" in one.place.split("#")[0] for one in found),
            _begun(section, content),
        )
        for section in template.sections
        if form in section.forms and section.id != "0"
    ]


def _begun(section: Section, content: Content) -> bool:
    answers, rows = content.get("answers") or {}, content.get("rows") or {}
    for question in section.questions:
        if question.table is None and is_answered(answers.get(question.id)):
            return True
        keys = {column.key for column in question.columns}
        written = rows.get(question.table or "") or []
        if isinstance(written, list) and any(
            is_answered(row.get(k)) for row in written for k in keys
        ):
            return True
    return False
