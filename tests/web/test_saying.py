"""What somebody typed stays text, also where a template says it as a message."""

import pytest
from flask import Flask, render_template_string


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "100 %"]
)
def test_a_message_that_was_typed_is_escaped(app: Flask, typed: str) -> None:
    with app.test_request_context():
        said = render_template_string("{{ _(typed) }}", typed=typed)
    assert "<" not in said
    assert said.replace("&lt;", "<").replace("&gt;", ">") == typed


def test_a_parameter_that_was_typed_is_escaped(app: Flask) -> None:
    with app.test_request_context():
        said = render_template_string("{{ _('Change %(name)s', name=typed) }}", typed="<b>x</b>")
    assert "<b>" not in said
