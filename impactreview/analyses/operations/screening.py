"""The quick test: which form a proposal owes, kept with its reasons."""

from collections.abc import Mapping

from impactreview.analyses import queries
from impactreview.analyses.models import Analysis
from impactreview.analyses.operations.answering import keep
from impactreview.analyses.queries.claims import why_no_claim
from impactreview.analyses.rules.merging import NOTHING, Seen, merged
from impactreview.analyses.rules.owed import Owed, larger, owed
from impactreview.analyses.terms import Event
from impactreview.audit.acts import Act
from impactreview.impact.content import fits
from impactreview.impact.loading import default_template
from impactreview.impact.quick_test import QuickResult, quick_test
from impactreview.impact.terms import Form
from impactreview.impact.values import Content
from impactreview.kernel.refusals import Unusable
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules import must_write

_EMPTY: Content = {"answers": {}, "rows": {}}


def screen(
    act: Act, proposal: Proposal, *, by: Person, answers: Mapping[str, object], seen: Seen = NOTHING
) -> Analysis:
    """The proposal has an analysis in the form that its quick test, its door and its harm ask for.

    A form chosen before that asks for more stays. `seen` is what stood there when `by` began to
    write. Raises NotYours, NotNow, Unusable for a value that does not fit its question, or Stale
    where somebody else answered otherwise meanwhile; nothing is then written.
    """
    must_write(by, proposal)
    act.lock(proposal)
    template = default_template()
    for path, value in answers.items():
        if not fits(template.question(path), value):
            raise Unusable("This answer does not fit its question.", place=path)
    standing = queries.of(proposal)
    known = queries.screen_answers(standing) if standing else {}
    content = queries.content(standing) if standing else _EMPTY
    said = {**content["answers"], **merged(seen, known, answers).write}
    result, may_claim = quick_test(template, said), not why_no_claim(proposal)
    least = _owed(proposal, {**content, "answers": said}, may_claim)
    chosen = _chosen(standing, content, may_claim) if standing else Form.NONE
    analysis = standing or _begun(act, proposal)
    analysis.form = larger(least.form, chosen)
    analysis.screened_at = act.at
    analysis.screen_reasons = _kept(result)
    kept = {each.path: each for each in queries.plain_answers(standing)} if standing else {}
    keep(act, analysis, by=by, values=answers, known=kept, seen=seen)
    act.record(
        Event.SCREENED,
        analysis,
        form=least.form.value,
        reasons=[reason.question for reason in result.reasons],
        claim=least.form is Form.NONE,
    )
    return analysis


def choose_form(act: Act, analysis: Analysis, *, by: Person, form: Form) -> None:
    """The analysis is held to `form`, which may ask for more than is owed, never for less.

    Raises NotYours, NotNow or Unusable; nothing is then written.
    """
    must_write(by, analysis.proposal)
    barred = why_no_claim(analysis.proposal)
    least = _owed(analysis.proposal, queries.content(analysis), not barred)
    if form not in least.choices:
        more = Unusable("More than this form is owed.")
        raise barred if barred and least.is_barred else more
    analysis.form = form
    act.record(Event.FORM_CHOSEN, analysis, form=form.value, owed=least.form.value)


def _begun(act: Act, proposal: Proposal) -> Analysis:
    template = default_template()
    return act.add(
        Analysis(
            proposal=proposal,
            template_id=template.id,
            template_hash=template.hash,
            form=Form.NONE,
            screened_at=act.at,
        )
    )


def _chosen(analysis: Analysis, content: Content, may_claim: bool) -> Form:
    """The form somebody chose beyond what was owed until now; NONE if nobody."""
    least = _owed(analysis.proposal, content, may_claim)
    return analysis.form if analysis.form in least.choices[1:] else Form.NONE


def _owed(proposal: Proposal, content: Content, may_claim: bool) -> Owed:
    return owed(default_template(), content, door=proposal.door, may_claim=may_claim)


def _kept(result: QuickResult) -> list[dict[str, object]]:
    return [
        {"question": reason.question, "message": reason.message, "params": dict(reason.params)}
        for reason in result.reasons
    ]
