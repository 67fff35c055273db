"""The list of boards, one board, and how a board is made and changed."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.governance.forms.boards import BoardForm, StandingForm
from impactreview.governance.operations import boards as operations
from impactreview.governance.operations.boards import Standing
from impactreview.governance.queries import boards as queries
from impactreview.governance.queries import seats
from impactreview.governance.rules.boards import lacks, slug_of
from impactreview.governance.rules.roster import roster_of
from impactreview.governance.terms import BoardKind, Chamber
from impactreview.governance.views.room import board_of, bp
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.people.queries import choices
from impactreview.web.access import needs
from impactreview.web.days import today


@bp.get("/boards")
@needs(Permission.PEOPLE_READ)
def index() -> ResponseReturnValue:
    return render_template("governance/index.html", boards=queries.overview(today()))


@bp.get("/boards/<slug>")
@needs(Permission.PEOPLE_READ)
def board(slug: str) -> ResponseReturnValue:
    board = board_of(slug)
    roster = roster_of(seats.of_board(board), today())
    missing = lacks(board.kind, roster.filled, has_above=board.above_id is not None)
    lacking = [gettext(item.message, **item.params) for item in missing]
    return render_template(
        "governance/board.html", board=board, roster=roster, missing=lacking, Chamber=Chamber
    )


@bp.route("/boards/new", methods=["GET", "POST"])
@needs(Permission.BOARDS_ADMINISTER)
def make() -> ResponseReturnValue:
    form = BoardForm()
    form.offer(choices.units(), queries.every())
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                slug = form.slug.data or slug_of(form.name.data)
                kind = BoardKind(form.kind.data)
                operations.make_board(act, slug, kind=kind, standing=_standing(form))
                act.leads_to(url_for("governance.board", slug=slug))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    return render_template("governance/make.html", form=form), 422 if form.errors else 200


@bp.route("/boards/<slug>/change", methods=["GET", "POST"])
@needs(Permission.BOARDS_ADMINISTER)
def change(slug: str) -> ResponseReturnValue:
    board, form = board_of(slug), StandingForm()
    form.begin(board, units=choices.units(), boards=queries.every())
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                seen = form.seen.data or 0
                operations.change_board(act, board, standing=_standing(form), seen=seen)
                act.leads_to(url_for("governance.board", slug=slug))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    page = render_template("governance/change.html", form=form, board=board)
    return page, 422 if form.errors else 200


def _standing(form: StandingForm) -> Standing:
    return Standing(
        name=form.name.data,
        unit=choices.unit_of(form.unit.data) if form.unit.data else None,
        above=queries.by_slug(form.above.data) if form.above.data else None,
    )
