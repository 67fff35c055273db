"""How far an analysis is, section by section."""

from collections.abc import Sequence
from dataclasses import dataclass

from impactreview.impact.schema import Section, Template
from impactreview.impact.terms import Form
from impactreview.impact.values import Content, is_answered
from impactreview.kernel.refusals import Missing


@dataclass(frozen=True)
class Progress:
    """One section: what is missing in it, and whether anything stands there yet."""

    section: Section
    found: tuple[Missing, ...]
    begun: bool
    waits: bool
    """It asks about rows of another section, of which there is none yet."""

    @property
    def missing(self) -> int:
        """How many things are missing."""
        return len(self.found)

    @property
    def done(self) -> bool:
        return not self.found and not self.waits


def progress(
    template: Template, content: Content, form: Form, found: Sequence[Missing]
) -> list[Progress]:
    """The sections this form asks for, in their order. `found` has paths as its places."""
    return [
        Progress(
            section,
            tuple(one for one in found if _section_in(one.place) == section.id),
            _begun(section, content),
            _waits(section, content),
        )
        for section in sections_of(template, form)
    ]


def sections_of(template: Template, form: Form) -> list[Section]:
    """The sections this form asks for, without the quick test."""
    return [s for s in template.sections if form in s.forms and s.id != "0"]


def neighbours(
    template: Template, section: Section, form: Form
) -> tuple[Section | None, Section | None, int, int]:
    """The section before and the one after in this form, and which it is, of how many.

    A section that the form does not ask for stands nowhere: number 0.
    """
    asked = sections_of(template, form)
    if section not in asked:
        return None, None, 0, len(asked)
    at = asked.index(section)
    before = asked[at - 1] if at else None
    return before, (asked[at + 1] if at + 1 < len(asked) else None), at + 1, len(asked)


def elsewhere(found: Sequence[Missing]) -> list[Missing]:
    """What is missing and belongs to no section: of the quick test, and of the form."""
    return [one for one in found if not _section_in(one.place)]


def _section_in(place: str) -> str:
    """The section in the path of a page; empty where it leads to none."""
    _, _, rest = place.partition("#")[0].partition("/analysis/")
    return rest.split("/")[0]


def _waits(section: Section, content: Content) -> bool:
    rows = content.get("rows") or {}
    return all(
        question.table is not None and not question.adds_rows and not rows.get(question.table)
        for question in section.questions
    )


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
