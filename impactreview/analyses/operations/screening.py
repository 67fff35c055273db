"""The quick test: which form a proposal owes, kept with its reasons."""

from collections.abc import Mapping

from impactreview.analyses import queries
from impactreview.analyses.models import Analysis
from impactreview.analyses.operations.answering import keep
from impactreview.analyses.rules.merging import NOTHING, Seen, merged
from impactreview.analyses.terms import Event
from impactreview.audit.acts import Act
from impactreview.impact.content import fits
from impactreview.impact.loading import default_template
from impactreview.impact.quick_test import QuickResult, quick_test
from impactreview.impact.terms import Form
from impactreview.kernel.refusals import Unusable
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules import must_write

_MORE = (Form.NONE, Form.SHORT, Form.FULL)


def screen(
    act: Act, proposal: Proposal, *, by: Person, answers: Mapping[str, object], seen: Seen = NOTHING
) -> Analysis:
    """The proposal has an analysis in the form its quick test asks for.

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
    result = quick_test(template, {**known, **merged(seen, known, answers).write})
    analysis = standing or _begun(act, proposal)
    analysis.form = _larger(result.form, _chosen(analysis))
    analysis.screened_at = act.at
    analysis.screen_reasons = _kept(result)
    kept = {each.path: each for each in queries.plain_answers(standing)} if standing else {}
    keep(act, analysis, by=by, values=answers, known=kept, seen=seen)
    act.record(
        Event.SCREENED,
        analysis,
        form=result.form.value,
        reasons=[reason.question for reason in result.reasons],
        claim=result.is_claim,
    )
    return analysis


def choose_form(act: Act, analysis: Analysis, *, by: Person, form: Form) -> None:
    """The analysis is held to `form`, which may ask for more than the quick test, never for less.

    Raises NotYours, NotNow or Unusable; nothing is then written.
    """
    must_write(by, analysis.proposal)
    owed = quick_test(default_template(), queries.screen_answers(analysis)).form
    if _MORE.index(form) < _MORE.index(owed):
        raise Unusable("The quick test asks for more than this form.")
    analysis.form = form
    act.record(Event.FORM_CHOSEN, analysis, form=form.value, owed=owed.value)


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


def _chosen(analysis: Analysis) -> Form:
    """The form somebody chose beyond what the quick test asked for until now; NONE if nobody."""
    if analysis.version == 0:
        return Form.NONE
    owed = quick_test(default_template(), queries.screen_answers(analysis)).form
    return analysis.form if _MORE.index(analysis.form) > _MORE.index(owed) else Form.NONE


def _larger(first: Form, second: Form) -> Form:
    return max(first, second, key=_MORE.index)


def _kept(result: QuickResult) -> list[dict[str, object]]:
    return [
        {"question": reason.question, "message": reason.message, "params": dict(reason.params)}
        for reason in result.reasons
    ]
