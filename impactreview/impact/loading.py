"""Templates from their text, refused whole when something is wrong; the one that comes along."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import rfc8785

from impactreview.impact.checks import problems
from impactreview.impact.document import document
from impactreview.impact.reading import read
from impactreview.impact.schema import Template
from impactreview.kernel.refusals import Missing, Unusable

DEFAULT = Path(__file__).parent / "questionnaires" / "customer_impact_analysis_v1.yaml"


class BrokenTemplate(Unusable):
    """A template that can not be used; `problems` names each place and its mend."""

    def __init__(self, found: list[Missing]) -> None:
        super().__init__(
            message="This template can not be used: %(count)s places are wrong.", count=len(found)
        )
        self.problems = tuple(found)


def load(text: str) -> Template:
    """The template that `text` (YAML or JSON) is. Raises BrokenTemplate with all that is wrong."""
    found: list[Missing] = []
    tree = document(text, found)
    if found:
        raise BrokenTemplate(found)
    return made(tree)


def made(tree: Mapping[str, Any]) -> Template:
    """The template that a plain tree is. Raises BrokenTemplate with all that is wrong."""
    found: list[Missing] = []
    template = read(dict(tree), template_hash(tree), found)
    found += [] if found else problems(template)
    if found:
        raise BrokenTemplate(found)
    return template


def template_hash(tree: Mapping[str, Any]) -> str:
    """SHA-256 over the RFC 8785 JSON of the document, as hex: spacing and order do not count."""
    return hashlib.sha256(rfc8785.dumps(dict(tree))).hexdigest()


@cache
def default_template() -> Template:
    """Customer-Impact Analysis, version 1."""
    return load(DEFAULT.read_text(encoding="utf-8"))
