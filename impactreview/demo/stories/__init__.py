"""What happened in both firms, told in the order in which it was begun."""

from impactreview.demo.script import Alarm, Story
from impactreview.demo.stories import alarms, bicycles, billing, service, supply, tariffs

STORIES: dict[str, tuple[Story, ...]] = {
    "full": (
        tariffs.LOYALTY,
        supply.GAS,
        tariffs.NIGHT,
        service.CALLBACK,
        supply.ACCOUNT,
        tariffs.BONUS,
        billing.PLAN,
        service.VISIT,
        service.CHATBOT,
        supply.CENTRE,
        billing.PAPER,
        billing.INSTALMENT,
        service.CANCEL,
        billing.LETTER,
        tariffs.DEBIT,
    ),
    "simple": (
        bicycles.DEPOSIT,
        bicycles.LOAN,
        bicycles.TANDEM,
        bicycles.CHILDREN,
        bicycles.RAIN,
        bicycles.SUNDAY,
        bicycles.HELMET,
        bicycles.BELL,
    ),
}
"""The proposals of each form."""

ALARMS: dict[str, tuple[Alarm, ...]] = {
    "full": (alarms.CANCELLING, alarms.REMINDERS, alarms.PHOTOGRAPHS),
    "simple": (alarms.CREDIT, alarms.WORKSHOP),
}
"""The escalations of each form."""
