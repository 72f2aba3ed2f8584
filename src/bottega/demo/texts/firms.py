"""The studio and the companies among its customers, with unissued registry numbers.

The tax numbers pass their check digits, but begin with a prefix that no tax office gives out.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Firm:
    """A company; ``contact`` is whom one rings up, and what she or he is there."""

    name: str
    legal_name: str
    nip: str
    regon: str
    industry: str
    contact: str
    job_title: str
    size: str = "1-10"


STUDIO_LEGAL_NAME: Final = "Studio Mebli JESION sp. z o.o."
STUDIO_NIP: Final = "9991079199"
STUDIO_REGON: Final = "990010010"
STUDIO_KRS: Final = "0000999001"
STUDIO_BDO: Final = "000999001"
STUDIO_STREET: Final = "ul. Stolarska 12"
STUDIO_TOWN: Final = "61-001 Poznań"
STUDIO_ACCOUNT: Final = "PL43999000120000000100000001"
STUDIO_VAT_ACCOUNT: Final = "PL60999000120000000200000002"

FIRMS: Final = (
    Firm(
        "Apartamenty Warta",
        "Apartamenty Warta sp. z o.o.",
        "9991158384",
        "990010026",
        "Hotelarstwo",
        "Justyna Brzezińska",
        "Kierowniczka obiektu",
        "11-50",
    ),
    Firm(
        "Dentysta Ratajczaka",
        "Gabinet Stomatologiczny Ratajczaka sp. z o.o.",
        "9991316765",
        "990010032",
        "Ochrona zdrowia",
        "Hubert Czajka",
        "Lekarz stomatolog",
    ),
    Firm(
        "Kancelaria Grunwaldzka",
        "Kancelaria Radców Prawnych Grunwaldzka sp. p.",
        "9991395954",
        "990010049",
        "Usługi prawne",
        "Renata Sadowska",
        "Radczyni prawna",
    ),
    Firm(
        "Piekarnia Pod Zegarem",
        "Piekarnia Pod Zegarem s.c.",
        "9991554335",
        "990010055",
        "Gastronomia",
        "Leszek Borowiak",
        "Współwłaściciel",
        "11-50",
    ),
    Firm(
        "Hotelik Malta",
        "Hotelik Malta sp. z o.o.",
        "9991633520",
        "990010061",
        "Hotelarstwo",
        "Olga Zawadzka",
        "Dyrektorka hotelu",
        "11-50",
    ),
    Firm(
        "Biuro Rachunkowe Cyfra",
        "Biuro Rachunkowe Cyfra Halina Kurek",
        "9991712716",
        "990010078",
        "Księgowość",
        "Halina Kurek",
        "Właścicielka",
    ),
    Firm(
        "Deweloper Zielone Wzgórza",
        "Zielone Wzgórza Development sp. z o.o.",
        "9991791905",
        "990010084",
        "Nieruchomości",
        "Konrad Lisiecki",
        "Kierownik projektu",
        "51-200",
    ),
    Firm(
        "Salon Fryzjerski Splot",
        "Splot Daria Wilczek",
        "9991871099",
        "990010090",
        "Uroda",
        "Daria Wilczek",
        "Właścicielka",
    ),
    Firm(
        "Przedszkole Leśna Polana",
        "Niepubliczne Przedszkole Leśna Polana",
        "9991950284",
        "990010109",
        "Edukacja",
        "Wioletta Kurzawa",
        "Dyrektorka przedszkola",
        "11-50",
    ),
    Firm(
        "Optyk Jeżyce",
        "Optyk Jeżyce Marek Tyrakowski",
        "9992029476",
        "990010115",
        "Handel",
        "Marek Tyrakowski",
        "Właściciel",
    ),
    Firm(
        "Winiarnia Stary Browarek",
        "Stary Browarek sp. z o.o.",
        "9992108661",
        "990010121",
        "Gastronomia",
        "Filip Owczarzak",
        "Kierownik lokalu",
        "11-50",
    ),
    Firm(
        "Studio Jogi Lotos",
        "Studio Jogi Lotos Kinga Matuszak",
        "9992187850",
        "990010138",
        "Sport i rekreacja",
        "Kinga Matuszak",
        "Właścicielka",
    ),
    Firm(
        "Weterynarz Ogonek",
        "Gabinet Weterynaryjny Ogonek s.c.",
        "9992267046",
        "990010144",
        "Ochrona zdrowia",
        "Błażej Sroka",
        "Lekarz weterynarii",
    ),
    Firm(
        "Architekci Pion i Poziom",
        "Pracownia Architektury Pion i Poziom sp. z o.o.",
        "9992346231",
        "990010150",
        "Architektura",
        "Alicja Rosik",
        "Architektka wnętrz",
    ),
    Firm(
        "Księgarnia Za Rogiem",
        "Księgarnia Za Rogiem Witold Buda",
        "9992425427",
        "990010167",
        "Handel",
        "Witold Buda",
        "Właściciel",
    ),
    Firm(
        "Fizjoterapia Ruch",
        "Fizjoterapia Ruch sp. z o.o.",
        "9992504612",
        "990010173",
        "Ochrona zdrowia",
        "Emilia Nyczka",
        "Kierowniczka poradni",
    ),
    Firm(
        "Agencja Celna Szlaban",
        "Agencja Celna Szlaban sp. j.",
        "9992583801",
        "990010180",
        "Transport",
        "Norbert Kaźmierczak",
        "Wspólnik",
        "11-50",
    ),
)
