"""The base of every form, and the fields that read what people in two languages type."""

import hashlib
import hmac
import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from gettext import NullTranslations
from typing import Any
from uuid import uuid4

from babel.numbers import NumberFormatError, parse_decimal
from babel.support import Translations
from flask import current_app, request
from flask_babel import get_locale, gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import Choice
from wtforms.i18n import messages_path
from wtforms.validators import Length, Regexp, StopValidation, ValidationError
from wtforms.widgets import HiddenInput, Select, TextInput

from impactreview.kernel.keys import SentKey
from impactreview.kernel.refusals import Refusal
from impactreview.web.languages import number

_LINE_BREAKS = {"\n", "\t"}
_HIDING = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"  # flag of a region
    "|[\u00ad\u180e\u200b\u2060-\u2064"  # soft hyphen, spaces without width
    "\u202a-\u202e\u2066-\u206f"  # overrides, embeddings and isolates of direction
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"  # byte order, annotations, tags
)
"""Characters that change or hide what is read; the first group is kept."""
_BLANK = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u200c-\u200f\u2800\u3164\uffa0"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Characters that show nothing when they stand alone."""
_EXAMPLE_DAY = date(2026, 12, 31)
_EXAMPLE = Decimal("1234.5")


@cache
def _library_words(language: str) -> NullTranslations:
    return Translations.load(messages_path(), [language], domain="wtforms")


class Form(FlaskForm):
    """A form knows the shape of its input, and nothing of who may send it or when.

    Every form carries an idempotency key made when the page was: a second click, a reload and a
    retry after a lost answer are the same act.
    """

    class Meta(FlaskForm.Meta):
        """Where the words of the form library come from: read once for each language."""

        def get_translations(self, form: Any) -> NullTranslations:
            return _library_words(str(get_locale() or "en"))

    form_errors: list[str]
    key = HiddenField(validators=[Length(max=80), Regexp(r"[0-9A-Za-z_-]*\Z")])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        if not self.key.data:
            self.key.data = uuid4().hex

    def sent(self) -> bool:
        """Whether this request sends the form, and sends it whole and right.

        From then on its key also knows what was sent: the same under one key is a second click.
        """
        if request.method != "POST" or not self.validate():
            return False
        self.key.data = SentKey(self.key.data, _content_sent())
        return True

    def tell(self, refusal: Refusal) -> None:
        """Show why the form could not be taken in, at the field that the refusal names.

        What is sent from there is another act: the page gets a key of its own.
        """
        self.key.data = uuid4().hex
        place = self._fields.get(str(refusal.params.get("place", "")))
        said = gettext(refusal.message, **refusal.params)
        if place is None:
            self.form_errors = [*self.form_errors, said]
        else:
            place.errors = [*place.errors, said]


_PIECE = 1 << 20
_OF_EACH_PAGE = frozenset({"csrf_token", "key"})


def _content_sent() -> str:
    """A hash of everything that this request sends, under the secret of this installation.

    So that nobody who reads the database alone can try out what somebody has sent.
    """
    secret = str(current_app.config["SECRET_KEY"]).encode()
    made = hmac.new(secret, b"what was sent", hashlib.sha256)
    for name, text in sorted(request.form.items(multi=True)):
        if name not in _OF_EACH_PAGE:
            made.update(f"{name}\0{text.replace(chr(13), '')}\0".encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda each: each[0]):
        made.update(f"{name}\0{file.filename}\0".encode())
        for part in iter(partial(file.stream.read, _PIECE), b""):
            made.update(part)
        file.stream.seek(0)
    return made.hexdigest()


def printable(text: str) -> str:
    """`text` in NFC without control characters: no database and no reader can take them.

    Nor does it keep what hides text or turns it round. Joiners and marks of direction stay, for
    Persian and families of emoji need them; where nothing else is there, nothing is there.
    """
    kept = (c for c in text.replace("\r\n", "\n") if c in _LINE_BREAKS or not _is_control(c))
    seen = _HIDING.sub(r"\1", "".join(kept))
    bare = _BLANK.sub("", seen)
    return unicodedata.normalize("NFC", seen if bare.strip() else bare)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


class TextField(StringField):
    """One line of text, trimmed; `most` characters at most."""

    data: Any

    def __init__(
        self, label: Any, validators: Any = (), *, most: int = 200, **options: Any
    ) -> None:
        super().__init__(label, [*validators, Length(max=most)], **options)
        self.most = most

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = " ".join(printable(str(valuelist[0])).split())


class LongTextField(TextAreaField):
    """Text of many lines; `most` characters at most."""

    data: Any

    def __init__(
        self, label: Any, validators: Any = (), *, most: int = 10_000, **options: Any
    ) -> None:
        super().__init__(label, [*validators, Length(max=most)], **options)
        self.most = most

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = printable(str(valuelist[0])).strip()


class LocalDateField(Field):
    """A day, typed as 31.12.2026 or as 2026-12-31, whatever the page's language."""

    widget = TextInput()
    data: date | None

    def _value(self) -> str:
        return _typed(self) or ("" if self.data is None else shown_day(self.data))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        try:
            self.data = read_day(text)
        except (ValueError, OverflowError):
            example = shown_day(_EXAMPLE_DAY)
            raise ValueError(gettext("Write the date as %(example)s.", example=example)) from None


class ListedSelect(Select):
    """A list whose options are written once: a filter shows the same ones on every page."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> str:
        if choice.render_kw or kwargs:
            return str(super().render_option(choice, **kwargs))
        return _option(str(choice.value), str(choice.label or choice.value), choice.selected)


@lru_cache(maxsize=2_000)
def _option(value: str, label: str, selected: bool) -> str:
    return str(Select.render_option(Choice(value, label, selected, {})))


class LocalDecimalField(Field):
    """A number, typed with the decimal sign of the page's language, from `least` to `greatest`."""

    widget = TextInput()
    data: Decimal | None

    def __init__(
        self,
        label: Any,
        validators: Any = (),
        *,
        least: Decimal | int = -(10**15),
        greatest: Decimal | int = 10**15,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.least, self.greatest = Decimal(least), Decimal(greatest)

    def _value(self) -> str:
        return _typed(self) or ("" if self.data is None else number(self.data))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        try:
            read = parse_decimal(text.replace("\u2212", "-"), locale=_language(), strict=True)
        except NumberFormatError:
            read = Decimal("NaN")
        if not read.is_finite():  # "Infinity" is read as well, and compares with nothing
            say = gettext("Write a number such as %(example)s.", example=number(_EXAMPLE))
            raise ValueError(say)
        self.data = read

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        if self.data > self.greatest:
            most = number(self.greatest)
            raise ValidationError(gettext("The most is %(most)s.", most=most))
        if self.data < self.least:
            least = number(self.least)
            raise ValidationError(gettext("The least is %(least)s.", least=least))


class SeenField(IntegerField):
    """The version of the record that the page showed. What is no number was no version."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]) if valuelist else ""
        self.data = int(text) if re.fullmatch("[0-9]{1,9}", text) else 0

    def shows(self, version: int) -> None:
        """From now on the form is about this version, whatever was sent."""
        self.data, self.raw_data = version, None


class Required:
    """The field must be filled; says so in plain words."""

    field_flags = {"required": True}
    message = lazy_gettext("This is needed.")

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is None or field.data is False or field.data in ("", []):
            if field.errors and _typed(field).strip():  # it was filled, with what can not be read
                raise StopValidation
            field.errors = []  # of a choice nobody made, "not a valid choice" is not the point
            raise StopValidation(str(self.message))


def read_day(text: str) -> date:
    """The day written as 31.12.2026 or as 2026-12-31. Raises ValueError for anything else."""
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    dotted = re.fullmatch(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})", text)
    if iso:
        return date(*map(int, iso.groups()))
    if dotted:
        return date(*map(int, reversed(dotted.groups())))
    raise ValueError(text)


def shown_day(value: date) -> str:
    """A day as a field of the page's language shows it."""
    return f"{value:%d.%m.%Y}" if _language() == "de" else value.isoformat()


def _typed(field: Field) -> str:
    return str(field.raw_data[0]) if field.raw_data else ""


def _language() -> str:
    return str(get_locale() or "en")
