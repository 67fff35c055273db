"""Forms about a proposal: what it says, who stands beside its owner, what hangs on it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from impactreview.impact.terms import Door
from impactreview.people.models import Unit
from impactreview.people.rules.people import MOST_ADDRESS, as_address
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules.attachments import MOST_BYTES, MOST_MEGABYTES
from impactreview.proposals.rules.details import (
    MOST_CHANNEL,
    MOST_CHANNELS,
    MOST_FUNCTIONS,
    MOST_REASON,
    MOST_TEXT,
    MOST_TITLE,
)
from impactreview.proposals.terms import Involvement
from impactreview.web.days import today
from impactreview.web.forms import (
    Form,
    LocalDateField,
    LongTextField,
    Required,
    TextField,
    printable,
    shown_day,
)
from impactreview.web.languages import term

PEOPLE_LIST = "people-list"
"""Id of the list of suggestions that a page with a field for a person holds."""
MOST_CO_AUTHORS = 20
OPEN, RESTRICTED = "open", "restricted"
YES, NO = "yes", "no"
Filled = dict[str, list[str]]


def _person(label: Any, *checks: Any) -> TextField:
    marks = {"list": PEOPLE_LIST, "autocomplete": "off", "autocapitalize": "none"}
    return TextField(label, [*checks], most=MOST_ADDRESS, render_kw=marks)


class LinesField(LongTextField):
    """A list of short texts, one a line; each stands once."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands in the lines that are not empty."""
        typed = (" ".join(line.split()) for line in (self.data or "").splitlines())
        return tuple(dict.fromkeys(line for line in typed if line))


def _code(text: str | None) -> str:
    return printable(text or "")


def _codes(texts: list[str] | None) -> list[str]:
    return [printable(text) for text in texts or ()]


class ProposalForm(Form):
    """What a proposal says; `version` is the one that was looked at.

    Which units and policies there are is known to whoever takes the form in.
    """

    title = TextField(lazy_gettext("Title"), [Required()], most=MOST_TITLE)
    unit = SelectField(lazy_gettext("Unit"), [Required()], filters=[_code], validate_choice=False)
    text = LongTextField(lazy_gettext("What changes, and for whom"), most=MOST_TEXT)
    door = RadioField(lazy_gettext("Can it be taken back?"), [Required()])
    wished_on = LocalDateField(lazy_gettext("Wished date"))
    functions = SelectMultipleField(
        lazy_gettext("Functions touched"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        filters=[_codes],
        validate_choice=False,
    )
    channels = LinesField(lazy_gettext("Channels touched"), most=MOST_CHANNELS * MOST_CHANNEL)
    amends = SelectField(
        lazy_gettext("Policy it amends"), default="", filters=[_code], validate_choice=False
    )
    sponsor = _person(lazy_gettext("Sponsor"))
    visibility = RadioField(lazy_gettext("Who may see it once it is submitted"), default=OPEN)
    embargo_until = LocalDateField(lazy_gettext("Restricted until"))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.door.choices = [(door.value, term(door)) for door in Door]
        self.visibility.choices = [
            (OPEN, gettext("Every employee")),
            (RESTRICTED, gettext("Only those who must know")),
        ]

    def offer(self, units: Sequence[tuple[Unit, int]], policies: Sequence[tuple[str, str]]) -> None:
        """Let one choose among `units`, each with its depth in the tree, and `policies`."""
        named = [(each.code, "\u2003" * depth + each.name) for each, depth in units]
        self.unit.choices = [("", gettext("Please choose")), *named]
        self.functions.choices = named
        self.amends.choices = [
            ("", gettext("None, it is new")),
            *((code, f"{title} ({code})") for code, title in policies),
        ]

    def offer_as(self, other: "ProposalForm") -> None:
        """Let one choose what `other` lets one choose."""
        for name in ("unit", "functions", "amends"):
            self[name].choices = other[name].choices

    def validate_embargo_until(self, field: LocalDateField) -> None:
        if self.is_restricted and field.data is None and not field.errors:
            raise ValidationError(gettext("A restricted proposal needs the day until when."))
        if self.is_restricted and field.data is not None and field.data <= today():
            raise ValidationError(gettext("Name a day to come."))

    def validate_functions(self, field: SelectMultipleField) -> None:
        if len(field.data) > MOST_FUNCTIONS:
            raise ValidationError(gettext("There is no such unit."))

    def validate_channels(self, field: LinesField) -> None:
        if len(field.lines) > MOST_CHANNELS or any(len(x) > MOST_CHANNEL for x in field.lines):
            say = gettext(
                "At most %(most)s channels, each of at most %(long)s characters.",
                most=MOST_CHANNELS,
                long=MOST_CHANNEL,
            )
            raise ValidationError(say)

    @property
    def is_restricted(self) -> bool:
        return bool(self.visibility.data == RESTRICTED)


class NewProposalForm(ProposalForm):
    """The same for one that is begun; later the co-authors have a page of their own."""

    co_authors = LinesField(lazy_gettext("Co-authors"), most=MOST_CO_AUTHORS * MOST_ADDRESS)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the co-authors, as the database keeps addresses."""
        typed = (self.co_authors.data or "").replace(",", " ").replace(";", " ").split()
        return tuple(dict.fromkeys(as_address(each) for each in typed))

    def validate_co_authors(self, field: LinesField) -> None:
        if len(self.addresses) > MOST_CO_AUTHORS:
            raise ValidationError(gettext("At most %(most)s people.", most=MOST_CO_AUTHORS))


def filled(proposal: Proposal) -> Filled:
    """What the form of this proposal holds before anybody types, as a browser would send it."""
    return {
        "title": [proposal.title],
        "unit": [proposal.unit.code],
        "text": [proposal.text],
        "door": [proposal.door.value],
        "wished_on": [shown_day(proposal.wished_on)] if proposal.wished_on else [""],
        "functions": list(proposal.functions),
        "channels": ["\n".join(proposal.channels)],
        "amends": [proposal.amends.code if proposal.amends else ""],
        "sponsor": [proposal.sponsor.email if proposal.sponsor else ""],
        "visibility": [RESTRICTED if proposal.restricted else OPEN],
        "embargo_until": [shown_day(proposal.embargo_until)] if proposal.embargo_until else [""],
        "version": [str(proposal.version)],
    }


class InvolveForm(Form):
    """Whom the owner wants beside them, and as what."""

    email = _person(lazy_gettext("E-mail address"), Required())
    involvement = RadioField(lazy_gettext("Part in it"), [Required()])

    def offer(self, *, restricted: bool) -> None:
        """Let one choose a part; readers are named only where not everybody may read."""
        parts = [each for each in Involvement if restricted or each is not Involvement.READER]
        self.involvement.choices = [(each.value, term(each)) for each in parts]


class AnswerForm(Form):
    """Whether somebody who was named takes the part they were asked to take."""

    answer = RadioField(
        lazy_gettext("Do you take part?"),
        [Required()],
        choices=[
            SelectChoice(YES, lazy_gettext("Yes, I put my name to it")),
            SelectChoice(NO, lazy_gettext("No, take my name off")),
        ],
    )


class AttachForm(Form):
    """A file to hang on the proposal."""

    file = FileField(
        lazy_gettext("File"),
        [Required()],
        render_kw={
            "data-most-bytes": MOST_BYTES,
            "data-too-large": lazy_gettext(
                "The file is larger than %(most)s MB.", most=MOST_MEGABYTES
            ),
        },
    )

    def content(self) -> bytes:
        """Its bytes; one more than may be, where there are more."""
        content: bytes = self.file.data.stream.read(MOST_BYTES + 1)
        return content

    def name(self) -> str:
        """Its name as the browser says it."""
        return str(self.file.data.filename or "")


class WithdrawForm(Form):
    """Why a proposal is taken back."""

    why = LongTextField(lazy_gettext("Reason"), [Required()], most=MOST_REASON)
