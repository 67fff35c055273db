"""The routing rules in words, for everybody; adopting the first ones."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.governance.forms.rule_sets import AdoptForm
from impactreview.governance.operations.rule_sets import adopt as adopt_rules
from impactreview.governance.queries import rule_sets as queries
from impactreview.governance.views.room import bp
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.web.access import needs


@bp.get("/governance/rules")
@needs(Permission.PEOPLE_READ)
def rules() -> ResponseReturnValue:
    return _page(AdoptForm(form=current_app.config["FORM"]))


@bp.post("/governance/rules")
@needs(Permission.BOARDS_ADMINISTER)
def adopt() -> ResponseReturnValue:
    form, by = AdoptForm(), current_person()
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            adopt_rules(act, form.form.data, by=by)
            act.leads_to(url_for("governance.rules"))
        flash(gettext("These rules are adopted."))
        return redirect(act.location, 303)
    return _page(form), 422


def _page(form: AdoptForm) -> str:
    in_force = queries.rules_in_force(str(current_app.config["FORM"]))
    return render_template(
        "governance/rules.html", rules=in_force, adopted=queries.adopted(), form=form
    )
