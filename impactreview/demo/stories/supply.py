"""What goes against customers, or nearly unseen: a tariff ended early, a claim, a closed shop."""

from impactreview.demo.script import End, Place, Story, Voice
from impactreview.impact.terms import Door, Stage

GAS = Story(
    title=(
        "Gastarif \u201eFix 24\u201c vorzeitig beenden",
        "End the gas tariff \u201cFix 24\u201d early",
    ),
    text=(
        "Alle Verträge des Gastarifs mit 24 Monaten Preisgarantie enden in sechs Wochen. Wer nicht "
        "wechselt, kommt in die Grundversorgung.\n\nUnser Vorlieferant ist zahlungsunfähig; das "
        "Gas kostet am Tagesmarkt das Dreifache.",
        "All contracts of the gas tariff with a price guaranteed for 24 months end in six weeks. "
        "Whoever does not change over goes to the basic supply.\n\nOur supplier is insolvent; on "
        "the day market gas costs three times as much.",
    ),
    unit="VT",
    days_ago=120,
    end=End.OVERRULED,
    owner="katharina",
    door=Door.ONE_WAY,
    fired=("price_terms", "many", "vulnerable"),
    places=(
        Place(
            segment=("Haushalte mit Gasheizung im Tarif", "Households that heat with this tariff"),
            stage=Stage.PAY,
            share="5",
            change=(
                "Der Abschlag steigt im Mittel von 140 auf 310 Euro im Monat.",
                "The instalment rises from 140 to 310 euros a month on average.",
            ),
            ratings=(4, 4, 3, 4),
            why=(
                "Die Preisgarantie war der Grund für den Vertrag, und der Winter steht bevor.",
                "The guaranteed price was the reason for the contract, and winter is near.",
            ),
            vulnerable=("resilience",),
        ),
    ),
    voices=(
        Voice(
            source="association",
            segment=("Haushalte mit Gasheizung im Tarif", "Households that heat with this tariff"),
            finding=(
                "Die Verbraucherzentrale hält die Kündigung für unwirksam und rät zum Widerspruch.",
                "The consumer association holds the cancellation to be void and advises to object.",
            ),
            stance="contradicts",
            strength="B",
        ),
    ),
    gives_up=("Einen Preis, der zugesagt war.", "A price that was promised."),
    gain=("Wir können Gas kaufen und liefern weiter.", "We can buy gas and go on supplying."),
    figure=(
        "churn",
        ("Abwanderung im Gas", "Churn in gas"),
        "5.0",
        "40.0",
        "28.0",
        "20.0",
    ),
    reasons=(
        "Der Kundenrat lehnt ab: Wer einen Preis zusagt, trägt auch das Risiko. Die Unternehmens"
        "seite hält die Kündigung für unvermeidlich.",
        "The customer council rejects it: whoever promises a price bears the risk. The company's "
        "side holds the cancellation to be unavoidable.",
    ),
    overruled_because=(
        "Ohne neuen Einkaufspreis wären wir in acht Wochen zahlungsunfähig, und 60.000 Haushalte "
        "hätten keinen Lieferanten. Wer Wohngeld oder Grundsicherung erhält, behält den alten "
        "Preis bis April aus einem Härtefonds von 2,4 Mio. Euro.",
        "Without a new purchase price we would be insolvent in eight weeks, and 60,000 households "
        "would have no supplier. Whoever receives housing benefit or basic income keeps the old "
        "price until April, from a hardship fund of 2.4 million euros.",
    ),
)

ACCOUNT = Story(
    title=("Zahlungseingänge auf ein neues Konto", "Move incoming payments to a new account"),
    text=(
        "Zum Quartalsende wechseln wir die Hausbank. Lastschriften laufen weiter; auf Rechnungen "
        "steht die neue Kontonummer. Kundinnen und Kunden merken davon nichts.",
        "At the end of the quarter we change banks. Direct debits go on; invoices carry the new "
        "account number. Customers notice nothing.",
    ),
    unit="AB",
    days_ago=34,
    end=End.CALLED_IN,
    owner="dirk",
    called_in_because=(
        "3.100 Haushalte zahlen mit Dauerauftrag. Das alte Konto nimmt nach drei Monaten nichts "
        "mehr an; dann kommt das Geld zurück, und wir mahnen Menschen, die bezahlt haben. Es "
        "braucht eine Analyse und eine Frist.",
        "3,100 households pay by standing order. After three months the old account takes nothing "
        "any more; then the money goes back, and we remind people who have paid. It needs an "
        "analysis and a period of grace.",
    ),
)

CENTRE = Story(
    title=("Kundenzentrum Husum schließen", "Close the customer centre in Husum"),
    text=(
        "Das Kundenzentrum in der Norderstraße schließt zum Jahresende. Beratung gibt es dann am "
        "Telefon, in der App und an zwei Tagen im Monat im Bürgerbüro.\n\nBetriebsrat und "
        "Beschäftigte hören es vor der Öffentlichkeit.",
        "The customer centre in Norderstraße closes at the end of the year. Advice is then given "
        "on the telephone, in the app, and on two days a month in the citizens' office.\n\nThe "
        "works council and the staff hear of it before the public does.",
    ),
    unit="VT",
    days_ago=8,
    end=End.IN_REVIEW,
    owner="katharina",
    restricted_for=45,
    readers=("carsten",),
    fired=("service_cut", "vulnerable"),
    places=(
        Place(
            segment=("Wer zum Schalter kommt", "Whoever comes to the counter"),
            stage=Stage.GET_HELP,
            share="2.4",
            change=(
                "Der nächste Schalter ist 40 Kilometer entfernt.",
                "The next counter is 40 kilometres away.",
            ),
            ratings=(3, 2, 3, 3),
            why=(
                "Wer kommt, hat meist kein Netz oder einen Brief, den er nicht versteht.",
                "Most who come have no internet, or a letter that they do not understand.",
            ),
            vulnerable=("digital_access", "capability"),
            eased_to=2,
            measure=(
                "Zweimal im Monat berät jemand im Bürgerbüro, ohne Termin.",
                "Twice a month somebody gives advice in the citizens' office, unannounced.",
            ),
        ),
    ),
    voices=(
        Voice(
            source="frontline",
            segment=("Wer zum Schalter kommt", "Whoever comes to the counter"),
            finding=(
                "Jeder Dritte bringt einen Brief mit und bittet, ihn vorzulesen.",
                "One in three brings a letter and asks to have it read out.",
            ),
            stance="contradicts",
            strength="B",
        ),
    ),
    gives_up=("Einen Menschen am Schalter.", "A human at the counter."),
    gain=("Miete und zwei Stellen.", "The rent and two posts."),
    figure=(
        "csat",
        ("Zufriedenheit mit der Beratung in Husum", "Satisfaction with advice in Husum"),
        "88",
        "60",
        "72",
        "80",
    ),
)
