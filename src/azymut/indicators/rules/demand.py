"""The words of the minister's forecast and of the Occupational Barometer, and the numbers that put them in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from azymut.indicators.enums import Assessment, Demand
from azymut.kernel.collation import fold

UNSETTLED = "nazwa: "
"""Before a breakdown that is an occupation's name, because nobody knows its code yet."""
GROUP_SIGN = " | "
"""Between groups of occupations of the barometer that hold the same code."""

DEMAND_NUMBERS = {Demand.SPECIAL: 4, Demand.GREATEST: 3, Demand.GREAT: 2, Demand.MODERATE: 1}
ASSESSMENT_NUMBERS = {
    Assessment.GREAT_DEFICIT: 5,
    Assessment.DEFICIT: 4,
    Assessment.BALANCE: 3,
    Assessment.SURPLUS: 2,
    Assessment.GREAT_SURPLUS: 1,
}
"""An order, no measure: nothing is ever added or averaged."""

# As the announcement in Monitor Polski and the barometer's pages write them, without accents and endings of gender.
_DEMAND_WORDS = {
    "szczegolne": Demand.SPECIAL,
    "szczegolnie istotne": Demand.GREATEST,
    "istotne": Demand.GREAT,
    "umiarkowane": Demand.MODERATE,
}
DEMAND_WRITTEN = {
    Demand.SPECIAL: "szczególne",
    Demand.GREATEST: "szczególnie istotne",
    Demand.GREAT: "istotne",
    Demand.MODERATE: "umiarkowane",
}
"""The degrees as the announcement writes them, whatever the language of the page."""
_ASSESSMENT_WORDS = {
    "duzy deficyt": Assessment.GREAT_DEFICIT,
    "duzy deficyt poszukujacych pracy": Assessment.GREAT_DEFICIT,
    "deficyt": Assessment.DEFICIT,
    "deficyt poszukujacych pracy": Assessment.DEFICIT,
    "rownowaga": Assessment.BALANCE,
    "nadwyzka": Assessment.SURPLUS,
    "nadwyzka poszukujacych pracy": Assessment.SURPLUS,
    "duza nadwyzka": Assessment.GREAT_SURPLUS,
    "duza nadwyzka poszukujacych pracy": Assessment.GREAT_SURPLUS,
}


@dataclass(frozen=True)
class Told:
    """What one group of the barometer says of a code in a county and year: `word` is the assessment as written."""

    group: str
    word: str
    assessment: Assessment
    row: int


def read_demand(text: str) -> Demand | None:
    """The degree that a word of the announcement means; None for any other word."""
    return _DEMAND_WORDS.get(_plain(text))


def read_assessment(text: str) -> Assessment | None:
    """The assessment that a word of the barometer means; None for any other word."""
    return _ASSESSMENT_WORDS.get(_plain(text))


def demand_of(value: Decimal | None) -> Demand | None:
    return next((word for word, number in DEMAND_NUMBERS.items() if number == value), None)


def assessment_of(value: Decimal | None) -> Assessment | None:
    return next((word for word, number in ASSESSMENT_NUMBERS.items() if number == value), None)


def speaks_of(demand: Demand, territory: str) -> bool:
    """The national list knows special demand only, the lists of voivodeships all other degrees."""
    return (demand == Demand.SPECIAL) == (territory == "PL")


def agreed(told: Sequence[Told]) -> Assessment | None:
    """What all groups of a code say alike; None when they contradict each other. Nothing is blended."""
    first = told[0].assessment
    return first if all(one.assessment == first for one in told) else None


def breakdown_of(name: str, code: str) -> str:
    """What an observation of the forecast is broken down by: the occupation's code, else its name, folded."""
    return code or f"{UNSETTLED}{plain_name(name)}"


def plain_name(name: str) -> str:
    """A name of an occupation for comparing: without capitals, accents, kinds of dashes and needless spaces."""
    return _plain(name.replace("–", "-"))[:290]


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
