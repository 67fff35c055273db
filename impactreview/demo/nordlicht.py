"""Nordlicht Energie, an invented energy supplier: the full form."""

from impactreview.demo.cast import Firm, Player, Rule, Table, clerk, company, customer
from impactreview.governance.terms import BoardKind, Office
from impactreview.people.roles import Role

_PLAYERS = (
    Player(key="almut", name="Almut Brandt", unit="IT", boss="holger",
           roles=(Role.ADMINISTRATOR,), shown="administrator"),
    Player(key="jonas", name="Jonas Petersen", unit="IT", boss="almut",
           roles=(Role.ADMINISTRATOR,)),
    Player(key="svenja", name="Svenja Carstens", unit="NL", roles=(Role.TOP,)),
    Player(key="holger", name="Holger Wulff", unit="NL", boss="svenja",
           roles=(Role.DUTY_EXECUTIVE,)),
    Player(key="katharina", name="Katharina Lorenz", unit="VT", boss="holger"),
    Player(key="tim", name="Tim Ahrens", unit="VT", boss="katharina", shown="owner"),
    Player(key="meike", name="Meike Jansen", unit="KA", boss="svenja",
           roles=(Role.ADVOCATE,), shown="advocate"),
    Player(key="ole", name="Ole Friedrichs", unit="KA", boss="meike",
           roles=(Role.DEPUTY_ADVOCATE,)),
    Player(key="birte", name="Birte Hansen", unit="KS", boss="holger",
           roles=(Role.EXPERT,), fields=("vulnerability",)),
    Player(key="dirk", name="Dirk Matthiesen", unit="AB", boss="holger"),
    Player(key="nadja", name="Nadja Krüger", unit="KS", boss="birte", roles=(Role.REVIEWER,)),
    Player(key="lars", name="Lars Thomsen", unit="AB", boss="dirk", roles=(Role.REVIEWER,)),
    Player(key="silke", name="Silke Tönnies", unit="IT", boss="almut", roles=(Role.REVIEWER,)),
    Player(key="inga", name="Inga Feddersen", unit="NL", boss="svenja"),
    Player(key="rolf", name="Rolf Behrens", unit="RE", boss="svenja",
           roles=(Role.EXPERT, Role.REVIEWER, Role.DUTY_EXECUTIVE), fields=("legal", "data")),
    Player(key="wiebke", name="Wiebke Paulsen", unit="KA", boss="meike",
           roles=(Role.EXPERT,), fields=("accessibility",)),
    Player(key="carsten", name="Carsten Iversen", unit="RE", boss="rolf",
           roles=(Role.HANDLER,), shown="handler"),
    Player(key="greta", name="Greta Voss", unit="RE", boss="svenja", roles=(Role.HANDLER,)),
    Player(key="uwe", name="Uwe Lindner", unit="NL", boss=None),
    Player(key="helene", name="Helene Aden", unit="NL", boss=None,
           roles=(Role.EXPERT,), fields=("independent",)),
    Player(key="marten", name="Marten Kruse", unit="NL", boss="svenja",
           roles=(Role.AUDITOR,), shown="auditor"),
    Player(key="fenja", name="Fenja Möller", unit="KS", boss="nadja", shown="employee"),
)  # fmt: skip

_TABLES = (
    Table(
        slug="vorstand",
        name=("Vorstand", "Executive board"),
        kind=BoardKind.TOP,
        seats=(
            company("svenja", Office.CHAIR),
            company("holger", Office.DEPUTY_CHAIR),
            company("rolf"),
            customer("meike"),
            clerk("inga"),
        ),
    ),
    Table(
        slug="kundenrat",
        name=("Kundenrat", "Customer council"),
        kind=BoardKind.CENTRAL,
        above="vorstand",
        seats=(
            company("holger", Office.CHAIR),
            company("dirk"),
            company("rolf"),
            customer("birte", Office.DEPUTY_CHAIR),
            customer("wiebke"),
            customer("ole"),
            clerk("inga"),
        ),
    ),
    Table(
        slug="vertrieb",
        name=("Vertriebsgremium", "Sales board"),
        kind=BoardKind.UNIT,
        unit="VT",
        above="kundenrat",
        seats=(
            company("katharina", Office.CHAIR),
            company("dirk", Office.DEPUTY_CHAIR),
            company("lars"),
            customer("ole"),
            customer("nadja"),
            clerk("inga"),
        ),
    ),
    Table(
        slug="beschwerderat",
        name=("Unabhängiger Beschwerderat", "Independent complaints board"),
        kind=BoardKind.INDEPENDENT,
        seats=(
            company("uwe", Office.CHAIR),
            customer("helene"),
            customer("wiebke"),
        ),
    ),
)

_RULES = (
    Rule(
        title=("Mahngebühr ab der ersten Erinnerung", "Reminder fee from the first reminder"),
        text=(
            "Wer eine Rechnung zehn Tage nach dem Fälligkeitstag nicht bezahlt hat, erhält eine "
            "Erinnerung. **Jede Erinnerung kostet 4,50 Euro.**\n\nKundinnen und Kunden mit einer "
            "Ratenvereinbarung sind nicht ausgenommen.",
            "Whoever has not paid an invoice ten days after it was due gets a reminder. **Every "
            "reminder costs 4.50 euros.**\n\nCustomers in payment plans are not exempt.",
        ),
        owner="dirk",
        unit="AB",
        months_ago=30,
    ),
    Rule(
        title=("Kündigung nur schriftlich", "Cancellation in writing only"),
        text=(
            "Eine Kündigung wird angenommen, wenn sie unterschrieben mit der Post kommt. Die App "
            "und das Telefon nehmen keine Kündigung an.",
            "A cancellation is accepted when it arrives signed, by post. The app and the "
            "telephone take no cancellation.",
        ),
        owner="katharina",
        unit="VT",
        months_ago=41,
    ),
    Rule(
        title=("Rückruf binnen zwei Werktagen", "Call back within two working days"),
        text=(
            "Wer länger als fünf Minuten wartet, kann einen Rückruf wählen. Er kommt innerhalb "
            "von zwei Werktagen zwischen 9 und 18 Uhr.",
            "Whoever waits longer than five minutes can choose to be called back. The call comes "
            "within two working days, between 9 and 18 o'clock.",
        ),
        owner="birte",
        unit="KS",
        months_ago=18,
    ),
    Rule(
        title=("Abschlag nach Vorjahresverbrauch", "Instalment from last year's consumption"),
        text=(
            "Der monatliche Abschlag richtet sich nach dem Verbrauch des Vorjahres und wird "
            "einmal im Jahr angepasst. Eine Anpassung von mehr als 20 Prozent wird vier Wochen "
            "vorher angekündigt.",
            "The monthly instalment follows last year's consumption and is adjusted once a year. "
            "A change of more than 20 percent is announced four weeks before.",
        ),
        owner="dirk",
        unit="AB",
        months_ago=26,
    ),
    Rule(
        title=("Begrüßungsbonus für Neukunden", "Welcome bonus for new customers"),
        text=(
            "Neue Kundinnen und Kunden erhalten nach zwölf Monaten 80 Euro. Wer vorher wechselt, "
            "erhält nichts.",
            "New customers receive 80 euros after twelve months. Whoever leaves before that "
            "receives nothing.",
        ),
        owner="katharina",
        unit="VT",
        months_ago=9,
    ),
    Rule(
        title=("Zählerstand per Foto", "Meter reading by photograph"),
        text=(
            "Der Zählerstand wird mit einem Foto in der App gemeldet. Ohne Meldung wird geschätzt.",
            "The meter reading is reported with a photograph in the app. Without a report it is "
            "estimated.",
        ),
        owner="birte",
        unit="KS",
        months_ago=14,
    ),
)

NORDLICHT = Firm(
    name="Nordlicht Energie",
    domain="nordlicht.example",
    units=(
        ("NL", ("Nordlicht Energie", "Nordlicht Energie"), None),
        ("VT", ("Vertrieb", "Sales"), "NL"),
        ("KS", ("Kundenservice", "Customer service"), "NL"),
        ("AB", ("Abrechnung", "Billing"), "NL"),
        ("KA", ("Kundenanwaltschaft", "Customer advocacy"), "NL"),
        ("RE", ("Recht", "Legal"), "NL"),
        ("IT", ("Informationstechnik", "Information technology"), "NL"),
    ),
    touched=("KS",),
    players=_PLAYERS,
    tables=_TABLES,
    rules=_RULES,
)
