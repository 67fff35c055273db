"""The table of who may enter where is complete, and every view carries the mark it says."""

from flask import Flask
from werkzeug.routing import Rule

from tests.house.access_table import READING_NAMES, ROWS

LIBRARY = {"static", "bootstrap.static"}


def _rules(app: Flask) -> list[Rule]:
    return sorted(
        (rule for rule in app.url_map.iter_rules() if rule.endpoint not in LIBRARY),
        key=lambda rule: (rule.endpoint == "people.sign_out", rule.endpoint, rule.rule),
    )


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert {rule.endpoint for rule in _rules(app)} == set(ROWS)


def test_every_view_carries_the_mark_of_its_row(app: Flask) -> None:
    marks = {name: getattr(app.view_functions[name], "access", None) for name in ROWS}
    assert marks == {name: row.mark for name, row in ROWS.items()}


def test_what_can_be_sent_is_what_the_table_says(app: Flask) -> None:
    sent = {rule.endpoint for rule in _rules(app) if set(_methods(rule)) - {"GET"}}
    assert sent == {name for name, row in ROWS.items() if row.sends is not None}


def test_nothing_is_sent_under_the_name_of_reading_without_a_reason() -> None:
    nameless = [
        name
        for name, row in ROWS.items()
        if row.sends is not None and row.mark.endswith(READING_NAMES) and not row.why
    ]
    assert not nameless
