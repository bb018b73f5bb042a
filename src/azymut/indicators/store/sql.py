"""The SQL of the store: plain, parameterised, the same for the serving file and for figures as of earlier releases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

VERSION = 2
"""Raise it when the shape or the meaning of the tables changes; serving files are then built anew."""

_COLUMNS = (
    "{'territory': 'VARCHAR', 'period': 'VARCHAR', 'breakdown': 'VARCHAR', 'value': 'VARCHAR', 'unit': 'VARCHAR', "
    "'flags': 'VARCHAR', 'source_row': 'VARCHAR', 'source_column': 'VARCHAR', 'raw': 'VARCHAR'}"
)


def write_parquet(path: str) -> str:
    """Turns the CSV named by the one parameter into a Parquet file; `path` is the store's own, never a user's."""
    return f"""
        COPY (
            SELECT territory, period, coalesce(breakdown, '') AS breakdown,
                   CAST(nullif(value, '') AS DECIMAL(18, 6)) AS value,
                   coalesce(unit, '') AS unit, coalesce(flags, '') AS flags,
                   CAST(source_row AS INTEGER) AS source_row,
                   coalesce(source_column, '') AS source_column, coalesce(raw, '') AS raw
            FROM read_csv(?, header = false, delim = ',', quote = '"', escape = '"', columns = {_COLUMNS},
                          auto_detect = false, max_line_size = 1000000)
            ORDER BY territory, breakdown, period
        ) TO '{path.replace("'", "''")}' (FORMAT parquet, COMPRESSION zstd)
    """  # noqa: S608  # COPY takes no parameter for its target; the quote is doubled


PILE = """
    CREATE TEMP TABLE pile (
        dataset VARCHAR, release VARCHAR, sample BOOLEAN, seq INTEGER, territory VARCHAR, period VARCHAR,
        breakdown VARCHAR, value DECIMAL(18, 6), unit VARCHAR, flags VARCHAR, source_row INTEGER,
        source_column VARCHAR, raw VARCHAR
    )
"""
ADD_TO_PILE = """
    INSERT INTO pile
    SELECT ?, ?, ?, ?, territory, period, breakdown, value, unit, flags, source_row, source_column, raw
    FROM read_parquet(?)
"""
_NEWEST = "row_number() OVER (PARTITION BY dataset, territory, period, breakdown ORDER BY seq DESC) = 1"
STANDING = f"SELECT territory, period, breakdown, value, flags, unit FROM pile QUALIFY {_NEWEST}"  # noqa: S608
RELEASE_ROWS = """
    SELECT territory, period, breakdown, value, unit, flags, source_row, source_column, raw
    FROM read_parquet(?) ORDER BY source_row, period, breakdown, territory LIMIT ? OFFSET ?
"""
CURRENT = f"""
    CREATE TABLE observation AS
    SELECT * EXCLUDE (seq) FROM (SELECT * FROM pile QUALIFY {_NEWEST})
    WHERE NOT contains(flags, 'w')
    ORDER BY territory, dataset, breakdown, period
"""  # noqa: S608  # built from constants of this module
COUNTIES = "CREATE TEMP TABLE county AS SELECT unnest(?::VARCHAR[]) AS code"

DRAFT_FIGURES = """
    CREATE TEMP TABLE draft (
        indicator VARCHAR, territory VARCHAR, period VARCHAR, value DECIMAL(18, 6), flags VARCHAR,
        releases VARCHAR, sample BOOLEAN, rolled BOOLEAN
    )
"""
LEVEL_OF = """
    CASE WHEN territory = 'PL' THEN 'country'
         WHEN regexp_full_match(territory, '[0-9]{2}') THEN 'voivodeship'
         WHEN regexp_full_match(territory, '[0-9]{4}') THEN 'county'
         WHEN regexp_full_match(territory, '[0-9]{7}') THEN 'commune'
         WHEN regexp_full_match(territory, 'PL[0-9A-Z]{3}') THEN 'subregion'
         ELSE '' END
"""
# Who a territory is ranked among: counties of its voivodeship, communes of its county, all of its level.
PEERS_OF = f"""
    CASE ({LEVEL_OF}) WHEN 'county' THEN 'county:' || substr(territory, 1, 2)
                    WHEN 'commune' THEN 'commune:' || substr(territory, 1, 4)
                    ELSE ({LEVEL_OF}) END
"""
FIGURES = f"""
    CREATE TABLE figure AS
    WITH placed AS (
        SELECT *, {LEVEL_OF} AS level, {PEERS_OF} AS peers, list_contains(?::VARCHAR[], indicator) AS lowest FROM draft
    )
    SELECT indicator, territory, period, value, flags, coalesce(releases, '') AS releases, sample, rolled, level, peers,
           CAST(rank() OVER (
               PARTITION BY indicator, period, peers, value IS NULL ORDER BY CASE WHEN lowest THEN value ELSE -value END
           ) AS INTEGER) AS place,
           CAST(CASE level WHEN '' THEN 0 ELSE count(value) OVER (PARTITION BY indicator, period, peers) END AS INTEGER)
               AS peer_count,
           count(*) OVER (PARTITION BY indicator, period, peers, value) > 1 AS tied,
           lowest
    FROM placed
    ORDER BY territory, indicator, period
"""  # noqa: S608  # built from constants of this module


def peers_of(code: str, level: str) -> str:
    """The group that a territory is ranked in, as the column `peers` names it."""
    if level == "county":
        return f"county:{code[:2]}"
    return f"commune:{code[:4]}" if level == "commune" else level


_FIGURE = (
    "SELECT indicator, territory, period, value, flags, releases, sample, rolled, place, peer_count, tied, lowest "
    "FROM figure WHERE list_contains(?::VARCHAR[], indicator)"
)


def figures(
    *,
    indicators: Sequence[str],
    territories: Sequence[str] | None,
    peers: str | None,
    periods: Sequence[str] | None,
    latest: bool,
) -> tuple[str, list[Any]]:
    """The query for figures; every condition that is not None narrows it."""
    parts: list[str] = [_FIGURE]
    values: list[Any] = [list(indicators)]
    if territories is not None:
        parts.append(f"AND territory IN ({', '.join('?' for _ in territories) or 'NULL'})")
        values.extend(territories)
    if peers is not None:
        parts.append("AND peers = ?")
        values.append(peers)
    if periods is not None:
        parts.append("AND list_contains(?::VARCHAR[], period)")
        values.append(list(periods))
    if latest:
        parts.append("AND value IS NOT NULL")
        parts.append("QUALIFY row_number() OVER (PARTITION BY indicator, territory ORDER BY period DESC) = 1")
    parts.append("ORDER BY indicator, territory, period")
    return " ".join(parts), values


PERIODS = """
    SELECT DISTINCT period FROM figure WHERE indicator = ? AND peers = ? AND value IS NOT NULL ORDER BY period DESC
"""
LEVELS = """
    SELECT indicator, level, max(period), count(DISTINCT territory) FROM figure
    WHERE value IS NOT NULL AND level <> '' GROUP BY indicator, level ORDER BY indicator, level
"""
_STORED = "SELECT dataset, territory, period, breakdown, value, unit, flags, release, source_row, source_column, raw"
OBSERVATIONS = f"""
    {_STORED} FROM observation
    WHERE dataset = ? AND territory = ? AND period = ? AND list_contains(?::VARCHAR[], breakdown) ORDER BY breakdown
"""
COUNTY_OBSERVATIONS = f"""
    {_STORED} FROM observation
    WHERE dataset = ? AND regexp_full_match(territory, '[0-9]{{4}}') AND substr(territory, 1, 2) = ? AND period = ?
          AND list_contains(?::VARCHAR[], breakdown)
    ORDER BY territory, breakdown
"""
BREAKDOWNS = "SELECT dataset, list(DISTINCT breakdown) FROM observation GROUP BY dataset"
