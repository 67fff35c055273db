"""How tests hang files on proposals: through a browser, or at the moment of all that is given."""

from io import BytesIO
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import acting
from impactreview.kernel.files import keep
from impactreview.proposals import operations
from impactreview.proposals.models import Attachment, Proposal
from impactreview.proposals.queries import attachments
from tests.conftest import NOON

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def path(proposal: Proposal) -> str:
    """Where files hang on it."""
    return f"/proposals/{proposal.code}/attachments"


def send(browser: FlaskClient, proposal: Proposal, name: str, content: bytes) -> TestResponse:
    """What a browser gets that sends the file."""
    if len(content) < 400_000:
        return browser.post(path(proposal), data={"file": (BytesIO(content), name)})
    head = f'--xx\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--xx--\r\n"  # the client would leave a file open
    kind = "multipart/form-data; boundary=xx"
    return browser.post(path(proposal), data=body, content_type=kind)


def hanging(proposal: Proposal) -> list[Attachment]:
    """What hangs on it now."""
    return list(attachments(proposal))


def folder(app: Flask) -> Path:
    """Where the bytes lie."""
    return Path(app.config["DATA"]) / "attachments"


def attached(app: Flask, proposal: Proposal, content: bytes) -> Attachment:
    """A file that came at NOON, as everything that `given` makes."""
    kept, by = keep(folder(app), content), proposal.owner
    with acting(by=by, at=NOON) as act:
        return operations.attach(
            act, proposal, by=by, name="a.txt", content_hash=kept, size=len(content)
        )
