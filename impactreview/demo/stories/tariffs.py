"""What Nordlicht Energie asks for its power: prices, bonuses, and what is preselected."""

from impactreview.demo.script import End, Place, Story, Voice
from impactreview.impact.terms import Door, Stage

NIGHT = Story(
    title=("Nachttarif ohne Ankündigungsfrist anpassen", "Adjust the night tariff without notice"),
    text=(
        "Der Preis des Nachttarifs folgt künftig monatlich dem Börsenpreis. Die Ankündigung vier "
        "Wochen vorher entfällt.",
        "The night tariff's price follows the exchange monthly from now on. The announcement four "
        "weeks before is dropped.",
    ),
    unit="VT",
    days_ago=55,
    end=End.REJECTED,
    door=Door.ONE_WAY,
    fired=("price_terms", "harder_exit"),
    places=(
        Place(
            segment=("Haushalte mit Nachtspeicherheizung", "Households with storage heating"),
            stage=Stage.PAY,
            share="6",
            change=(
                "Die Rechnung kann sich von Monat zu Monat verdoppeln.",
                "The bill may double from one month to the next.",
            ),
            ratings=(4, 3, 2, 4),
            why=(
                "Heizen lässt sich nicht in einen anderen Monat legen.",
                "Heating can not be moved to another month.",
            ),
            vulnerable=("resilience",),
        ),
    ),
    voices=(
        Voice(
            source="association",
            segment=("Haushalte mit Nachtspeicherheizung", "Households with storage heating"),
            finding=(
                "Der Mieterverein warnt vor Nachforderungen im Winter.",
                "The tenants' association warns of arrears in winter.",
            ),
            stance="contradicts",
            strength="C",
        ),
    ),
    gives_up=("Die Sicherheit des Preises.", "A price to rely on."),
    gain=("Kein Preisrisiko mehr bei uns.", "No price risk with us any more."),
    figure=(
        "churn",
        ("Abwanderung im Nachttarif", "Churn in the night tariff"),
        "4.0",
        "12.0",
        "8.0",
        "5.0",
    ),
)

BONUS = Story(
    title=("Begrüßungsbonus nach sechs Monaten", "Welcome bonus after six months"),
    text=(
        "Der Bonus wird nach sechs statt nach zwölf Monaten gezahlt.",
        "The bonus is paid after six months, not twelve.",
    ),
    unit="VT",
    days_ago=30,
    end=End.WITHDRAWN,
)

DEBIT = Story(
    title=("Lastschrift ist vorausgewählt", "Direct debit is preselected"),
    text=(
        "Beim Abschluss ist die Lastschrift angehakt. Wer überweisen will, nimmt den Haken weg.",
        "When a contract is made, direct debit is ticked. Whoever prefers transfers unticks it.",
    ),
    unit="VT",
    days_ago=2,
    end=End.QUICK_TEST,
    fired=("default", "many"),
)

LOYALTY = Story(
    title=("Treuebonus durch Punkte ersetzen", "Replace the loyalty bonus by points"),
    text=(
        "Statt 40 Euro im Jahr gibt es Punkte für Dinge aus dem Laden. Wer zehn Jahre Kunde ist, "
        "behält den Bonus.",
        "In place of 40 euros a year there are points for things from the shop. Whoever has been "
        "a customer for ten years keeps the bonus.",
    ),
    unit="VT",
    days_ago=215,
    end=End.LAPSED,
    fired=("price_terms",),
    places=(
        Place(
            segment=("Kundinnen und Kunden im dritten Jahr", "Customers in their third year"),
            stage=Stage.CHANGE_RENEW,
            share="12",
            change=("Punkte statt 40 Euro.", "Points in place of 40 euros."),
            ratings=(2, 2, 2, 3),
            why=("Punkte zahlen keine Rechnung.", "Points do not pay a bill."),
            eased_to=1,
            measure=(
                "Punkte lassen sich auf die Rechnung anrechnen.",
                "Points can be set off against the bill.",
            ),
        ),
    ),
    voices=(
        Voice(
            source="survey",
            segment=("Kundinnen und Kunden im dritten Jahr", "Customers in their third year"),
            finding=("Geld schlägt Punkte, vier zu eins.", "Money beats points, four to one."),
            stance="contradicts",
            strength="A",
            sample=320,
        ),
    ),
    gives_up=("40 Euro im Jahr.", "40 euros a year."),
    gain=("Punkte kosten die Hälfte.", "Points cost half as much."),
    figure=(
        "nps",
        ("Weiterempfehlung im dritten Jahr", "Recommendation in the third year"),
        "22",
        "12",
        "18",
        "22",
    ),
    reasons=(
        "Tragbar, wenn Punkte auf die Rechnung gehen. Der Vertrieb hat es nie eingeführt.",
        "Acceptable if points go on the bill. Sales never introduced it.",
    ),
)
