"""Files that hang on a proposal: hung, taken away, given back as a download and as nothing else."""

from io import BytesIO
from pathlib import Path
from uuid import UUID

from flask import abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.kernel.files import content_of, keep
from impactreview.kernel.refusals import Refusal
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.forms import AttachForm
from impactreview.proposals.models import Attachment, Proposal
from impactreview.proposals.operations import attach, detach
from impactreview.proposals.queries import files
from impactreview.proposals.rules import attachments as rules
from impactreview.proposals.rules import may_read_draft, may_write, must_write
from impactreview.proposals.views.room import bp, case_of, readable, readable_draft
from impactreview.web.access import needs
from impactreview.web.forms import Form

_CONFINED = "sandbox; default-src 'none'"


@bp.route("/proposals/<code>/attachments", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def attachments(code: str) -> ResponseReturnValue:
    proposal, form, by = readable_draft(code), AttachForm(), current_person()
    if request.method == "POST":
        must_write(by, proposal)
    if form.sent():
        try:
            content, name = form.content(), rules.clean_name(form.name())
            rules.must_be_taken(name, content)
            kept = keep(_folder(), content)
            with acting(by=by, at=now(), key=form.key.data) as act:
                size = len(content)
                attach(act, proposal, by=by, name=name, content_hash=kept, size=size)
                act.leads_to(url_for("proposals.attachments", code=code))
            return redirect(act.location, 303)
        except Refusal as refusal:
            form.tell(refusal)
    return _page(proposal, form), 422 if form.errors else 200


@bp.get("/proposals/<code>/attachments/<uuid:attachment_id>")
@needs(Permission.REGISTER_READ)
def download(code: str, attachment_id: UUID) -> ResponseReturnValue:
    proposal = readable(code)
    file = _visible(proposal, attachment_id)
    content = content_of(_folder(), file.content_hash)
    answer = send_file(
        BytesIO(content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file.name,
        conditional=False,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = _CONFINED
    return answer


@bp.post("/proposals/<code>/attachments/<uuid:attachment_id>/remove")
@needs(Permission.PROPOSAL_WRITE)
def remove_attachment(code: str, attachment_id: UUID) -> ResponseReturnValue:
    proposal, form = readable_draft(code), Form()
    file = files.attachment(proposal, attachment_id) or abort(404)
    if not form.sent():
        abort(400)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        detach(act, proposal, by=current_person(), attachment=file)
        act.leads_to(url_for("proposals.attachments", code=code))
    return redirect(act.location, 303)


def _folder() -> Path:
    return Path(current_app.config["DATA"]) / rules.FOLDER


def _visible(proposal: Proposal, attachment_id: UUID) -> Attachment:
    """The file, for who reads the draft it hangs on, or the version that it was frozen with."""
    file = files.attachment(proposal, attachment_id) or abort(404)
    hangs = file.removed_at is None and may_read_draft(current_person().id, proposal)
    if not hangs and not files.is_frozen(file):
        abort(404)
    return file


def _page(proposal: Proposal, form: AttachForm) -> str:
    hanging = files.attachments(proposal)
    writes = may_write(current_person().id, proposal)
    return render_template(
        "proposals/attachments.html",
        proposal=proposal,
        attachments=hanging,
        writes=writes,
        has_room=len(hanging) < rules.MOST_FILES,
        form=form,
        plain=Form(formdata=None),
        kinds=rules.named_kinds(),
        limits=(rules.MOST_MEGABYTES, rules.MOST_FILES),
        case=case_of(proposal),
    )
