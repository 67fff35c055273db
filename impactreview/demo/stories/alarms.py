"""What employees of both firms report about policies in force."""

from impactreview.demo.script import Alarm, AlarmEnd
from impactreview.escalations.terms import Mode, Severity

REMINDERS = Alarm(
    policy=0,
    reporter="fenja",
    days_ago=8,
    end=AlarmEnd.SUSPENDED,
    harm=(
        "Wer einen Ratenplan hat, zahlt 4,50 Euro, weil die Rate einen Tag nach dem Brief "
        "ankommt. Manche zahlen das dreimal im Vierteljahr.",
        "People in payment plans pay 4.50 euros because the instalment arrives one day after the "
        "letter. Some pay that three times a quarter.",
    ),
    whom=("Kundinnen und Kunden mit Ratenplan", "Customers in payment plans"),
    since=("seit dem Sommer", "since summer"),
    severity=Severity.S1,
    why=(
        "Es trifft, wer schon zu wenig hat, und wiederholt sich jeden Monat.",
        "It hits those who have too little already, and repeats each month.",
    ),
    reason=(
        "Bis geklärt ist, wen die Gebühr trifft, soll sie niemand zahlen.",
        "Until it is known whom the fee hits, nobody should pay it.",
    ),
)

CANCELLING = Alarm(
    policy=1,
    reporter="nadja",
    mode=Mode.NAMED,
    days_ago=52,
    end=AlarmEnd.CLOSED,
    harm=(
        "Kündigungen per Brief gelten bei uns als nicht eingegangen, wenn die Unterschrift vom "
        "Vertrag abweicht. Niemand wird benachrichtigt.",
        "Cancellations by letter count as not received when the signature differs from the "
        "contract. Nobody is told.",
    ),
    whom=("Wer geheiratet hat oder zittert", "Whoever has married, or whose hand shakes"),
    since=("mindestens seit zwei Jahren", "for two years at least"),
    severity=Severity.S3,
    why=("Der Vertrag läuft weiter, und es fällt spät auf.", "The contract runs on, unnoticed."),
    found=(
        "In 41 von 900 Fällen wurde nicht benachrichtigt.",
        "In 41 of 900 cases nobody was told.",
    ),
    done=(
        "Die 41 wurden angeschrieben, der Betrag ist erstattet.",
        "The 41 were written to, and the sum was paid back.",
    ),
    remedy=(
        "Wer abgelehnt wird, erfährt es binnen drei Tagen.",
        "Whoever is refused learns of it within three days.",
    ),
    summary=(
        "Abgelehnte Kündigungen wurden nicht mitgeteilt. Das ist behoben.",
        "Refused cancellations were not reported to customers. That is mended.",
    ),
)

PHOTOGRAPHS = Alarm(
    policy=5,
    reporter="ole",
    days_ago=1,
    end=AlarmEnd.RECEIVED,
    harm=(
        "Wer kein Foto schicken kann, wird jedes Jahr höher geschätzt.",
        "Whoever can not send a photograph is estimated higher each year.",
    ),
    whom=("Kundinnen und Kunden ohne Smartphone", "Customers without a smartphone"),
    since=("weiß ich nicht", "I do not know"),
)

CREDIT = Alarm(
    policy=0,
    reporter="stine",
    days_ago=6,
    end=AlarmEnd.TRIAGED,
    harm=(
        "Jugendliche und ältere Gäste ohne Kreditkarte werden weggeschickt.",
        "Young and old guests without a credit card are sent away.",
    ),
    whom=("Gäste ohne Kreditkarte", "Guests without a credit card"),
    since=("seit es die Regelung gibt", "since the policy began"),
    severity=Severity.S3,
    why=(
        "Es schließt aus, richtet aber keinen Schaden an, der bleibt.",
        "It excludes; no harm lasts.",
    ),
)

WORKSHOP = Alarm(
    policy=1,
    reporter="jule",
    mode=Mode.NAMED,
    days_ago=2,
    end=AlarmEnd.RECEIVED,
    harm=(
        "Wer nach Mittag bringt, wartet bis zu neun Tage und erfährt das nicht vorher.",
        "Whoever comes after noon waits up to nine days and is not told before.",
    ),
    whom=("Wer täglich fährt", "Whoever rides every day"),
    since=("seit April", "since April"),
)
