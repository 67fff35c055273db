"""The proposals of Küstenrad: eight people, one board, and bicycles to rent and to mend."""

from impactreview.demo.script import End, Place, Story, Voice
from impactreview.impact.terms import Door, Effect, Stage

TOURISTS = ("Gäste am Wochenende", "Guests at the weekend")
COMMUTERS = ("Wer täglich fährt", "Whoever rides every day")

DEPOSIT = Story(
    title=("Kaution von 200 Euro in bar", "A deposit of 200 euros in cash"),
    text=(
        "Ein Rad gibt es gegen 200 Euro in bar. Karten kosten uns drei Prozent.",
        "A bicycle is handed out against 200 euros in cash. Cards cost us three percent.",
    ),
    unit="KR",
    days_ago=48,
    end=End.REJECTED,
    owner="jule",
    door=Door.TWO_WAY,
    fired=("price_terms", "vulnerable"),
    places=(
        Place(
            segment=TOURISTS,
            stage=Stage.BUY,
            share="55",
            change=("200 Euro müssen in der Tasche sein.", "200 euros have to be in the pocket."),
            ratings=(3, 3, 2, 4),
            why=("Der nächste Automat ist 4 km entfernt.", "The next cash machine is 4 km away."),
            vulnerable=("resilience",),
        ),
    ),
    voices=(
        Voice(
            source="frontline",
            segment=TOURISTS,
            finding=("Jede dritte Familie ginge wieder.", "Every third family would leave."),
            stance="contradicts",
            strength="C",
        ),
    ),
    gives_up=("Das Zahlen mit Karte.", "Paying by card."),
    gain=("Drei Prozent Gebühr.", "Three percent of fees."),
    figure=("own", ("Vermietungen ohne Rad", "Rentals turned away"), "4", "35", "25", "18"),
    reasons=(
        "Wir sparen an Gebühren, was wir an Gästen verlieren.",
        "We save in fees what we lose in guests.",
    ),
)

LOAN = Story(
    title=("Ersatzrad für die Zeit der Reparatur", "A bicycle to ride during the repair"),
    text=(
        "Wer sein Rad bringt, bekommt für die Zeit der Reparatur eines von uns, ohne Aufpreis.",
        "Whoever brings a bicycle gets one of ours during the repair, at no charge.",
    ),
    unit="KR",
    days_ago=36,
    end=End.IN_FORCE,
    owner="jule",
    fired=("many",),
    places=(
        Place(
            segment=COMMUTERS,
            stage=Stage.USE,
            effect=Effect.BETTER,
            share="60",
            change=("Niemand geht zu Fuß heim.", "Nobody walks home."),
        ),
        Place(
            segment=TOURISTS,
            stage=Stage.BUY,
            share="8",
            change=("An vollen Tagen fehlt ein Rad.", "On busy days one bicycle is missing."),
            ratings=(1, 1, 1, 3),
            why=("Zwei von vierzig Rädern.", "Two of forty bicycles."),
        ),
    ),
    voices=(
        Voice(
            source="interview",
            segment=COMMUTERS,
            finding=("Ohne Rad komme ich nicht zur Frühschicht.", "Without it I miss my shift."),
            stance="supports",
            strength="B",
            sample=9,
        ),
    ),
    gives_up=("Nichts.", "Nothing."),
    gain=("Wer täglich fährt, bleibt.", "Whoever rides every day stays."),
    figure=(
        "csat",
        ("Zufriedenheit mit der Werkstatt", "Satisfaction with the workshop"),
        "72",
        "75",
        "82",
        "88",
    ),
    reasons=("Es hilft denen, die jeden Tag kommen.", "It helps those who come every day."),
)

CHILDREN = Story(
    title=("Kindersitze nur mit Anmeldung", "Child seats on reservation only"),
    text=(
        "Kindersitze und Anhänger müssen am Vortag bestellt werden.",
        "Child seats and trailers have to be reserved the day before.",
    ),
    unit="KR",
    days_ago=20,
    end=End.APPROVED,
    owner="focko",
    fired=("service_cut",),
    places=(
        Place(
            segment=("Familien", "Families"),
            stage=Stage.BUY,
            share="22",
            change=("Wer spontan kommt, geht leer aus.", "Whoever comes unannounced gets none."),
            ratings=(2, 2, 1, 3),
            why=("Der Ausflug fällt aus.", "The trip is off."),
            eased_to=1,
            measure=("Zwei Sitze bleiben frei.", "Two seats are kept free."),
        ),
    ),
    voices=(
        Voice(
            source="complaint",
            segment=("Familien", "Families"),
            finding=("Mit zwei Kindern plant man nicht.", "With two children you do not plan."),
            stance="contradicts",
            strength="C",
        ),
    ),
    gives_up=("Den Sitz ohne Anmeldung.", "The seat without a reservation."),
    gain=("Weniger Sitze im Lager.", "Fewer seats in store."),
    figure=("own", ("Familien ohne Sitz", "Families without a seat"), "3", "12", "8", "4"),
    answer=("Zwei Sitze bleiben jeden Tag frei.", "Two seats are kept free each day."),
    reasons=("Mit zwei freien Sitzen ist es tragbar.", "With two free seats it is acceptable."),
    conditions=(
        ("Zwei Sitze stehen sichtbar bereit.", "Two seats stand ready where they are seen."),
    ),
)

RAIN = Story(
    title=("Keine Erstattung bei Regen", "No refund when it rains"),
    text=(
        "Wer bei Regen nicht fährt, bekommt nichts zurück. Umbuchen geht bis zum Vorabend.",
        "Whoever does not ride in the rain gets nothing back. Changes are possible until the "
        "evening before.",
    ),
    unit="KR",
    days_ago=11,
    end=End.OBJECTED,
    owner="jule",
    fired=("price_terms",),
    places=(
        Place(
            segment=TOURISTS,
            stage=Stage.USE,
            share="30",
            change=("Bei Regen gibt es kein Geld zurück.", "There is no refund when it rains."),
            ratings=(2, 3, 1, 3),
            why=(
                "Wer gebucht hat, zahlt für ein Rad, das steht.",
                "They pay for a bicycle that stands.",
            ),
        ),
    ),
    voices=(
        Voice(
            source="survey",
            segment=TOURISTS,
            finding=(
                "Für die Hälfte ist es der Grund, anderswo zu mieten.",
                "For one half it is a reason to rent elsewhere.",
            ),
            stance="contradicts",
            strength="B",
            sample=61,
        ),
    ),
    gives_up=("Die Erstattung.", "The refund."),
    gain=("Einnahmen an Regentagen.", "Income on rainy days."),
    figure=("own", ("Buchungen im Voraus", "Bookings in advance"), "48", "38", "42", "47"),
)

SUNDAY = Story(
    title=("Sonntags nur mit Code am Schloss", "On Sundays by a code on the lock only"),
    text=(
        "Sonntags ist niemand im Laden. Das Schloss öffnet mit einem Code, der per SMS kommt.",
        "On Sundays nobody is in the shop. The lock opens with a code that comes by SMS.",
    ),
    unit="KR",
    days_ago=2,
    end=End.VOTING,
    owner="focko",
    fired=("service_cut",),
    places=(
        Place(
            segment=TOURISTS,
            stage=Stage.BUY,
            share="18",
            change=("Niemand stellt den Sattel ein.", "Nobody adjusts the saddle."),
            ratings=(2, 1, 1, 3),
            why=("Das erste Rad sitzt selten richtig.", "The first bicycle seldom fits."),
            eased_to=2,
            measure=("Am Haken hängt Werkzeug mit Bild.", "Tools with a picture hang there."),
        ),
    ),
    voices=(
        Voice(
            source="frontline",
            segment=TOURISTS,
            finding=("Sonntags kommen 20 bis 30 Gäste.", "20 to 30 guests come on Sundays."),
            stance="supports",
            strength="C",
        ),
    ),
    gives_up=("Hilfe am Sonntag.", "Help on Sundays."),
    gain=("Ein freier Tag für alle.", "A day off for everybody."),
    figure=(
        "csat",
        ("Zufriedenheit am Sonntag", "Satisfaction on Sundays"),
        "79",
        "65",
        "72",
        "78",
    ),
)

HELMET = Story(
    title=("Ein Helm liegt jedem Rad bei", "A helmet comes with every bicycle"),
    text=(
        "Jedes Mietrad kommt mit einem Helm, der geprüft und gereinigt ist.",
        "Every rented bicycle comes with a helmet that was checked and cleaned.",
    ),
    unit="KR",
    days_ago=2,
    end=End.QUICK_TEST,
    owner="focko",
)

BELL = Story(
    title=("Öffnungszeiten im Winter", "Opening hours in winter"),
    text=(
        "Von November bis März öffnen wir um 10 statt um 8 Uhr.",
        "From November to March we open at 10 in place of 8 o'clock.",
    ),
    unit="KR",
    days_ago=1,
    end=End.DRAFT,
    owner="jule",
)

TANDEM = Story(
    title=("Tandems nicht mehr vermieten", "Rent out tandems no longer"),
    text=("Die zwei Tandems werden verkauft.", "The two tandems are sold."),
    unit="KR",
    days_ago=25,
    end=End.WITHDRAWN,
    owner="jule",
)
