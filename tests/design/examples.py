"""Charts that several tests draw."""

from __future__ import annotations

from azymut.design.charts import Chart, ChartKind, Point, Series, targets

YEARS = ("2019", "2020", "2021", "2022", "2023")


def line(**changes) -> Chart:
    region = (3.1, None, 4.5, 4.2, 4.9)
    country = (4.0, 4.1, 4.4, 4.6, 4.8)
    values = {
        "kind": ChartKind.LINE,
        "title": "Rising since 2021",
        "alt": "Share of adults & learners, 2019 to 2023 <rising>",
        "unit": "%",
        "series": (
            Series(
                "Łódzkie",
                tuple(
                    Point(year, value, flag="p" if year == "2023" else "", breaks=year == "2021")
                    for year, value in zip(YEARS, region, strict=True)
                ),
                emphasised=True,
            ),
            Series("Polska", tuple(map(Point, YEARS, country)), dashed=True),
        ),
        "source": "GUS BDL",
        "caveats": ("Break in 2021.",),
        "decimals": 1,
    }
    return Chart(**{**values, **changes})


def bars(**changes) -> Chart:
    points = (
        Point("bełchatowski", 6.2),
        Point("łódzki wschodni", 5.0, emphasised=True),
        Point("opoczyński", None),
        Point("Zespół Szkół Ponadpodstawowych nr 2 imienia Marszałka Józefa Piłsudskiego", -1.5, flag="unreliable"),
    )
    values = {
        "kind": ChartKind.BAR,
        "title": "Highest in Bełchatów",
        "alt": "Four counties",
        "unit": "%",
        "series": (Series("2023", points),),
        "source": "GUS",
    }
    return Chart(**{**values, **changes})


def plan(**changes) -> Chart:
    return targets(
        **{
            "title": "Behind the plan",
            "alt": "214 of 400 places in 2026",
            "unit": "places",
            "measured": [Point("2025", 198), Point("2026", 214, flag="p"), Point("2027", None)],
            "planned": [Point("2025", 150), Point("2026", 400), Point("2027", 600)],
            "baseline": Point("2024", 120),
            "source": "reports",
            **changes,
        }
    )


ALL = (line(), bars(), plan(), bars(series=()))
