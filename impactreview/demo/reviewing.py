"""Those who have a seat read a story's proposal and say what they think of it."""

from impactreview.audit.acts import acting
from impactreview.demo.script import End, Story
from impactreview.demo.steps import Telling
from impactreview.people.models import Person
from impactreview.proposals.operations.reading import open_case
from impactreview.reviews import operations as reviews
from impactreview.reviews import queries as read
from impactreview.reviews.models import Review
from impactreview.reviews.rules.concerns import ConcernText
from impactreview.reviews.terms import SeatKind, Stand

_REMEDY = (
    "Wer es braucht, kann beim Bisherigen bleiben.",
    "Whoever needs it can stay with what there is.",
)
_READ = ("Gelesen und geprüft.", "Read and checked.")
_CONTENT = ("Mit der Änderung trage ich es mit.", "With the change I agree to it.")


def read_by_all(told: Telling, story: Story, review: Review) -> None:
    """Everybody who has a seat has said what this story has them say."""
    for seat in read.seats(review):
        if seat.person is not None:
            if review.proposal.restricted:
                _open(told, review, seat.person)
            with acting(by=seat.person, at=told.later()) as act:
                reviews.declare_no_conflict(act, review, by=seat.person)
            _speak(told, story, review, seat.person, seat.kind)
    if story.end is End.CHANGES:
        _ask_for_changes(told, story, review)
    if story.answer[0]:
        _settle(told, story, review)


def _open(told: Telling, review: Review, reader: Person) -> None:
    with acting(by=reader, at=told.later()) as act:
        open_case(act, review.proposal, by=reader)


def _speak(told: Telling, story: Story, review: Review, reader: Person, kind: SeatKind) -> None:
    is_advocate = kind is SeatKind.ADVOCATE
    if story.end is End.CHANGES and is_advocate:
        return
    if story.end is End.IN_REVIEW and kind is not SeatKind.DOMAIN:
        return
    objects = is_advocate and (story.end is End.OBJECTED or bool(story.answer[0]))
    _position(told, review, reader, _concern(told, story) if objects else None)


def _position(told: Telling, review: Review, reader: Person, concern: ConcernText | None) -> None:
    with acting(by=reader, at=told.later()) as act:
        reviews.give_position(
            act,
            review,
            by=reader,
            number=review.number,
            stand=Stand.OBJECT if concern else Stand.APPROVE,
            reason=told.word(_READ),
            concern=concern,
        )


def _concern(told: Telling, story: Story) -> ConcernText:
    worst = max(story.places, key=lambda place: place.ratings)
    return ConcernText(
        what=told.word(worst.why), whom=told.word(worst.segment), remedy=told.word(_REMEDY)
    )


def _ask_for_changes(told: Telling, story: Story, review: Review) -> None:
    for seat in read.seats(review):
        if seat.kind is SeatKind.ADVOCATE and seat.person is not None:
            with acting(by=seat.person, at=told.later()) as act:
                reviews.request_changes(
                    act, review, by=seat.person, reason=told.word(story.request)
                )


def _settle(told: Telling, story: Story, review: Review) -> None:
    """The owner answers, and whoever raised the concern is content with that."""
    owner = told.who(story.owner)
    for concern in read.concerns(review):
        with acting(by=owner, at=told.later()) as act:
            reviews.answer_concern(act, concern, by=owner, answer=told.word(story.answer))
        raiser = concern.raised_by
        with acting(by=raiser, at=told.later()) as act:
            reviews.resolve_concern(act, concern, by=raiser)
        with acting(by=raiser, at=told.later()) as act:
            reviews.give_position(
                act,
                review,
                by=raiser,
                number=review.number,
                stand=Stand.APPROVE,
                reason=told.word(_CONTENT),
            )
