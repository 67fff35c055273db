"""How customers reach Nordlicht Energie, are visited by it, and leave it."""

from impactreview.demo.script import End, Place, Story, Voice
from impactreview.impact.terms import Effect, Stage

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

CANCEL = Story(
    title=("Kündigung mit zwei Klicks", "Cancel with two clicks"),
    text=(
        "Verträge lassen sich in der App und im Kundenkonto mit zwei Klicks kündigen. Der "
        "unterschriebene Brief ist nicht mehr nötig.",
        "Contracts can be cancelled in the app and the online account with two clicks. The signed "
        "letter is no longer needed.",
    ),
    unit="VT",
    days_ago=3,
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

CHATBOT = Story(
    title=("Erst der Chat, dann das Telefon", "The chat first, then the telephone"),
    text=(
        "Die Telefonnummer erscheint erst, wenn der Chat dreimal nicht geholfen hat. Störungen "
        "sind ausgenommen.",
        "The telephone number appears once the chat has failed to help three times. Outages are "
        "exempt.",
    ),
    unit="KS",
    days_ago=13,
    end=End.CHANGES,
    owner="birte",
    fired=("service_cut", "vulnerable"),
    places=(
        Place(
            segment=("Wer nicht gut tippt oder sieht", "Whoever types or sees badly"),
            stage=Stage.GET_HELP,
            share="7",
            change=(
                "Hilfe gibt es erst nach drei vergeblichen Versuchen.",
                "Help comes after three futile attempts.",
            ),
            ratings=(3, 3, 2, 4),
            why=(
                "Wer den Chat nicht bedienen kann, kommt nie bis zur Nummer.",
                "Whoever can not use the chat never gets to the number.",
            ),
            vulnerable=("disability", "digital_access"),
        ),
    ),
    voices=(
        Voice(
            source="frontline",
            segment=("Wer nicht gut tippt oder sieht", "Whoever types or sees badly"),
            finding=(
                "Jeder fünfte Anruf beginnt mit: Im Chat hat mich niemand verstanden.",
                "Every fifth call begins with: nobody understood me in the chat.",
            ),
            stance="contradicts",
            strength="B",
        ),
    ),
    gives_up=("Einen Menschen am Telefon.", "A human on the telephone."),
    gain=("Ein Drittel weniger Anrufe.", "A third fewer calls."),
    figure=("ces", ("Aufwand bis zur Antwort", "Effort until the answer"), "41", "60", "52", "45"),
    request=(
        "Bitte einen Weg zum Telefon ohne Chat vorsehen und mit Betroffenen testen.",
        "Please provide a way to the telephone without the chat, and test it with those hit.",
    ),
)

VISIT = Story(
    title=("Termine vor Ort nur noch vormittags", "Visits on site in the mornings only"),
    text=(
        "Technikerinnen und Techniker kommen zwischen 7 und 13 Uhr. Das spart einen Wagen je "
        "Standort.",
        "Technicians come between 7 and 13 o'clock. That saves one van at each site.",
    ),
    unit="VT",
    days_ago=9,
    end=End.DEFERRED,
    fired=("service_cut",),
    places=(
        Place(
            segment=("Wer vormittags arbeitet", "Whoever works in the mornings"),
            stage=Stage.USE,
            share="38",
            change=("Ein halber Tag Urlaub je Termin.", "Half a day of leave for each visit."),
            ratings=(2, 2, 1, 3),
            why=(
                "Nachmittags ist heute jeder zweite Termin.",
                "Every second visit is in the afternoon today.",
            ),
            eased_to=2,
            measure=(
                "Donnerstags wird bis 18 Uhr gearbeitet.",
                "On Thursdays work goes on until 18 o'clock.",
            ),
        ),
    ),
    voices=(
        Voice(
            source="complaint",
            segment=("Wer vormittags arbeitet", "Whoever works in the mornings"),
            finding=(
                "Ich bin Lehrerin. Vormittags stehe ich vor einer Klasse.",
                "I am a teacher. In the mornings I stand before a class.",
            ),
            stance="contradicts",
            strength="C",
        ),
    ),
    gives_up=("Termine am Nachmittag.", "Visits in the afternoon."),
    gain=("Ein Wagen weniger je Standort.", "One van less at each site."),
    figure=(
        "csat",
        ("Zufriedenheit mit dem Termin", "Satisfaction with the visit"),
        "81",
        "70",
        "76",
        "80",
    ),
)
