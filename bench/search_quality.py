"""``python -m bench.search_quality ADDRESS``: how good searches of a demo studio are, by strategy and fused.

A query's answer is right where the title and the subtitle of a result have all of some folded stems, and perhaps are of
some entity; the figure is the mean reciprocal rank of the first right one among ten. The demo is always the same, so
the figures are too.
"""

import sys
from dataclasses import dataclass
from typing import Any, Final

import httpx

from bottega.kernel.text.folding import fold

OWNER: Final = ("marek@example.com", "Jesion-2026!")
DEEP: Final = 10

# What is typed | stems that a right result has | its entity, where that is asked for.
POLISH: Final = """
kuchnie Wójcik | kuchni wojcik | customers:customer_deal
kuchnia wojcik | kuchni wojcik | customers:customer_deal
łazienki Rogalski | lazienk rogalsk |
garderobę Kasprzak | garderob kasprzak |
szafy Kędzierska | szaf kedziersk |
salon szewczyk | szewczyk |
nowak | nowak |
Ewa Nowak | ewa nowak | customers:customer_person_profile
ewa nowak | ewa nowak | customers:customer_person_profile
zurek adam | adam zurek |
Żurek | zurek |
glowacka | glowack |
Jóźwiak agnieszka | agnieszka jozwiak |
jozwiak | jozwiak |
Lewandowska | lewandowsk |
600 000 093 | szlaban | customers:customer_company_profile
+48 600-000-048 | warta | customers:customer_company_profile
600000110 | pion poziom | customers:customer_company_profile
0048600000069 | zurek |
600 000 053 | baran |
biuro rachunkowe | biuro rachunkowe cyfra |
dentysta | dentysta ratajczaka |
ksiegarnia | ksiegarnia rogiem |
piekarnia zegarem | piekarnia zegarem |
przedszkole leśna | przedszkole lesna |
architekci | architekci pion |
hotelik | hotelik malta |
szuflady | szuflad |
szuflada | szuflad |
półki szklane | polki szklane |
polka szklana | polki szklane |
zawiasów | zawias |
uchwytów klienta | uchwyt klient |
blaty kwarcowe | blat kwarcow |
blat kompaktowy | blat kompaktow |
fronty lakierowane | lakierowan |
lakierowany front mat | lakierowan mat |
szkło hartowane | szklo hartowan |
podnośnik do szafek | podnosnik szaf |
formatki ciete | formatk ciet |
plecy HDF | hdf plec |
gwarancja | gwaranc |
warunkach gwarancji | warunk gwaranc |
odstąpić od umowy | odstapien umow |
odstapienie | odstapien |
pielegnacja mebli | pielegnacj mebl |
warunki montażu | warunk montaz |
rodo | rodo |
oświadczenie VAT | oswiadczen vat |
paliwo | paliw |
paliwa Orlen | paliwo orlen |
wkręt i klej | wkret klej |
zmywarki Bosch | zmywark bosch |
zmywarka | zmywark |
piekarniki Amica | piekarnik amica |
okapy Falmec | okap falmec |
lodówek | lodowk |
dąb naturalny | dab naturaln |
dęby kaisersberg | dab kaisersberg |
Egger U999 | egger u999 |
egger h3349 | egger h3349 |
kronospan | kronospan |
K/2026/028 | k/2026/028 |
uchwyt krawędziowy | krawedziow | contracts:handle
galka inox | galk inox |
brygady | brygada |
projektant | projektan |
bilanse otwarcia | bilans otwarc |
czynsze hali | czynsz hal |
przekazanie sosna | przekazan sosna |
kamienice | kamienic |
pilne terminy | piln termin |
klient bez windy | bez wind |
kuhcnia Szewczyk | kuchni szewczyk |
lodowka whirlpol | lodowk whirlpool |
"""
ENGLISH: Final = """
kitchen Szewczyk | kuchni szewczyk | customers:customer_deal
wardrobe | szaf |
bathroom | lazienk |
drawers | szuflad |
glass shelves | szklan |
hinges | zawias |
edge handles | krawedziow |
quartz worktop | blat kwarcow |
lacquered fronts | lakierowan |
dishwasher | zmywark |
fridge | lodowk |
oven | piekarnik |
hood | okap |
warranty | gwaranc |
fuel | paliw |
glue and screws | klej |
rent | czynsz |
oak | dab |
oven Amica | piekarnik amica |
advance payment | zadat |
office | biuro |
sink | zlew |
cash deposit to the bank | bank |
designers | projektan |
"""


@dataclass(frozen=True)
class Case:
    """A query and what a right result has."""

    query: str
    stems: tuple[str, ...]
    entity: str

    def fits(self, result: dict[str, Any]) -> bool:
        """Whether a result is right."""
        shown = result["presenter"]
        text = fold(f"{shown['title']} {shown.get('subtitle') or ''}")
        return (not self.entity or result["entityId"] == self.entity) and all(stem in text for stem in self.stems)


def cases(lines: str) -> list[Case]:
    """The cases of a table above."""
    parts = [[part.strip() for part in line.split("|")] for line in lines.strip().splitlines()]
    return [Case(query, tuple(stems.split()), entity) for query, stems, entity in parts]


def reciprocal_rank(client: httpx.Client, case: Case, strategies: str) -> float:
    """One over the rank of the first right result; 0 where there is none among ten."""
    asked = {"q": case.query, "limit": DEEP, **({"strategies": strategies} if strategies else {})}
    answer = client.get("/search/search", params=asked)
    answer.raise_for_status()
    ranks = [n for n, one in enumerate(answer.json()["results"][:DEEP], 1) if case.fits(one)]
    return 1 / ranks[0] if ranks else 0.0


def main(address: str) -> None:
    """Ask everything of every strategy, and print a table and what was not found."""
    client = httpx.Client(base_url=f"{address}/api", timeout=60, headers={"Accept-Language": "pl"})
    signed_in = client.post("/auth/login", data={"email": OWNER[0], "password": OWNER[1]})
    client.headers["Authorization"] = f"Bearer {signed_in.json()['token']}"
    missed: list[str] = []
    print("| strategy | Polish | English | all |\n|---|---|---|---|")
    for strategies in ("fulltext", "tokens", "vector", ""):
        figures: dict[str, list[float]] = {}
        for language, lines in (("Polish", POLISH), ("English", ENGLISH)):
            for case in cases(lines):
                rank = reciprocal_rank(client, case, strategies)
                figures.setdefault(language, []).append(rank)
                if not strategies and rank < 1:
                    missed.append(f"{rank:.2f} {case.query}")
        every = [rank for ranks in figures.values() for rank in ranks]
        means = [sum(ranks) / len(ranks) for ranks in (*figures.values(), every)]
        print(f"| {strategies or 'fused'} | {' | '.join(f'{mean:.3f}' for mean in means)} |")
    print(
        f"\n{len(cases(POLISH))} Polish and {len(cases(ENGLISH))} English queries; not first when fused:",
        *missed,
        sep="\n",
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
