"""Küstenrad, an invented firm of eight that rents and mends bicycles: the simple form."""

from impactreview.demo.cast import Firm, Player, Rule, Table, clerk, company, customer
from impactreview.governance.terms import BoardKind, Office
from impactreview.people.roles import Role

_PLAYERS = (
    Player(key="gesa", name="Gesa Harms", unit="KR",
           roles=(Role.TOP, Role.DUTY_EXECUTIVE, Role.ADMINISTRATOR), shown="management"),
    Player(key="malte", name="Malte Onken", unit="KR", boss="gesa",
           roles=(Role.ADMINISTRATOR,), shown="administrator"),
    Player(key="imke", name="Imke Janßen", unit="KR", boss="gesa", roles=(Role.ADMINISTRATOR,)),
    Player(key="tomke", name="Tomke Folkerts", unit="KR", boss="gesa",
           roles=(Role.ADVOCATE,), shown="advocate"),
    Player(key="enno", name="Enno Gerdes", unit="KR", boss="gesa",
           roles=(Role.DEPUTY_ADVOCATE, Role.REVIEWER, Role.HANDLER)),
    Player(key="jule", name="Jule Meinders", unit="KR", boss="gesa", shown="owner"),
    Player(key="focko", name="Focko Ubben", unit="KR", boss="gesa",
           roles=(Role.REVIEWER, Role.HANDLER)),
    Player(key="stine", name="Stine Wilken", unit="KR", boss="jule", roles=(Role.AUDITOR,),
           shown="employee and auditor"),
)  # fmt: skip

KUESTENRAD = Firm(
    name="Küstenrad",
    domain="kuestenrad.example",
    units=(("KR", ("Küstenrad", "Küstenrad"), None),),
    touched=("KR",),
    players=_PLAYERS,
    tables=(
        Table(
            slug="runde",
            name=("Die Runde", "The round"),
            kind=BoardKind.CENTRAL,
            unit="KR",
            seats=(
                company("gesa", Office.CHAIR),
                company("focko"),
                company("malte"),
                customer("tomke", Office.DEPUTY_CHAIR),
                clerk("imke"),
            ),
        ),
    ),
    rules=(
        Rule(
            title=("Leihrad nur mit Kreditkarte", "Rental bicycles by credit card only"),
            text=(
                "Ein Leihrad wird nur gegen eine Kreditkarte ausgegeben. Bargeld und EC-Karte "
                "werden nicht angenommen.",
                "A rental bicycle is handed out against a credit card only. Cash and debit cards "
                "are not accepted.",
            ),
            owner="jule",
            unit="KR",
            months_ago=20,
        ),
        Rule(
            title=("Reparatur binnen drei Tagen", "Repair within three days"),
            text=(
                "Ein Rad, das bis Mittag gebracht wird, ist nach drei Werktagen fertig, oder "
                "es gibt ein Ersatzrad ohne Aufpreis.",
                "A bicycle brought in before noon is ready after three working days, or there is "
                "a replacement at no charge.",
            ),
            owner="focko",
            unit="KR",
            months_ago=33,
        ),
    ),
)
