"""What somebody had written when a session ended: kept on the page, sent on after signing in."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, render_template, request
from werkzeug.exceptions import HTTPException

from impactreview.people.rules.sign_in import local_path
from impactreview.web.labels import Said, said

FIELD = "kept:"
"""Before the name of each field that is carried through the sign-in page."""
PATH = "kept-path"
FILES = "kept-files"
_SECRET = "password"  # noqa: S105 - part of the names of fields that are never carried
_OWN = "csrf_token"
_UNSEEN = ("key", "version", "seen", "changed")


@dataclass(frozen=True)
class Kept:
    """A form that was not accepted: where it was going, and what it held."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool

    @property
    def written(self) -> Said:
        """What a person reads again before sending it: every field that holds something."""
        return said(_room_of(self.path), self.fields, unseen=_UNSEEN)


def is_from_our_pages() -> bool:
    """Whether the browser says that a page of ours sent this request. No script can feign it."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    origin = urlsplit(request.headers.get("Origin", ""))
    return bool(origin.netloc) and origin.netloc == request.host


def this_path() -> str:
    """The path and query of this request, as a browser would ask for it again."""
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    return f"{request.script_root}{request.path}{query}"


def kept_from_request() -> Kept | None:
    """What this request carries; None where it is from elsewhere or holds a password."""
    fields = tuple(
        (name, text) for name, text in request.form.items(multi=True) if not name.endswith(_OWN)
    )
    path = local_path(this_path())
    if path is None or not is_from_our_pages() or any(_SECRET in name for name, _ in fields):
        return None
    return Kept(path, fields, any(file.filename for file in request.files.values()))


def kept_through_sign_in() -> Kept | None:
    """What the sign-in page that is being sent carries; None where it carries nothing."""
    path = local_path(request.form.get(PATH))
    if path is None:
        return None
    fields = tuple(
        (name.removeprefix(FIELD), text)
        for name, text in request.form.items(multi=True)
        if name.startswith(FIELD)
    )
    return Kept(path, fields, bool(request.form.get(FILES)))


def may_ask_by_get() -> bool:
    """Whether the page of this path can also be asked for, rather than only be sent to."""
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and "GET" in adapter.allowed_methods(request.path)


def _room_of(path: str) -> str:
    """The room whose page takes what is sent to this path; nothing where none does."""
    adapter = current_app.create_url_adapter(request)
    asked = urlsplit(path).path.removeprefix(request.script_root)
    try:
        endpoint, _ = adapter.match(asked, method="POST") if adapter else ("", None)
    except HTTPException:
        return ""
    return str(endpoint).partition(".")[0]


def resend_page(kept: Kept, *, signed_in_again: bool = False, first: str | None = None) -> str:
    """The page that shows what was written, with a button that sends it now.

    `first` is where something else led that was sent from the same page before.
    """
    return render_template(
        "people/resend.html", kept=kept, signed_in_again=signed_in_again, first=first
    )
