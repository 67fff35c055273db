"""Adopting routing rules."""

from impactreview.audit.acts import Act
from impactreview.governance.models import RuleSet
from impactreview.governance.queries import rule_sets as queries
from impactreview.governance.terms import Event
from impactreview.kernel.refusals import NotNow, NotYours, Unusable
from impactreview.people.models import Person
from impactreview.people.queries.roles import administrators


def adopt(act: Act, form: str, *, by: Person) -> RuleSet:
    """The rules of `form` that came with the house are in force, whatever comes along later.

    Raises NotYours for who is no administrator, NotNow where rules were adopted before, Unusable
    for a form there is none of; nothing is then written.
    """
    if by.id not in administrators(locked=True):  # two administrators adopt one after the other
        raise NotYours("Only an administrator adopts the first rules.")
    if queries.adopted() is not None:
        raise NotNow(
            "Rules were adopted already. From then on the governance board's own decision changes"
            " them."
        )
    try:
        rules = queries.packaged(form)
    except KeyError:
        raise Unusable("Choose the full or the simple form.", place="form") from None
    adopted = act.add(
        RuleSet(
            number=1,
            form=form,
            content=dict(rules.document),
            content_hash=rules.hash,
            adopted_by=by,
            adopted_at=act.at,
        )
    )
    act.record(Event.RULES_ADOPTED, adopted, content_hash=rules.hash, rule_set=rules.id, form=form)
    return adopted
