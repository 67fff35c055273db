"""What a policy is called: its title is no part of its words, and no decision is about it."""

from impactreview.audit.acts import Act
from impactreview.people.models import Person
from impactreview.policies.models import Policy, PolicyCode, PolicyWord
from impactreview.policies.operations import letters
from impactreview.policies.queries import titles as queries
from impactreview.policies.rules import titles as rules
from impactreview.policies.rules.register import SERIES, words_of
from impactreview.policies.terms import Event


def retitle(
    act: Act, policy: Policy, *, by: Person, title: str, reason: str, registers: bool
) -> None:
    """The policy is called otherwise, and is still found by what it was called.

    Its page tells the title before, and those who speak for the customers hear of it, the owner too
    where it is another. Raises NotYours for anybody but its owner and those who register policies,
    NotNow for one that is withdrawn, Unusable for a title that is none or another policy's, or
    without a reason; nothing is then written.
    """
    act.lock(policy)
    refusal = rules.why_not_touch_title(policy, by.id, registers=registers)
    refusal = refusal or rules.why_not_title(policy, title, reason)
    act.next_number(PolicyCode, SERIES, steps=0)  # nobody brings the same title meanwhile
    others = queries.titles_held(but=policy)
    refusal = refusal or rules.why_taken(others.get(rules.alike(title)))
    if refusal:
        raise refusal
    before, policy.title = policy.title, title
    known = queries.words_kept(policy)
    for word in words_of(f"{policy.code} {title}"):
        if word not in known:
            act.add(PolicyWord(word=word, policy=policy))
    act.record(Event.RETITLED, policy, before=before, title=title, reason=reason)
    letters.retitled(act, policy, by=by)
