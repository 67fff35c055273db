"""The words of the analysis. Values stand in stored answers and are never renamed."""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How hard a decision hits customers: one scale from 0 to IV."""

    NONE = 0
    I = 1  # noqa: E741 - the level's own numeral
    II = 2
    III = 3
    IV = 4


class Form(StrEnum):
    """How much of the questionnaire a decision owes."""

    NONE = "none"
    SHORT = "short"
    FULL = "full"


class Stage(StrEnum):
    """Where on their journey customers meet the change."""

    LEARN = "learn"
    CHOOSE = "choose"
    BUY = "buy"
    USE = "use"
    PAY = "pay"
    GET_HELP = "get_help"
    CHANGE_RENEW = "change_renew"
    LEAVE = "leave"


class Effect(StrEnum):
    """What the change does to a segment at a stage."""

    BETTER = "better"
    NONE = "none"
    WORSE = "worse"


class HarmKind(StrEnum):
    """What customers lose."""

    MONEY = "money"
    TIME = "time"
    ACCESS = "access"
    INFORMATION = "information"
    PRIVACY = "privacy"
    SAFETY = "safety"
    DIGNITY = "dignity"
    TRUST = "trust"
    LOCK_IN = "lock_in"


class Knowledge(StrEnum):
    """How well a likelihood is known."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class Driver(StrEnum):
    """What can make a person more easily harmed."""

    HEALTH = "health"
    LIFE_EVENTS = "life_events"
    RESILIENCE = "resilience"
    CAPABILITY = "capability"
    LANGUAGE = "language"
    DISABILITY = "disability"
    DIGITAL_ACCESS = "digital_access"


class Tri(StrEnum):
    """An answer that may be not known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Door(StrEnum):
    """Whether the decision can be taken back."""

    TWO_WAY = "two_way"
    ONE_WAY = "one_way"


class Outcome(StrEnum):
    """How customers fare in one of the four outcomes."""

    GOOD = "good"
    CONCERN = "concern"
    POOR = "poor"


class Stance(StrEnum):
    """What evidence says of the decision."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"


class MitigationKind(StrEnum):
    """How a measure works against a harm."""

    AVOID = "avoid"
    REDUCE = "reduce"
    COMPENSATE = "compensate"
    INFORM = "inform"
    CHOICE = "choice"


class StopAction(StrEnum):
    """What is done when an indicator passes its threshold."""

    STOP = "stop"
    ROLL_BACK = "roll_back"
    FIX = "fix"


class QuestionType(StrEnum):
    """The shape an answer takes."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"
    LONGTEXT = "longtext"
    PERSON = "person"
    LINK = "link"
    YES_NO_UNKNOWN = "yes_no_unknown"
    ROW = "row"
    ROWS = "rows"


class Input(StrEnum):
    """What the level of a harm row is found from."""

    SCALE = "scale"
    REACH = "reach"
    REMEDY = "remedy"
    DURATION = "duration"
    LIKELIHOOD = "likelihood"
    KNOWLEDGE = "knowledge"
    VULNERABLE = "vulnerable"
