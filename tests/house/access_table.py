"""Who may enter where, written by hand from the product's words. The app never reads it."""

from dataclasses import dataclass

SIGNED_IN = frozenset(
    {
        "stranger", "owner", "author", "sponsor", "guest", "reader", "recused reader", "advocate",
        "board member", "recused member", "chair", "clerk", "auditor", "administrator", "handler",
        "second handler", "conflicted handler", "judge", "reporter", "policy owner",
        "duty executive", "top",
    }
)  # fmt: skip
OUTSIDE = frozenset({"nobody", "deactivated"})

HOLDERS = {
    "public": SIGNED_IN | OUTSIDE,
    "account:own": SIGNED_IN,
    "audit:own": SIGNED_IN,
    "boards:administer": frozenset({"administrator"}),
    "deliveries:read": frozenset({"administrator"}),
    "people:administer": frozenset({"administrator"}),
    "people:read": SIGNED_IN,
    "policy:escalate": SIGNED_IN,
    "policy:register": frozenset({"administrator"}),
    "proposal:write": SIGNED_IN,
    "register:read": SIGNED_IN,
}
"""Of each access mark: who of the town may pass it."""

_HANDLERS = frozenset({"handler", "second handler"})
_CIRCLE = frozenset(
    {"owner", "author", "sponsor", "guest", "reader", "advocate",
     "board member", "recused member", "chair", "clerk", "auditor"}
)  # fmt: skip
SEES = {
    "draft": frozenset({"owner", "author", "sponsor", "guest"}),
    "invited": frozenset({"author"}),
    "restricted": _CIRCLE,
    **dict.fromkeys(("reported", "acknowledged", "triaged", "asked", "halted"), _HANDLERS),
    **dict.fromkeys(
        ("submitted", "tried", "determined", "answered case", "proposed", "closed"),
        _HANDLERS | {"judge"},
    ),
    "measure": frozenset({"duty executive"}),
    "report": frozenset({"reporter"}),
    "closed report": frozenset({"reporter"}),
    "session": frozenset({"reporter"}),
    "answered policy": frozenset({"policy owner"}),
    "entry": frozenset({"auditor"}),
    "letter": frozenset({"administrator"}),
    "never": frozenset(),
}
"""Of each thing that is kept from some: who may know that it is there. For everybody else it
never was. Every other thing is there for every employee."""

READING_NAMES = ("read", "own")
"""A permission of such a name opens pages; what it lets one send is listed below, with why."""


@dataclass(frozen=True)
class Row:
    """One view: its mark, the thing it shows, and who may send it what (None: nobody sends)."""

    mark: str
    thing: str = ""
    sends: frozenset[str] | None = None
    why: str = ""
    """Why something is sent under the name of a permission to read."""


def _row(line: str) -> tuple[str, Row]:
    name, mark, thing, sends, *why = (part.strip() for part in line.split("|"))
    senders = None if sends == "-" else _names(sends)
    return name, Row(mark, "" if thing == "-" else thing, senders, "".join(why))


def _names(text: str) -> frozenset[str]:
    if text == "all":
        return SIGNED_IN
    if text == "everybody":
        return SIGNED_IN | OUTSIDE
    return frozenset(name.strip() for name in text.split(",")) - {""}


_BY_RULE = "the case's own rules say who"
_READERS = ", ".join(sorted(_CIRCLE - {"owner", "author"}))
_TABLE = f"""
analyses.choose | proposal:write | draft | owner, author
analyses.drop_evidence | proposal:write | draft | owner, author
analyses.drop_forecast | proposal:write | draft | owner, author
analyses.drop_row | proposal:write | draft | owner, author
analyses.edit_row | proposal:write | draft | owner, author
analyses.evidence | proposal:write | draft | owner, author
analyses.forecast | proposal:write | draft | owner, author
analyses.new_row | proposal:write | draft | owner, author
analyses.quick_test | register:read | draft | owner, author | {_BY_RULE}
analyses.section | register:read | draft | owner, author | {_BY_RULE}
analyses.tasks | register:read | draft | -
analyses.why | register:read | draft | -
ballots.ballot | register:read | voting | board member, chair, advocate | {_BY_RULE}
ballots.audit | register:read | unaudited | advocate | {_BY_RULE}
ballots.begin | register:read | ready | chair, clerk | {_BY_RULE}
ballots.claim | register:read | decided | author | {_BY_RULE}
ballots.claims | register:read | - | -
ballots.close | register:read | counted | chair, clerk | {_BY_RULE}
ballots.condition | register:read | decided | chair, clerk | {_BY_RULE}
ballots.confirm | register:read | harmless | owner, chair, clerk | {_BY_RULE}
ballots.decision | register:read | decided | -
ballots.enact | register:read | fit | owner | {_BY_RULE}
ballots.hand_over | register:read | decided | chair, clerk | {_BY_RULE}
ballots.judge | register:read | claimed | chair, clerk, advocate | {_BY_RULE}
ballots.leave | register:read | voting | board member, chair, advocate | {_BY_RULE}
ballots.name_owner | people:administer | ownerless | administrator
ballots.overrule | register:read | rejected | chair, clerk, top | {_BY_RULE}
ballots.reasons | register:read | decided | chair, clerk | {_BY_RULE}
ballots.void | register:read | voting | chair, clerk | {_BY_RULE}
ballots.withdraw_policy | register:read | policy | policy owner | the owner, or the board's chair
dashboard.case | register:read | running | -
dashboard.case_history | register:read | running | -
dashboard.case_review | register:read | running | -
dashboard.entry | audit:own | entry | -
dashboard.home | register:read | - | -
dashboard.log | audit:own | - | -
dashboard.policy | register:read | policy | -
dashboard.register | register:read | - | -
escalations.acknowledge | policy:escalate | reported | handler, second handler
escalations.answer | policy:escalate | determined | handler, second handler
escalations.case | policy:escalate | triaged | -
escalations.choose | policy:escalate | - | -
escalations.close | policy:escalate | proposed | handler, judge
escalations.determine | policy:escalate | tried | handler, second handler
escalations.index | policy:escalate | - | -
escalations.lift | policy:escalate | halted | handler, second handler
escalations.measure | policy:escalate | measure | duty executive
escalations.mine | policy:escalate | - | -
escalations.propose_closing | policy:escalate | answered case | handler, second handler
escalations.raise_ | policy:escalate | policy | all
escalations.receipt | policy:escalate | report | -
escalations.remedy | register:read | answered policy | -
escalations.reopen | policy:escalate | closed | handler, second handler
escalations.reply | policy:escalate | report | reporter
escalations.report | policy:escalate | report | -
escalations.report_again | policy:escalate | closed report | reporter
escalations.submit | policy:escalate | triaged | handler, second handler
escalations.suspend | policy:escalate | triaged | handler, second handler
escalations.triage | policy:escalate | acknowledged | handler, second handler
escalations.vote | policy:escalate | submitted | judge
escalations.write | policy:escalate | triaged | handler, second handler
governance.adopt | boards:administer | - | administrator
governance.board | people:read | board | -
governance.change | boards:administer | board | administrator
governance.confirm | boards:administer | proposed place | administrator
governance.confirm_all | boards:administer | - | administrator
governance.decline | boards:administer | proposed place | administrator
governance.end | boards:administer | place | administrator
governance.import_confirmed | boards:administer | - | administrator
governance.import_table | boards:administer | - | administrator
governance.index | people:read | - | -
governance.make | boards:administer | - | administrator
governance.proposal | people:read | proposed place | -
governance.proposals | boards:administer | - | -
governance.propose | boards:administer | board | administrator
governance.rules | people:read | - | -
people.account | account:own | - | all | one's own account
people.address | account:own | - | all | one's own account
people.add_person | people:administer | - | administrator
people.add_unit | people:administer | - | administrator
people.change_person | people:administer | person | administrator
people.change_unit | people:administer | unit | administrator
people.confirm_import | people:administer | import | administrator
people.confirm_role | people:administer | wanted role | administrator
people.deactivate | people:administer | person | administrator
people.decline_role | people:administer | wanted role | administrator
people.deliveries | deliveries:read | - | -
people.discard_draft | account:own | - | all | what one has typed oneself
people.end_other_sessions | account:own | - | all | one's own sessions
people.end_role | people:administer | held role | administrator
people.end_session | account:own | session | reporter | one's own sessions
people.first_run | public | never | everybody
people.forgot | public | - | everybody
people.forgot_sent | public | - | -
people.import_table | people:administer | - | administrator
people.index | people:read | - | -
people.invitations | people:administer | - | administrator
people.language | public | - | everybody
people.link | public | never | everybody
people.make_link | people:administer | person | administrator
people.person | people:read | person | -
people.propose_role | people:administer | - | administrator
people.reactivate | people:administer | gone person | administrator
people.retry | deliveries:read | letter | administrator | a letter is sent again, its text unseen
people.roles | people:read | - | -
people.save_draft | account:own | - | all | what one has typed oneself
people.sessions | account:own | - | -
people.sign_in | public | - | everybody
people.sign_out | public | - | everybody
people.signed_out | public | - | -
people.take_in | people:administer | - | administrator
people.units | people:read | - | -
policies.changed | register:read | policy | -
policies.correct | register:read | policy | administrator, policy owner | owner or administrator
policies.import_confirmed | policy:register | - | administrator
policies.import_table | policy:register | - | administrator
policies.index | register:read | - | -
policies.preview | account:own | - | all | writes nothing
policies.hand_over | policy:register | orphan | administrator
policies.retitle | register:read | policy | administrator, policy owner | owner or administrator
policies.register | policy:register | - | administrator
policies.suspension | register:read | halted policy | policy owner | the owner of the policy
proposals.attachments | proposal:write | draft | owner, author
proposals.cover | register:read | restricted | {_READERS} | it is read after this act alone
proposals.download | register:read | draft | -
proposals.edit | proposal:write | draft | owner, author
proposals.index | proposal:write | - | -
proposals.invitation | proposal:write | invited | author
proposals.new | proposal:write | - | all
proposals.people | proposal:write | draft | owner
proposals.release_person | proposal:write | draft | owner
proposals.remove_attachment | proposal:write | draft | owner, author
proposals.withdraw | proposal:write | draft | owner
reviews.ask | register:read | running | reader, advocate | {_BY_RULE}
reviews.call | register:read | light | advocate | {_BY_RULE}
reviews.concern | register:read | running | owner | {_BY_RULE}
reviews.contest | register:read | answered | chair, clerk, advocate | {_BY_RULE}
reviews.declare | register:read | fresh | reader, recused reader, advocate | {_BY_RULE}
reviews.fill | register:read | left | chair, clerk | {_BY_RULE}
reviews.leave | register:read | running | reader, advocate | {_BY_RULE}
reviews.new_concern | register:read | running | reader, advocate | {_BY_RULE}
reviews.position | register:read | running | reader, advocate | {_BY_RULE}
reviews.resolve | register:read | running | reader | {_BY_RULE}
reviews.submit | proposal:write | draft | owner
reviews.take_back | proposal:write | running | owner
reviews.withdraw | register:read | running | reader | {_BY_RULE}
"""
ROWS = dict(map(_row, _TABLE.strip().splitlines()))
