"""What the fields of a form are called where only what was sent is at hand, and not its page."""

from collections.abc import Callable, Iterator, Sequence
from inspect import Parameter, signature
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from impactreview.web.forms import Form

Sent = Sequence[tuple[str, str]]
Said = list[tuple[str | None, str]]
"""A field's label, None where it is not known, and what it held in the words of the page."""


def said(room: str, sent: Sent, *, unseen: Sequence[str] = ()) -> Said:
    """What was sent to a page of `room`, as a person reads it; without blanks and the `unseen`."""
    names = {name.partition("-")[0] for name, _ in sent} - set(unseen)
    form = _form(room, names, sent)
    shown = [(name, text) for name, text in sent if text.strip() and name not in unseen]
    return [_line(form, name, text) for name, text in shown]


def _line(form: Form | None, name: str, text: str) -> tuple[str | None, str]:
    field = None if form is None else form._fields.get(name)
    if field is None:
        return None, text
    if isinstance(field, BooleanField):
        return str(field.label.text), gettext("Yes")
    options = field if getattr(field, "choices", None) else ()
    chosen = [str(option.label.text) for option in options if str(option.data) == text]
    return str(field.label.text), next(iter(chosen), text).strip()


def _form(room: str, names: set[str], sent: Sent) -> Form | None:
    """The narrowest form of this room that has all of these fields; None where there is none.

    A form that is made from more than what was sent is left out: nothing of that is at hand.
    """
    kinds = [
        kind
        for kind in _kinds(Form)
        if kind.__module__.split(".")[1] == room and names <= _names(kind) and _is_plain(kind)
    ]
    kinds.sort(key=lambda kind: (len(_names(kind)), kind.__qualname__))
    if not kinds:
        return None
    form = kinds[0](MultiDict(sent), meta={"csrf": False})
    offer = getattr(form, "offer", None)
    if offer is not None and _needs_nothing(offer, beside=0):
        offer()
    return form


def _kinds(base: type[Form]) -> Iterator[type[Form]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _names(kind: type[Form]) -> set[str]:
    return {name for name in dir(kind) if hasattr(getattr(kind, name), "_formfield")}


def _is_plain(kind: type[Any]) -> bool:
    return _needs_nothing(kind.__init__, beside=1)


def _needs_nothing(call: Callable[..., Any], *, beside: int) -> bool:
    """Whether it can be called with nothing beside its first parameters."""
    asked = list(signature(call).parameters.values())[beside:]
    spread = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
    return all(each.kind in spread or each.default is not Parameter.empty for each in asked)
