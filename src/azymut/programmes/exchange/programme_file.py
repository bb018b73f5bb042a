"""A whole programme from a TOML file: the format of the sample programme, and of any programme brought in at once.

Money stands in thousands of złoty as [source, year, planned, committed, spent]; organisations under short names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from azymut.kernel.errors import FileRefusedError
from azymut.kernel.importing import ImportReport
from azymut.kernel.intake import decode, read_bytes
from azymut.people.models import Account, Organisation
from azymut.places.models import Territory
from azymut.programmes.actions import (
    ActionDocument,
    ActionPlan,
    BudgetDocument,
    IndicatorDocument,
    IndicatorPlan,
    MilestoneDocument,
    NodeDocument,
    ProgrammeDocument,
    load_programme,
)
from azymut.programmes.enums import Better, IndicatorLevel, NodeKind, PartnerRole, PeriodPart
from azymut.programmes.models import FundingSource, Tag

T = TypeVar("T")
THOUSAND = 1000
LIMIT_BYTES = 2 * 1024 * 1024
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class _Registers:
    """What the file's words are looked up in."""

    organisations: Mapping[str, Organisation]
    territories: Mapping[str, Territory]
    tags: Mapping[str, Tag]
    sources: Mapping[str, FundingSource]


def bring_in_programme(path: Path, *, by: Account | None, at: datetime) -> ImportReport:
    """Read the file and load its programme; refused as a whole when a word of it is unknown or a value is wrong."""
    return load_programme(document=read_programme(path), by=by, at=at)


def read_programme(path: Path) -> ProgrammeDocument:
    """The file as a document; FileRefusedError names the entry that is wrong."""
    text = decode(read_bytes(path, limit=LIMIT_BYTES))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileRefusedError(_("The file is not valid TOML: %(error)s.") % {"error": error}) from error
    head = _section(data, "programme")
    registers = _registers(data)
    return ProgrammeDocument(
        code=_value(head, "code", str, "programme"),
        name=_value(head, "name", str, "programme"),
        short_name=_value(head, "short_name", str, "programme"),
        summary=head.get("summary", ""),
        is_sample=bool(head.get("sample", False)),
        resolution_number=_value(head, "resolution", str, "programme"),
        adopted_on=_value(head, "adopted_on", date, "programme"),
        in_force_from=_value(head, "in_force_from", date, "programme"),
        nodes=[_node(entry) for entry in data.get("node", [])],
        actions=[_guarded(_action, entry, registers) for entry in data.get("action", [])],
    )


def _section(data: Entry, name: str) -> Entry:
    section = data.get(name)
    if not isinstance(section, Mapping):
        raise FileRefusedError(_("The section “%(name)s” is missing.") % {"name": name}, place=name)
    return section


def _value(entry: Entry, key: str, kind: type[T], place: str) -> T:
    value = entry.get(key)
    if not isinstance(value, kind):
        raise FileRefusedError(_("The value “%(key)s” is missing or of a wrong kind.") % {"key": key}, place=place)
    return value


def _guarded(
    read: Callable[[Entry, _Registers], ActionDocument], entry: Entry, registers: _Registers
) -> ActionDocument:
    place = str(entry.get("number", "?"))
    try:
        return read(entry, registers)
    except (KeyError, ValueError, TypeError, ArithmeticError) as error:
        raise FileRefusedError(_("This entry cannot be read: %(error)s.") % {"error": error}, place=place) from error


def _registers(data: Entry) -> _Registers:
    names: Mapping[str, str] = data.get("organisations", {})
    found = {organisation.name: organisation for organisation in Organisation.objects.filter(name__in=names.values())}
    absent = sorted(set(names.values()) - set(found))
    if absent:
        raise FileRefusedError(
            _("These organisations are not in the register: %(names)s.") % {"names": "; ".join(absent)},
            place="organisations",
        )
    codes = {code for entry in data.get("action", []) for code in _places(entry)}
    territories = {territory.code: territory for territory in Territory.objects.current().filter(code__in=codes)}
    if unknown := sorted(codes - set(territories)):
        raise FileRefusedError(_("Unknown territories: %(codes)s.") % {"codes": ", ".join(unknown)}, place="action")
    return _Registers(
        organisations={short: found[name] for short, name in names.items()},
        territories=territories,
        tags={f"{tag.group}:{tag.code}": tag for tag in Tag.objects.all()},
        sources={source.code: source for source in FundingSource.objects.all()},
    )


def _places(entry: Entry) -> set[str]:
    linked = {indicator["territory"] for indicator in entry.get("indicator", []) if "territory" in indicator}
    return {*entry.get("where", []), *linked}


def _node(entry: Entry) -> NodeDocument:
    place = str(entry.get("number", "?"))
    return NodeDocument(
        code=_value(entry, "code", str, place),
        kind=NodeKind.DIRECTION if entry.get("parent") else NodeKind.PRIORITY,
        number=_value(entry, "number", str, place),
        title=_value(entry, "title", str, place),
        text=entry.get("text", ""),
        parent=entry.get("parent", ""),
    )


def _action(entry: Entry, registers: _Registers) -> ActionDocument:
    words = [f"area:{code}" for code in entry["areas"]]
    words += [f"target_group:{code}" for code in entry.get("for", [])]
    words += [f"transformation:{code}" for code in entry.get("transformation", [])]
    words += [f"specialisation:{code}" for code in entry.get("specialisation", [])]
    plan = ActionPlan(
        number=entry["number"],
        title=entry["title"],
        text=entry["text"],
        lead=registers.organisations[entry["lead"]],
        starts_on=entry["starts"],
        ends_on=entry["ends"],
        goals=entry.get("goals", ""),
        evidence=entry.get("evidence", ""),
        partners=[
            (registers.organisations[short], PartnerRole(role)) for short, role in entry.get("partners", {}).items()
        ],
        territories=[registers.territories[code] for code in entry["where"]],
        tags=[registers.tags[word] for word in words],
    )
    return ActionDocument(
        code=entry["code"],
        parent=entry["parent"],
        plan=plan,
        milestones=[_milestone(item, registers) for item in entry.get("milestones", [])],
        budget=[_budget(item, registers) for item in entry.get("budget", [])],
        indicators=[_indicator(item, registers) for item in entry.get("indicator", [])],
    )


def _milestone(item: Entry, registers: _Registers) -> MilestoneDocument:
    return MilestoneDocument(
        title=item["title"],
        due_on=item["due"],
        done_on=item.get("done"),
        first_due_on=item.get("first"),
        reason=item.get("reason", ""),
        owner=registers.organisations[item["owner"]] if "owner" in item else None,
    )


def _budget(item: Sequence[Any], registers: _Registers) -> BudgetDocument:
    source, year, planned, committed, spent, *note = item
    planned, committed, spent = (Decimal(str(amount)) * THOUSAND for amount in (planned, committed, spent))
    return BudgetDocument(registers.sources[source], year, planned, committed, spent, note[0] if note else "")


def _indicator(item: Entry, registers: _Registers) -> IndicatorDocument:
    baseline = item.get("baseline")
    plan = IndicatorPlan(
        name=item["name"],
        better=Better(item.get("better", "higher")),
        level=IndicatorLevel(item.get("level", "output")),
        unit=item.get("unit", ""),
        decimals=item.get("decimals", 0),
        baseline=None if baseline is None else Decimal(str(baseline)),
        baseline_year=item.get("baseline_year"),
        indicator_key=item.get("observatory", ""),
        territory=registers.territories[item["territory"]] if "territory" in item else None,
        targets=[(int(year), Decimal(str(value))) for year, value in item.get("targets", {}).items()],
    )
    return IndicatorDocument(plan, [_measured(measured) for measured in item.get("measured", [])])


def _measured(item: Sequence[Any]) -> tuple[int, PeriodPart, Decimal, str]:
    period, value, note = item
    year, _sep, half = str(period).partition("-")
    return int(year), PeriodPart.HALF if half else PeriodPart.YEAR, Decimal(str(value)), note
