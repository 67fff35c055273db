"""Letters of reviews. They name the case by its code and never say what it is about."""

from collections.abc import Iterable
from datetime import date

from impactreview.audit.acts import Act
from impactreview.governance.rules.calendar import day_in
from impactreview.notifications.operations import Recipient, write
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.reviews.models import Concern, Review, Seat


def seated(act: Act, seat: Seat, *, zone: str) -> None:
    """Whoever got a seat is told which, and until when."""
    if seat.person is None or seat.due_at is None:
        return
    on_time = _asked if seat.must else _informed
    tell = on_time if act.at < seat.due_at else _late
    tell(act, seat, to=seat.person, due=day_in(seat.due_at, zone))


def _asked(act: Act, seat: Seat, *, to: Recipient, due: date) -> None:
    write(
        act,
        to=to,
        subject="The proposal %(code)s waits for you",
        body="You have a seat in the review of the proposal %(code)s: %(seat)s. Please declare that"
        " you have no conflict of interest, read, and take a position until %(due)s.",
        path=_path(seat.review, "position"),
        code=seat.review.proposal.code,
        seat=seat.kind,
        due=due,
    )


def _informed(act: Act, seat: Seat, *, to: Recipient, due: date) -> None:
    write(
        act,
        to=to,
        subject="The proposal %(code)s waits for you",
        body="You are told of the proposal %(code)s: %(seat)s. If you say nothing until %(due)s,"
        " that is consent; until then you may call the case in.",
        path=_path(seat.review, "position"),
        code=seat.review.proposal.code,
        seat=seat.kind,
        due=due,
    )


def _late(act: Act, seat: Seat, *, to: Recipient, due: date) -> None:
    write(
        act,
        to=to,
        subject="The proposal %(code)s waits for you",
        body="You have a seat in the review of the proposal %(code)s: %(seat)s. It was due on"
        " %(due)s, before it came to you, and the clock does not begin again. Please look at it"
        " soon.",
        path=_path(seat.review, "position"),
        code=seat.review.proposal.code,
        seat=seat.kind,
        due=due,
    )


def stays_empty(act: Act, seat: Seat, *, to: Person) -> None:
    """Whoever runs the board is told that a seat lost its holder, and nobody may take it."""
    write(
        act,
        to=to,
        subject="A seat in the review of the proposal %(code)s is empty",
        body="Whoever held a seat in the review of the proposal %(code)s has left, and nobody may"
        " take it: %(seat)s. The administrator must give somebody the role for it; until then the"
        " review is not finished.",
        path=_path(seat.review, "review"),
        code=seat.review.proposal.code,
        seat=seat.kind,
    )


def finished(act: Act, review: Review, *, to: Person) -> None:
    """Whoever runs the board that decides is told that it is its turn; once for each version."""
    write(
        act,
        to=to,
        subject="The proposal %(code)s is ready for your board",
        body="The review of the proposal %(code)s is finished, and the board that you run decides"
        " about it. Please open the ballot.",
        path=_path(review),
        dedupe_key=f"ready/{review.id}/{review.number}/{to.id}",
        code=review.proposal.code,
    )


def outdated(act: Act, seat: Seat, *, zone: str) -> None:
    """Whoever has a seat is told that there is a new version."""
    if seat.person is None or seat.due_at is None:
        return
    write(
        act,
        to=seat.person,
        subject="There is a new version of the proposal %(code)s",
        body="The proposal %(code)s was changed and handed in again. Please look at what changed;"
        " until %(due)s you can confirm or change your position.",
        path=_path(seat.review, "position"),
        code=seat.review.proposal.code,
        due=day_in(seat.due_at, zone),
    )


def changes_requested(act: Act, review: Review, authors: Iterable[Person]) -> None:
    """The authors are told that they have to change something."""
    for author in authors:
        write(
            act,
            to=author,
            subject="Changes are asked for in the proposal %(code)s",
            body="Somebody who reads the proposal %(code)s asks for changes. It is a draft again;"
            " the reason stands on its page.",
            path=_path(review),
            code=review.proposal.code,
        )


def concern_raised(act: Act, concern: Concern) -> None:
    """The owner is told that there is a concern to answer."""
    _about(
        act,
        concern,
        to=concern.review.proposal.owner,
        subject="A concern about the proposal %(code)s",
        body="A concern was raised about the proposal %(code)s: %(concern)s. Please answer it.",
    )


def concern_answered(act: Act, concern: Concern) -> None:
    """Whoever raised a concern is told that it was answered."""
    _about(
        act,
        concern,
        to=concern.raised_by,
        subject="Your concern about the proposal %(code)s was answered",
        body="Your concern %(concern)s about the proposal %(code)s was answered. Please resolve it,"
        " or leave it open.",
    )


def will_lapse(act: Act, proposal: Proposal, authors: Iterable[Person], *, on: date) -> None:
    """The authors are told that an idle draft will lapse."""
    for author in authors:
        write(
            act,
            to=author,
            subject="The draft %(code)s lapses unless you go on with it",
            body="Nobody has touched the draft %(code)s for a long time. It lapses on %(due)s,"
            " unless somebody goes on with it before: any change is enough.",
            path=f"/proposals/{proposal.code}",
            code=proposal.code,
            due=on,
        )


def has_lapsed(act: Act, proposal: Proposal, authors: Iterable[Person]) -> None:
    """The authors are told that an idle draft has lapsed."""
    for author in authors:
        write(
            act,
            to=author,
            subject="The draft %(code)s has lapsed",
            body="Nobody has touched the draft %(code)s for 90 days, so it has lapsed. What was"
            " written stays readable; it takes a new proposal to take it up again.",
            path=f"/proposals/{proposal.code}",
            code=proposal.code,
        )


def _about(act: Act, concern: Concern, *, to: Recipient, subject: str, body: str) -> None:
    write(
        act,
        to=to,
        subject=subject,
        body=body,
        path=_path(concern.review, f"concerns/{concern.serial}"),
        code=concern.review.proposal.code,
        concern=concern.code,
    )


def _path(review: Review, page: str = "") -> str:
    return f"/proposals/{review.proposal.code}" + (f"/{page}" if page else "")
