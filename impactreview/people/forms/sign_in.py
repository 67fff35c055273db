"""Forms around signing in: addresses, passwords, the first run."""

from typing import Any, Protocol

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, PasswordField, SelectChoice, SelectField
from wtforms.validators import ValidationError

from impactreview.kernel.refusals import Refusal
from impactreview.people.rules.passwords import why_not
from impactreview.people.rules.people import MOST_ADDRESS, as_address, is_address
from impactreview.web.forms import Form, Required, TextField
from impactreview.web.languages import LANGUAGES

_SPOKEN = [SelectChoice(code, name) for code, name in LANGUAGES.items()]


class Owner(Protocol):
    """Whose password it is."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...


def say(refusal: Refusal) -> str:
    """A refusal in the words of the page, for the field that it is about."""
    return str(gettext(refusal.message, **refusal.params))


class Address:
    """The field must hold something that can be an e-mail address."""

    def __call__(self, form: Any, field: Any) -> None:
        if not is_address(field.data):
            raise ValidationError(gettext("Write an e-mail address such as name@example.org."))


def _address(label: Any, **marks: Any) -> TextField:
    marks = {"type": "email", "autocapitalize": "none", "spellcheck": "false", **marks}
    return TextField(label, [Required()], most=MOST_ADDRESS, render_kw=marks)


def _password(label: Any, use: str) -> PasswordField:
    return PasswordField(label, [Required()], render_kw={"autocomplete": use})


class SignInForm(Form):
    """Who somebody is, and where they were going."""

    email = _address(lazy_gettext("E-mail address"), autocomplete="username")
    password = _password(lazy_gettext("Password"), "current-password")
    next = HiddenField()


class ForgotForm(Form):
    """Whose password is to be set anew."""

    email = _address(lazy_gettext("E-mail address"), autocomplete="username")


class NewPasswordForm(Form):
    """A new password, written twice. `owner` is the person who will have it."""

    new_password = _password(lazy_gettext("New password"), "new-password")
    again = _password(lazy_gettext("New password, once more"), "new-password")

    def __init__(self, *args: Any, owner: Owner, **values: Any) -> None:
        super().__init__(*args, **values)
        self.owner = owner

    def validate_new_password(self, field: PasswordField) -> None:
        refusal = why_not(field.data, name=self.owner.name, email=self.owner.email)
        if refusal is not None:
            raise ValidationError(say(refusal))

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.new_password.data:
            raise ValidationError(gettext("The two passwords are not the same."))


class ChangePasswordForm(NewPasswordForm):
    """A new password, by somebody who knows the one until now."""

    password = _password(lazy_gettext("Current password"), "current-password")


class AddressForm(Form):
    """Another e-mail address, by somebody who knows the password."""

    email = _address(lazy_gettext("New e-mail address"), autocomplete="email")
    password = _password(lazy_gettext("Current password"), "current-password")


class FirstRunForm(Form):
    """The first two administrators, and the password of the one who is sitting here."""

    code = TextField(lazy_gettext("Set-up code"), [Required()], render_kw={"autocomplete": "off"})
    name = TextField(lazy_gettext("Your name"), [Required()], render_kw={"autocomplete": "name"})
    email = _address(lazy_gettext("Your e-mail address"), autocomplete="username")
    language = SelectField(lazy_gettext("Your language"), [Required()], choices=_SPOKEN)
    new_password = _password(lazy_gettext("Your password"), "new-password")
    again = _password(lazy_gettext("Your password, once more"), "new-password")
    second_name = TextField(
        lazy_gettext("Name of the second administrator"),
        [Required()],
        render_kw={"autocomplete": "off"},
    )
    second_email = _address(
        lazy_gettext("E-mail address of the second administrator"), autocomplete="off"
    )
    second_language = SelectField(
        lazy_gettext("Language of the second administrator"), [Required()], choices=_SPOKEN
    )

    validate_again = NewPasswordForm.validate_again

    def validate_new_password(self, field: PasswordField) -> None:
        refusal = why_not(field.data, name=self.name.data or "", email=self.email.data or "")
        if refusal is not None:
            raise ValidationError(say(refusal))

    def validate_email(self, field: TextField) -> None:
        Address()(self, field)

    def validate_second_email(self, field: TextField) -> None:
        Address()(self, field)
        if as_address(field.data) == as_address(self.email.data or ""):
            raise ValidationError(gettext("The second administrator has to be somebody else."))
