"""What the portal gathers from all rooms: the office, what changed, the region's course and its figures."""

from __future__ import annotations

from azymut.portal.queries.changes import Change, changes_since, last_visit
from azymut.portal.queries.course import Attention, Course, course
from azymut.portal.queries.figures import (
    CountyFigures,
    KeyFigure,
    county_figures,
    data_stamp,
    key_figures,
    served_region,
)
from azymut.portal.queries.office import Particular, Processing, office, processings

__all__ = [
    "Attention",
    "Change",
    "CountyFigures",
    "Course",
    "KeyFigure",
    "Particular",
    "Processing",
    "changes_since",
    "county_figures",
    "course",
    "data_stamp",
    "key_figures",
    "last_visit",
    "office",
    "processings",
    "served_region",
]
