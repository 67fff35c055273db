"""The proposals of Nordlicht Energie: what is proposed, whom it hits, and how far each has come."""

from impactreview.demo.script import End, Place, Story, Voice
from impactreview.impact.terms import Door, Effect, Stage

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

CALLBACK = Story(
    title=("Rückruf am selben Tag", "Call back on the same day"),
    text=(
        "Wer einen Rückruf wählt, wird am selben Werktag angerufen, wenn der Wunsch bis 16 Uhr "
        "kommt. Dafür gehen zwei Stellen aus der Abteilung Auswertung in den Kundenservice.",
        "Whoever chooses to be called back is called on the same working day if the wish comes by "
        "16 o'clock. Two positions move from reporting to customer service.",
    ),
    unit="VT",
    days_ago=41,
    end=End.IN_FORCE,
    fired=("many",),
    places=(
        Place(
            segment=("Alle, die anrufen", "Everybody who calls"),
            stage=Stage.GET_HELP,
            effect=Effect.BETTER,
            share="31",
            change=("Die Antwort kommt am selben Tag.", "The answer comes on the same day."),
        ),
        Place(
            segment=("Wer nach 16 Uhr anruft", "Whoever calls after 16 o'clock"),
            stage=Stage.GET_HELP,
            share="4",
            change=("Der Rückruf kommt am nächsten Tag.", "The call comes on the next day."),
            ratings=(1, 1, 1, 3),
            why=("So ist es heute für alle.", "So it is for everybody today."),
        ),
    ),
    voices=(
        Voice(
            source="interview",
            segment=("Wer nach 16 Uhr anruft", "Whoever calls after 16 o'clock"),
            finding=(
                "Ich hing vierzig Minuten in der Leitung, um zu hören, dass ich das Formular "
                "nehmen soll.",
                "I was on hold for forty minutes to be told to use the form.",
            ),
            stance="supports",
            strength="B",
            sample=12,
        ),
    ),
    gives_up=("Nichts.", "Nothing."),
    gain=("Weniger zweite Anrufe.", "Fewer second calls."),
    figure=(
        "csat",
        ("Zufriedenheit nach dem Anruf", "Satisfaction after the call"),
        "71",
        "72",
        "78",
        "83",
    ),
)

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

CANCEL = Story(
    title=("Kündigung mit zwei Klicks", "Cancel with two clicks"),
    text=(
        "Verträge lassen sich in der App und im Kundenkonto mit zwei Klicks kündigen. Der "
        "unterschriebene Brief ist nicht mehr nötig.",
        "Contracts can be cancelled in the app and the online account with two clicks. The signed "
        "letter is no longer needed.",
    ),
    unit="VT",
    days_ago=9,
    end=End.IN_REVIEW,
    owner="katharina",
    fired=("many",),
    places=(
        Place(
            segment=("Wer kündigen will", "Whoever wants to cancel"),
            stage=Stage.LEAVE,
            effect=Effect.BETTER,
            share="8",
            change=("Zwei Klicks statt eines Briefs.", "Two clicks in place of a letter."),
        ),
        Place(
            segment=("Wer sich verklickt", "Whoever clicks by mistake"),
            stage=Stage.LEAVE,
            share="0.2",
            change=("Der Vertrag endet ungewollt.", "The contract ends unintended."),
            ratings=(2, 1, 1, 2),
            why=("Es gibt 14 Tage Widerruf.", "It can be taken back for 14 days."),
        ),
    ),
    voices=(
        Voice(
            source="churn",
            segment=("Wer sich verklickt", "Whoever clicks by mistake"),
            finding=(
                "Von 1.200 Online-Kündigungen eines Nachbarn wurden 3 zurückgenommen.",
                "Of a neighbour's 1,200 online cancellations, 3 were taken back.",
            ),
            stance="supports",
            strength="B",
            sample=1200,
        ),
    ),
    gives_up=("Nichts.", "Nothing."),
    gain=("Weniger Beschwerden.", "Fewer complaints."),
    figure=(
        "churn",
        ("Abwanderung in 12 Monaten", "Churn in 12 months"),
        "6.1",
        "6.8",
        "6.3",
        "6.0",
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

STORIES = (NIGHT, CALLBACK, BONUS, PAPER, CANCEL, LETTER)
"""In the order in which they were begun."""
