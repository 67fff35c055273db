"""What a form says is wrong: each line names its field, and a choice not made is needed."""

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask, render_template_string, request
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, RadioField, SelectField
from wtforms.fields import SelectChoice

from impactreview.kernel.keys import SentKey
from impactreview.web.forms import (
    Form,
    ListedSelect,
    LocalDateField,
    LocalDecimalField,
    Required,
    TextField,
)
from tests.given import Given


class Sample(Form):
    title = TextField("Title", [Required()])
    door = RadioField("Can it be taken back?", [Required()], choices=[SelectChoice("yes", "Yes")])
    kind = SelectField("Kind", [Required()], choices=[SelectChoice("a", "A")])
    day = LocalDateField("Day", [Required()])
    names = FieldList(TextField("Name", most=3))


SUMMARY = "{% import '_house/fields.html' as fields %}{{ fields.error_summary(form) }}"


def lines(app: Flask, **sent: str) -> list[str]:
    """The lines of the summary for what was sent."""
    with app.test_request_context(method="POST"):
        form = Sample(MultiDict(sent), meta={"csrf": False})
        assert not form.validate()
        text = render_template_string(SUMMARY, form=form)
    return [unescape(re.sub(r"<[^>]+>", "", each)) for each in re.findall("<li>(.*?)</li>", text)]


def test_each_line_names_its_field(app: Flask) -> None:
    needed = "This is needed."
    assert lines(app) == [
        f"Title: {needed}",
        f"Can it be taken back? {needed}",
        f"Kind: {needed}",
        f"Day: {needed}",
    ]


def test_a_choice_that_is_not_offered_is_not_called_missing(app: Flask) -> None:
    sent = {"title": "A", "door": "moon", "kind": "moon", "day": "moon"}
    door, kind, day = lines(app, **sent)
    assert door == "Can it be taken back? Not a valid choice."
    assert kind == "Kind: Not a valid choice."
    assert day.startswith("Day: Write the date as")


def test_a_line_of_a_list_says_its_row(app: Flask) -> None:
    filled = {"title": "A", "door": "yes", "kind": "a", "day": "2026-12-31"}
    (said,) = lines(app, **filled, **{"names-0": "Ada", "names-1": "Grace"})
    assert said.startswith("Row 2: ")
    assert "Name" not in said


def test_a_name_is_text(app: Flask) -> None:
    class Typed(Form):
        title = TextField("<b>x</b>", [Required()])

    with app.test_request_context(method="POST"):
        form = Typed(MultiDict(), meta={"csrf": False})
        assert not form.validate()
        assert "<b>" not in render_template_string(SUMMARY, form=form)


@pytest.mark.database_near
def test_a_german_page_says_it_in_german(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person(language="de"))
    answer = client.post("/proposals/new", data={"title": ""})
    assert answer.status_code == 422
    summary = answer.text.partition('class="error-summary"')[2].partition("</ul>")[0]
    said = re.findall(r'<a href="[^"]*">([^<]*)</a>', summary)
    assert "Titel: Das wird gebraucht." in said
    assert not [each for each in said if "Not a valid" in each or "gültige Auswahl" in each]


@pytest.mark.parametrize("chosen", ["", "a", "<b>", "nothing"])
def test_a_list_of_options_is_written_as_the_library_writes_it(app: Flask, chosen: str) -> None:
    choices = [SelectChoice("", "–"), SelectChoice("a", "A & B"), SelectChoice("<b>", '"<i>"')]

    class Lists(Form):
        plain = SelectField(choices=choices, name="one", id="one")
        listed = SelectField(choices=choices, name="one", id="one", widget=ListedSelect())

    with app.test_request_context():
        form = Lists(data={"plain": chosen, "listed": chosen})
        for _ in range(2):
            assert form.listed() == form.plain()


@pytest.mark.parametrize("text", ["NaN", "sNaN", "-Infinity", "inf", "1e", "1e999999", "--1"])
def test_what_is_no_number_is_said_at_its_field_and_compares_with_nothing(
    app: Flask, text: str
) -> None:
    class Measured(Form):
        size = LocalDecimalField("Size")

    with app.test_request_context(method="POST", data={"size": text}):
        form = Measured(meta={"csrf": False})
        assert not form.validate()
        assert form.size.errors
        assert form.size.data is None or form.size.data.is_finite()


def content(app: Flask, *, file: bytes | None = None, **sent: str) -> str:
    """What the key of a form that was sent so tells of what it held."""
    data: dict[str, object] = {"key": "k", "title": "A", **sent}
    if file is not None:
        data["file"] = (BytesIO(file), "a.txt")
    with app.test_request_context(method="POST", data=data):
        form = Small(meta={"csrf": False})
        assert form.sent()
        assert form.key.data == "k"
        if file is not None:
            assert request.files["file"].read() == file  # it can still be taken in
        assert isinstance(form.key.data, SentKey)
        return form.key.data.content


class Small(Form):
    title = TextField("Title", [Required()])


def test_a_key_tells_a_second_click_from_something_else(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("impactreview.web.forms._PIECE", 1_000)
    first = content(app, csrf_token="one", more="a\r\nb")
    assert first == content(app, csrf_token="another", more="a\nb")
    assert len(first) == 64
    others = [
        content(app, more="a\nb", title="B"),
        content(app, more="a\nb", even=""),
        content(app, more="a\nb", file=b"x" * 3_000),
        content(app, more="a\nb", file=b"x" * 3_000 + b"y"),
    ]
    assert len({first, *others}) == 5


def test_a_form_that_is_wrong_has_no_content(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"key": "k", "title": ""}):
        form = Small(meta={"csrf": False})
        assert not form.sent()
        assert not isinstance(form.key.data, SentKey)
