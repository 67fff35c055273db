"""What Nordlicht Energie sends its customers: bills, letters, instalments, payment plans."""

from impactreview.demo.script import End, Place, Story, Voice
from impactreview.impact.terms import Effect, Stage

PAPER = Story(
    title=(
        "Rechnungen nur noch in der App, keine Papierrechnung mehr",
        "Send invoices through the app only and end paper invoices",
    ),
    text=(
        "Ab April kommen Rechnungen und Erinnerungen in der App und im Kundenkonto an. Papier "
        "entfällt für alle, die nicht binnen acht Wochen eine Ausnahme verlangt haben.\n\n"
        "- Wir sparen das Porto.\n- Kundinnen und Kunden sehen die Rechnung am selben Tag.",
        "From April, invoices and reminders arrive in the app and the online account. Paper ends "
        "for everybody who has not asked for an exception within eight weeks.\n\n"
        "- We save the postage.\n- Customers see an invoice on the day it is made.",
    ),
    unit="AB",
    days_ago=12,
    end=End.OBJECTED,
    fired=("service_cut", "many", "vulnerable"),
    places=(
        Place(
            segment=("Privatkunden mit App", "Private customers with the app"),
            stage=Stage.PAY,
            effect=Effect.BETTER,
            share="62",
            change=("Die Rechnung ist sofort da.", "The invoice is there at once."),
        ),
        Place(
            segment=("Privatkunden mit Papierrechnung", "Private customers with paper invoices"),
            stage=Stage.PAY,
            share="21",
            change=("Die Rechnung kommt nicht mehr ins Haus.", "No invoice comes to the house."),
            ratings=(2, 2, 3, 3),
            why=(
                "Wer die App nicht nutzt, übersieht die Fälligkeit.",
                "Whoever does not use the app misses the due date.",
            ),
            eased_to=2,
            measure=(
                "Ein Brief erinnert vor der ersten Mahnung, ohne Gebühr.",
                "A letter reminds before the first fee, at no charge.",
            ),
        ),
        Place(
            segment=("Kundinnen und Kunden mit Ratenplan", "Customers in payment plans"),
            stage=Stage.PAY,
            share="3",
            change=(
                "Eine versäumte Rate löst Mahnkosten aus.",
                "A missed instalment causes reminder fees.",
            ),
            ratings=(4, 3, 3, 3),
            why=(
                "Viele zahlen an dem Tag, an dem der Brief kommt.",
                "Many pay on the day the letter comes.",
            ),
            vulnerable=("resilience", "digital_access"),
            eased_to=1,
            measure=(
                "Sie behalten den Brief, bis sie ausdrücklich wechseln.",
                "They keep the letter until they expressly change.",
            ),
        ),
        Place(
            segment=("Kleine Betriebe", "Small businesses"),
            stage=Stage.GET_HELP,
            share="14",
            change=(
                "Die Buchhaltung braucht ein Dokument als Datei.",
                "Bookkeeping needs the document as a file.",
            ),
            ratings=(1, 1, 2, 2),
            why=("Die Datei liegt im Kundenkonto.", "The file lies in the online account."),
        ),
    ),
    voices=(
        Voice(
            source="complaint",
            segment=("Kundinnen und Kunden mit Ratenplan", "Customers in payment plans"),
            finding=(
                "Meine Mutter zahlt an dem Tag, an dem der Brief kommt. Sie hat kein Telefon, "
                "das ihn zeigen könnte.",
                "My mother pays on the day the letter comes. She has no telephone that could "
                "show it.",
            ),
            stance="contradicts",
            strength="B",
        ),
        Voice(
            source="survey",
            segment=("Privatkunden mit Papierrechnung", "Private customers with paper invoices"),
            finding=(
                "58 Prozent wollen beim Papier bleiben, die meisten aus Gewohnheit.",
                "58 percent want to keep paper, most of them from habit.",
            ),
            stance="contradicts",
            strength="A",
            sample=412,
        ),
        Voice(
            source="frontline",
            segment=("Kleine Betriebe", "Small businesses"),
            finding=(
                "Im Laden fragt jede zweite Bäckerei, wo die Datei liegt.",
                "In the shop every second bakery asks where the file lies.",
            ),
            stance="contradicts",
            strength="C",
        ),
    ),
    gives_up=("Die Rechnung auf Papier.", "The invoice on paper."),
    gain=("1,9 Mio. Euro Porto im Jahr.", "1.9 million euros of postage a year."),
    figure=(
        "churn",
        ("Abwanderung in 12 Monaten", "Churn in 12 months"),
        "6.1",
        "9.0",
        "7.2",
        "6.4",
    ),
)

LETTER = Story(
    title=("Brief zum Einbau des neuen Zählers", "Letter about the new meter"),
    text=(
        "Der Brief zum Zählertausch wird kürzer und nennt als Erstes das Datum.",
        "The letter about the change of meter becomes shorter and names the date first.",
    ),
    unit="AB",
    days_ago=3,
    end=End.DRAFT,
    asked=("birte",),
)

INSTALMENT = Story(
    title=("Abschlag jeden Monat anpassen", "Adjust the instalment every month"),
    text=(
        "Der Abschlag folgt künftig jeden Monat dem gemessenen Verbrauch. Wer keinen digitalen "
        "Zähler hat, wird geschätzt.\n\nDie Ankündigung kommt fünf Tage vorher in der App.",
        "From now on the instalment follows the measured consumption every month. Whoever has no "
        "digital meter is estimated.\n\nThe announcement comes in the app, five days before.",
    ),
    unit="AB",
    days_ago=5,
    end=End.VOTING,
    fired=("price_terms", "many"),
    places=(
        Place(
            segment=("Haushalte mit digitalem Zähler", "Households with a digital meter"),
            stage=Stage.PAY,
            effect=Effect.BETTER,
            share="44",
            change=("Keine Nachzahlung am Jahresende.", "No arrears at the end of the year."),
        ),
        Place(
            segment=("Haushalte mit festem Einkommen", "Households on a fixed income"),
            stage=Stage.PAY,
            share="17",
            change=(
                "Im Winter steigt der Abschlag von einem Monat zum nächsten.",
                "In winter the instalment rises from one month to the next.",
            ),
            ratings=(3, 2, 2, 3),
            why=(
                "Rente und Gehalt folgen dem Wetter nicht.",
                "Pensions and wages do not follow the weather.",
            ),
            vulnerable=("resilience",),
            eased_to=1,
            measure=(
                "Wer will, bleibt beim festen Abschlag über zwölf Monate.",
                "Whoever wishes keeps the fixed instalment over twelve months.",
            ),
        ),
    ),
    voices=(
        Voice(
            source="survey",
            segment=("Haushalte mit festem Einkommen", "Households on a fixed income"),
            finding=(
                "Zwei von drei wollen im Voraus wissen, was jeden Monat abgeht.",
                "Two of three want to know in advance what is debited each month.",
            ),
            stance="contradicts",
            strength="A",
            sample=268,
        ),
    ),
    gives_up=("Einen Betrag, der das Jahr über gleich bleibt.", "A sum that stays the same."),
    gain=("Weniger offene Forderungen.", "Fewer outstanding debts."),
    figure=(
        "csat",
        ("Zufriedenheit mit der Rechnung", "Satisfaction with the bill"),
        "64",
        "60",
        "66",
        "71",
    ),
)

PLAN = Story(
    title=("Ratenplan in der App vereinbaren", "Agree on a payment plan in the app"),
    text=(
        "Wer eine Rechnung nicht auf einmal zahlen kann, wählt in der App zwei bis zwölf Raten. "
        "Bis 600 Euro wird nicht geprüft, darüber ruft jemand an.",
        "Whoever can not pay a bill at once chooses two to twelve instalments in the app. Up to "
        "600 euros nothing is checked; above that somebody calls.",
    ),
    unit="VT",
    days_ago=19,
    end=End.APPROVED,
    owner="katharina",
    fired=("many", "vulnerable"),
    places=(
        Place(
            segment=("Wer eine hohe Rechnung hat", "Whoever has a high bill"),
            stage=Stage.PAY,
            effect=Effect.BETTER,
            share="9",
            change=("Zehn Minuten statt zweier Briefe.", "Ten minutes in place of two letters."),
        ),
        Place(
            segment=("Wer schon zwei Pläne hat", "Whoever has two plans already"),
            stage=Stage.PAY,
            share="1.1",
            change=(
                "Ein dritter Plan ist einen Klick entfernt.",
                "A third plan is one click away.",
            ),
            ratings=(3, 2, 3, 2),
            why=(
                "Mehrere Pläne zugleich verdecken, dass das Geld nicht reicht.",
                "Several plans at once hide that the money does not suffice.",
            ),
            vulnerable=("resilience", "capability"),
            eased_to=1,
            measure=(
                "Ab dem zweiten Plan ruft die Kundenberatung an.",
                "From the second plan on, customer service calls.",
            ),
        ),
    ),
    voices=(
        Voice(
            source="interview",
            segment=("Wer schon zwei Pläne hat", "Whoever has two plans already"),
            finding=(
                "Ich habe unterschrieben, weil niemand fragte, ob es zu schaffen ist.",
                "I signed because nobody asked whether I could manage.",
            ),
            stance="contradicts",
            strength="B",
            sample=14,
        ),
    ),
    gives_up=("Ein Gespräch vor der ersten Rate.", "A talk before the first instalment."),
    gain=("Weniger Mahnungen.", "Fewer reminders."),
    figure=(
        "ces",
        ("Aufwand, einen Plan zu vereinbaren", "Effort to agree on a plan"),
        "58",
        "30",
        "24",
        "20",
    ),
    answer=(
        "Ab dem zweiten Plan ruft jemand an; so steht es jetzt in der Vorlage.",
        "From the second plan on somebody calls; the proposal says so now.",
    ),
    reasons=(
        "Der Plan hilft vielen. Wer sich zu übernehmen droht, wird vorher angerufen.",
        "The plan helps many. Whoever may take on too much is called before.",
    ),
    conditions=(
        ("Die Beratung ist geschult und besetzt.", "Customer service is trained and staffed."),
        (
            "Ein dritter Plan lässt sich in der App nicht mehr wählen.",
            "A third plan can no longer be chosen in the app.",
        ),
    ),
)
