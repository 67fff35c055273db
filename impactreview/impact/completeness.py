"""What is still missing before an analysis can be handed in, and the hash of each section."""

from datetime import date

from impactreview.impact.schema import Template
from impactreview.impact.terms import Form
from impactreview.impact.values import Content
from impactreview.kernel.refusals import Missing


def missing(template: Template, content: Content, form: Form, *, today: date) -> list[Missing]:
    """Everything that keeps `content` from being whole in `form`, in the template's order.

    The place of each is a question's id ("A.customer"), or "<table>.<row id>.<column>".
    """
    raise NotImplementedError


def section_hashes(template: Template, content: Content) -> dict[str, str]:
    """SHA-256 over the RFC 8785 JSON of each section's answers and columns, as hex."""
    raise NotImplementedError
